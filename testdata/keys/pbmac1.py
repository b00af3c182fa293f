"""Gives a PKCS#12 file without a MAC one of RFC 9579, with nothing but Python's own HMAC and PBKDF2.

Run as: python3 pbmac1.py openssl3-no-mac.p12 kyso pbmac1.p12
"""

import hashlib
import hmac
import sys


def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def inside(der):
    """The contents of the element at the start, and what follows it."""
    first = der[1]
    start, size = (2, first) if first < 128 else (2 + (first & 127), int.from_bytes(der[2 : 2 + (first & 127)], "big"))
    return der[start : start + size], der[start + size :]


source, password, target = sys.argv[1:]
fields, _ = inside(open(source, "rb").read())
_, after_version = inside(fields)
auth_safe, rest = inside(after_version)
assert not rest, "the file has a MAC already"
_, explicit = inside(auth_safe)
content, _ = inside(inside(explicit)[0])

salt, rounds = bytes(range(16)), 4096
key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds, 32)
mac = hmac.new(key, content, "sha256").digest()

pbkdf2 = bytes.fromhex("06092a864886f70d01050c")
pbmac1 = bytes.fromhex("06092a864886f70d01050e")
hmac_sha256 = tlv(0x30, bytes.fromhex("06082a864886f70d02090500"))
hmac_sha512 = tlv(0x30, bytes.fromhex("06082a864886f70d020b0500"))
derivation = tlv(0x30, tlv(4, salt), tlv(2, rounds.to_bytes(2, "big")), tlv(2, b"\x20"), hmac_sha512)
scheme = tlv(0x30, pbmac1, tlv(0x30, tlv(0x30, pbkdf2, derivation), hmac_sha256))
# RFC 9579 section 5: salt and rounds outside of PBMAC1 are not used.
mac_data = tlv(0x30, tlv(0x30, scheme, tlv(4, mac)), tlv(4, b"NOT USED"), tlv(2, b"\x01"))
open(target, "wb").write(tlv(0x30, fields, mac_data))
