"""A small PKI made here and now, with key types that `kyso pki new` does not write: root, sub CA and leaves."""

import datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from runner import WORK

PASSWORD = "Mật khẩu 2026"
FOLDER = WORK / "pki"


class Identity:
    """A certificate with its key and those above it."""

    def __init__(self, name, key, certificate, issuers):
        self.name, self.key, self.certificate, self.issuers = name, key, certificate, issuers

    def pem(self, *, key=False):
        encoding = serialization.Encoding.PEM
        if key:
            plain = serialization.NoEncryption()
            return self.key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
        return self.certificate.public_bytes(encoding)

    def file(self, suffix):
        """One of NAME.pem (certificate), NAME.key.pem, NAME.chain.pem, NAME.p12."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{self.name}.{suffix}"
        if not path.exists():
            path.write_bytes(self._content(suffix))
        return path

    def _content(self, suffix):
        chain = b"".join(issuer.pem() for issuer in self.issuers)
        match suffix:
            case "pem":
                return self.pem()
            case "key.pem":
                return self.pem(key=True)
            case "chain.pem":
                return self.pem() + chain
            case "p12":
                protect = serialization.BestAvailableEncryption(PASSWORD.encode())
                above = [issuer.certificate for issuer in self.issuers]
                return pkcs12.serialize_key_and_certificates(
                    self.name.encode(), self.key, self.certificate, above, protect
                )
        raise ValueError(suffix)


@cache
def root():
    return _issue("root", "Root CA thử nghiệm", rsa.generate_private_key(65537, 2048), None, path_length=1)


@cache
def sub():
    return _issue("sub", "Sub CA thử nghiệm", rsa.generate_private_key(65537, 2048), root(), path_length=0)


@cache
def leaf(kind):
    """kind: rsa2048, rsa3072, rsa4096, p256, p384, p521 or ed25519."""
    key = {
        "rsa": lambda: rsa.generate_private_key(65537, int(kind[3:])),
        "p25": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p38": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p52": lambda: ec.generate_private_key(ec.SECP521R1()),
        "ed2": ed25519.Ed25519PrivateKey.generate,
    }[kind[:3]]()
    return _issue(kind, "Nguyễn Thị Ánh", key, sub())


@cache
def tsa():
    """A timestamp authority below the sub CA."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    key = rsa.generate_private_key(65537, 2048)
    return _issue("tsa", "Dấu thời gian thử nghiệm", key, sub(), purpose=purpose)


def crl(issuer, revoked=()):
    """The path of a list of this CA made now: for a year."""
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now)
        .next_update(now + datetime.timedelta(days=365))
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    for identity in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(identity.certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(now).build())
    path = FOLDER / f"{issuer.name}.crl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
    return path


def _issue(name, common_name, key, issuer, path_length=None, purpose=None):
    subject = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Cơ quan thử nghiệm"),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ])
    above = issuer.certificate.subject if issuer else subject
    signer = issuer.key if issuer else key
    now = datetime.datetime.now(datetime.timezone.utc)
    is_ca = path_length is not None
    usage = {field: False for field in (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )}
    usage.update(dict.fromkeys(
        ("key_cert_sign", "crl_sign") if is_ca else ("digital_signature", "content_commitment"), True
    ))
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30 if issuer and not is_ca and not purpose else 3650))
        .add_extension(x509.BasicConstraints(is_ca, path_length), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if purpose:
        builder = builder.add_extension(purpose, critical=True)
    issuers = [issuer, *issuer.issuers] if issuer and issuer.issuers else [issuer] if issuer else []
    return Identity(name, key, builder.sign(signer, hashes.SHA256()), issuers)
