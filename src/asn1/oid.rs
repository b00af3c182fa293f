//! Object identifiers, compared by their encoded contents.

use std::fmt;

/// The contents octets of an OBJECT IDENTIFIER (X.690 8.19).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Oid<'a>(pub(crate) &'a [u8]);

impl Oid<'_> {
    /// The contents octets of an identifier in dotted decimal; `None` if it is none, or an arc exceeds 64 bits.
    pub(crate) fn from_dotted(text: &str) -> Option<Vec<u8>> {
        let number =
            |arc: &str| arc.bytes().all(|byte| byte.is_ascii_digit()).then(|| arc.parse::<u64>().ok())?;
        let mut arcs = text.split('.').map(number);
        let (first, second) = (arcs.next()??, arcs.next()??);
        // X.690 8.19.4: the first two arcs share an octet, or more.
        if first > 2 || (first < 2 && second > 39) {
            return None;
        }
        let mut octets = Vec::new();
        for arc in std::iter::once(first.checked_mul(40)?.checked_add(second)).chain(arcs) {
            let arc = arc?;
            let groups = (0..10).rev().map(|group| arc >> (7 * group)).skip_while(|rest| *rest == 0);
            let groups: Vec<u64> = groups.collect();
            let last = groups.len().saturating_sub(1);
            let octet = |(at, group): (usize, &u64)| {
                let [.., low] = group.to_be_bytes();
                if at < last { low | 0x80 } else { low & 0x7f }
            };
            if groups.is_empty() {
                octets.push(0);
            }
            octets.extend(groups.iter().enumerate().map(octet));
        }
        Some(octets)
    }
}

impl fmt::Display for Oid<'_> {
    /// Dotted decimal; arcs beyond 64 bits are written as `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arc = Some(0u64);
        let mut first = true;
        for octet in self.0 {
            arc = arc.and_then(|a| a.checked_mul(128)).map(|a| a | u64::from(octet & 0x7f));
            if octet & 0x80 != 0 {
                continue;
            }
            match (arc.take(), first) {
                (Some(arc), true) => write!(f, "{}.{}", (arc / 40).min(2), arc - 40 * (arc / 40).min(2))?,
                (Some(arc), false) => write!(f, ".{arc}")?,
                (None, _) => f.write_str(".?")?,
            }
            first = false;
            arc = Some(0);
        }
        Ok(())
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

/// Declares identifiers by their contents octets.
macro_rules! oids {
    ($(#[doc = $dotted:literal] $name:ident = $octets:expr;)*) => {
        $(
            #[doc = $dotted]
            #[allow(dead_code, reason = "some stand in messages of the tests alone")]
            pub(crate) const $name: Oid<'static> = Oid($octets);)*

        #[cfg(test)]
        const ALL: &[(&str, Oid<'static>, &str)] = &[$((stringify!($name), $name, $dotted)),*];
    };
}

oids! {
    #[doc = "1.2.840.113549.1.1.1"]
    RSA_ENCRYPTION = &[42, 134, 72, 134, 247, 13, 1, 1, 1];
    #[doc = "1.2.840.113549.1.1.4"]
    MD5_WITH_RSA = &[42, 134, 72, 134, 247, 13, 1, 1, 4];
    #[doc = "1.2.840.113549.1.1.5"]
    SHA1_WITH_RSA = &[42, 134, 72, 134, 247, 13, 1, 1, 5];
    #[doc = "1.3.14.3.2.29"]
    SHA1_WITH_RSA_OIW = &[43, 14, 3, 2, 29];
    #[doc = "1.2.840.113549.1.1.8"]
    MGF1 = &[42, 134, 72, 134, 247, 13, 1, 1, 8];
    #[doc = "1.2.840.113549.1.1.10"]
    RSASSA_PSS = &[42, 134, 72, 134, 247, 13, 1, 1, 10];
    #[doc = "1.2.840.113549.1.1.11"]
    SHA256_WITH_RSA = &[42, 134, 72, 134, 247, 13, 1, 1, 11];
    #[doc = "1.2.840.113549.1.1.12"]
    SHA384_WITH_RSA = &[42, 134, 72, 134, 247, 13, 1, 1, 12];
    #[doc = "1.2.840.113549.1.1.13"]
    SHA512_WITH_RSA = &[42, 134, 72, 134, 247, 13, 1, 1, 13];
    #[doc = "1.2.840.10045.2.1"]
    EC_PUBLIC_KEY = &[42, 134, 72, 206, 61, 2, 1];
    #[doc = "1.2.840.10045.3.1.7"]
    P256 = &[42, 134, 72, 206, 61, 3, 1, 7];
    #[doc = "1.3.132.0.34"]
    P384 = &[43, 129, 4, 0, 34];
    #[doc = "1.3.132.0.35"]
    P521 = &[43, 129, 4, 0, 35];
    #[doc = "1.2.840.10045.4.1"]
    ECDSA_WITH_SHA1 = &[42, 134, 72, 206, 61, 4, 1];
    #[doc = "1.2.840.10045.4.3.2"]
    ECDSA_WITH_SHA256 = &[42, 134, 72, 206, 61, 4, 3, 2];
    #[doc = "1.2.840.10045.4.3.3"]
    ECDSA_WITH_SHA384 = &[42, 134, 72, 206, 61, 4, 3, 3];
    #[doc = "1.2.840.10045.4.3.4"]
    ECDSA_WITH_SHA512 = &[42, 134, 72, 206, 61, 4, 3, 4];
    #[doc = "1.3.101.112"]
    ED25519 = &[43, 101, 112];
    #[doc = "1.2.840.113549.2.5"]
    MD5 = &[42, 134, 72, 134, 247, 13, 2, 5];
    #[doc = "1.3.14.3.2.26"]
    SHA1 = &[43, 14, 3, 2, 26];
    #[doc = "2.16.840.1.101.3.4.2.1"]
    SHA256 = &[96, 134, 72, 1, 101, 3, 4, 2, 1];
    #[doc = "2.16.840.1.101.3.4.2.2"]
    SHA384 = &[96, 134, 72, 1, 101, 3, 4, 2, 2];
    #[doc = "2.16.840.1.101.3.4.2.3"]
    SHA512 = &[96, 134, 72, 1, 101, 3, 4, 2, 3];
    #[doc = "1.2.840.113549.1.7.1"]
    DATA = &[42, 134, 72, 134, 247, 13, 1, 7, 1];
    #[doc = "1.2.840.113549.1.7.2"]
    SIGNED_DATA = &[42, 134, 72, 134, 247, 13, 1, 7, 2];
    #[doc = "1.2.840.113549.1.7.6"]
    ENCRYPTED_DATA = &[42, 134, 72, 134, 247, 13, 1, 7, 6];
    #[doc = "1.2.840.113549.1.9.3"]
    CONTENT_TYPE = &[42, 134, 72, 134, 247, 13, 1, 9, 3];
    #[doc = "1.2.840.113549.1.9.4"]
    MESSAGE_DIGEST = &[42, 134, 72, 134, 247, 13, 1, 9, 4];
    #[doc = "1.2.840.113549.1.9.5"]
    SIGNING_TIME = &[42, 134, 72, 134, 247, 13, 1, 9, 5];
    #[doc = "1.2.840.113549.1.9.16.2.12"]
    SIGNING_CERTIFICATE = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 2, 12];
    #[doc = "1.2.840.113549.1.9.16.2.47"]
    SIGNING_CERTIFICATE_V2 = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 2, 47];
    #[doc = "1.2.840.113549.1.9.16.2.14"]
    SIGNATURE_TIME_STAMP = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 2, 14];
    #[doc = "1.2.840.113549.1.9.16.2.20"]
    CONTENT_TIME_STAMP = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 2, 20];
    #[doc = "1.2.840.113549.1.9.52"]
    CMS_ALGORITHM_PROTECTION = &[42, 134, 72, 134, 247, 13, 1, 9, 52];
    #[doc = "1.2.840.113549.1.9.16.1.4"]
    TST_INFO = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 1, 4];
    #[doc = "2.5.4.3"]
    COMMON_NAME = &[85, 4, 3];
    #[doc = "2.5.4.4"]
    SURNAME = &[85, 4, 4];
    #[doc = "2.5.4.5"]
    SERIAL_NUMBER = &[85, 4, 5];
    #[doc = "2.5.4.6"]
    COUNTRY = &[85, 4, 6];
    #[doc = "2.5.4.7"]
    LOCALITY = &[85, 4, 7];
    #[doc = "2.5.4.8"]
    STATE = &[85, 4, 8];
    #[doc = "2.5.4.9"]
    STREET = &[85, 4, 9];
    #[doc = "2.5.4.10"]
    ORGANIZATION = &[85, 4, 10];
    #[doc = "2.5.4.11"]
    ORGANIZATIONAL_UNIT = &[85, 4, 11];
    #[doc = "2.5.4.12"]
    TITLE = &[85, 4, 12];
    #[doc = "2.5.4.42"]
    GIVEN_NAME = &[85, 4, 42];
    #[doc = "0.9.2342.19200300.100.1.1"]
    USER_ID = &[9, 146, 38, 137, 147, 242, 44, 100, 1, 1];
    #[doc = "0.9.2342.19200300.100.1.25"]
    DOMAIN_COMPONENT = &[9, 146, 38, 137, 147, 242, 44, 100, 1, 25];
    #[doc = "1.2.840.113549.1.9.1"]
    EMAIL_ADDRESS = &[42, 134, 72, 134, 247, 13, 1, 9, 1];
    #[doc = "2.5.29.14"]
    SUBJECT_KEY_IDENTIFIER = &[85, 29, 14];
    #[doc = "2.5.29.15"]
    KEY_USAGE = &[85, 29, 15];
    #[doc = "2.5.29.17"]
    SUBJECT_ALT_NAME = &[85, 29, 17];
    #[doc = "2.5.29.19"]
    BASIC_CONSTRAINTS = &[85, 29, 19];
    #[doc = "2.5.29.30"]
    NAME_CONSTRAINTS = &[85, 29, 30];
    #[doc = "2.5.29.31"]
    CRL_DISTRIBUTION_POINTS = &[85, 29, 31];
    #[doc = "2.5.29.32"]
    CERTIFICATE_POLICIES = &[85, 29, 32];
    #[doc = "2.5.29.32.0"]
    ANY_POLICY = &[85, 29, 32, 0];
    #[doc = "1.3.6.1.5.5.7.8.9"]
    ON_SMTP_UTF8_MAILBOX = &[43, 6, 1, 5, 5, 7, 8, 9];
    #[doc = "2.5.29.33"]
    POLICY_MAPPINGS = &[85, 29, 33];
    #[doc = "2.5.29.35"]
    AUTHORITY_KEY_IDENTIFIER = &[85, 29, 35];
    #[doc = "2.5.29.36"]
    POLICY_CONSTRAINTS = &[85, 29, 36];
    #[doc = "2.5.29.37"]
    EXTENDED_KEY_USAGE = &[85, 29, 37];
    #[doc = "2.5.29.54"]
    INHIBIT_ANY_POLICY = &[85, 29, 54];
    #[doc = "2.5.29.20"]
    CRL_NUMBER = &[85, 29, 20];
    #[doc = "1.3.6.1.5.5.7.1.1"]
    AUTHORITY_INFO_ACCESS = &[43, 6, 1, 5, 5, 7, 1, 1];
    #[doc = "1.3.6.1.5.5.7.48.1"]
    AD_OCSP = &[43, 6, 1, 5, 5, 7, 48, 1];
    #[doc = "1.3.6.1.5.5.7.48.2"]
    AD_CA_ISSUERS = &[43, 6, 1, 5, 5, 7, 48, 2];
    #[doc = "1.3.6.1.5.5.7.48.1.5"]
    OCSP_NO_CHECK = &[43, 6, 1, 5, 5, 7, 48, 1, 5];
    #[doc = "1.3.6.1.5.5.7.3.2"]
    KP_CLIENT_AUTH = &[43, 6, 1, 5, 5, 7, 3, 2];
    #[doc = "1.3.6.1.5.5.7.3.4"]
    KP_EMAIL_PROTECTION = &[43, 6, 1, 5, 5, 7, 3, 4];
    #[doc = "1.3.6.1.5.5.7.3.8"]
    KP_TIME_STAMPING = &[43, 6, 1, 5, 5, 7, 3, 8];
    #[doc = "1.3.6.1.5.5.7.3.9"]
    KP_OCSP_SIGNING = &[43, 6, 1, 5, 5, 7, 3, 9];
    #[doc = "1.3.6.1.5.5.7.3.3"]
    KP_CODE_SIGNING = &[43, 6, 1, 5, 5, 7, 3, 3];
    #[doc = "1.3.6.1.5.5.7.3.1"]
    KP_SERVER_AUTH = &[43, 6, 1, 5, 5, 7, 3, 1];
    #[doc = "1.3.6.1.5.5.7.3.36"]
    KP_DOCUMENT_SIGNING = &[43, 6, 1, 5, 5, 7, 3, 36];
    #[doc = "1.3.6.1.4.1.311.10.3.12"]
    KP_MICROSOFT_DOCUMENT_SIGNING = &[43, 6, 1, 4, 1, 130, 55, 10, 3, 12];
    #[doc = "1.2.840.113583.1.1.5"]
    KP_ADOBE_DOCUMENT_SIGNING = &[42, 134, 72, 134, 247, 47, 1, 1, 5];
    #[doc = "2.5.29.37.0"]
    ANY_EXTENDED_KEY_USAGE = &[85, 29, 37, 0];
    #[doc = "1.3.6.1.4.1.311.20.2.2"]
    KP_SMART_CARD_LOGON = &[43, 6, 1, 4, 1, 130, 55, 20, 2, 2];
    #[doc = "1.3.6.1.5.5.7.2.1"]
    QT_CPS = &[43, 6, 1, 5, 5, 7, 2, 1];
    #[doc = "2.5.29.18"]
    ISSUER_ALT_NAME = &[85, 29, 18];
    #[doc = "2.5.29.21"]
    CRL_REASON = &[85, 29, 21];
    #[doc = "2.16.840.1.113730.1.3"]
    NETSCAPE_REVOCATION_URL = &[96, 134, 72, 1, 134, 248, 66, 1, 3];
    #[doc = "2.16.840.1.113730.1.4"]
    NETSCAPE_CA_REVOCATION_URL = &[96, 134, 72, 1, 134, 248, 66, 1, 4];
    #[doc = "2.16.840.1.113730.1.13"]
    NETSCAPE_COMMENT = &[96, 134, 72, 1, 134, 248, 66, 1, 13];
    #[doc = "1.2.840.113549.1.12.10.1.1"]
    KEY_BAG = &[42, 134, 72, 134, 247, 13, 1, 12, 10, 1, 1];
    #[doc = "1.2.840.113549.1.12.10.1.2"]
    PKCS8_SHROUDED_KEY_BAG = &[42, 134, 72, 134, 247, 13, 1, 12, 10, 1, 2];
    #[doc = "1.2.840.113549.1.12.10.1.3"]
    CERT_BAG = &[42, 134, 72, 134, 247, 13, 1, 12, 10, 1, 3];
    #[doc = "1.2.840.113549.1.9.22.1"]
    X509_CERTIFICATE = &[42, 134, 72, 134, 247, 13, 1, 9, 22, 1];
    #[doc = "1.2.840.113549.1.9.20"]
    FRIENDLY_NAME = &[42, 134, 72, 134, 247, 13, 1, 9, 20];
    #[doc = "1.2.840.113549.1.9.21"]
    LOCAL_KEY_ID = &[42, 134, 72, 134, 247, 13, 1, 9, 21];
    #[doc = "1.2.840.113549.1.12.1.3"]
    PBE_SHA1_3DES = &[42, 134, 72, 134, 247, 13, 1, 12, 1, 3];
    #[doc = "1.2.840.113549.1.12.1.4"]
    PBE_SHA1_2DES = &[42, 134, 72, 134, 247, 13, 1, 12, 1, 4];
    #[doc = "1.2.840.113549.1.12.1.5"]
    PBE_SHA1_RC2_128 = &[42, 134, 72, 134, 247, 13, 1, 12, 1, 5];
    #[doc = "1.2.840.113549.1.12.1.6"]
    PBE_SHA1_RC2_40 = &[42, 134, 72, 134, 247, 13, 1, 12, 1, 6];
    #[doc = "1.2.840.113549.1.5.13"]
    PBES2 = &[42, 134, 72, 134, 247, 13, 1, 5, 13];
    #[doc = "1.2.840.113549.1.12.1.1"]
    PBE_SHA1_RC4_128 = &[42, 134, 72, 134, 247, 13, 1, 12, 1, 1];
    #[doc = "1.2.840.113549.1.12.1.2"]
    PBE_SHA1_RC4_40 = &[42, 134, 72, 134, 247, 13, 1, 12, 1, 2];
    #[doc = "1.2.840.113549.1.5.3"]
    PBE_MD5_DES = &[42, 134, 72, 134, 247, 13, 1, 5, 3];
    #[doc = "1.2.840.113549.1.5.6"]
    PBE_MD5_RC2 = &[42, 134, 72, 134, 247, 13, 1, 5, 6];
    #[doc = "1.2.840.113549.1.5.10"]
    PBE_SHA1_DES = &[42, 134, 72, 134, 247, 13, 1, 5, 10];
    #[doc = "1.2.840.113549.1.5.11"]
    PBE_SHA1_RC2 = &[42, 134, 72, 134, 247, 13, 1, 5, 11];
    #[doc = "1.2.840.113549.1.5.12"]
    PBKDF2 = &[42, 134, 72, 134, 247, 13, 1, 5, 12];
    #[doc = "1.2.840.113549.1.5.14"]
    PBMAC1 = &[42, 134, 72, 134, 247, 13, 1, 5, 14];
    #[doc = "1.2.840.113549.2.7"]
    HMAC_WITH_SHA1 = &[42, 134, 72, 134, 247, 13, 2, 7];
    #[doc = "1.2.840.113549.2.9"]
    HMAC_WITH_SHA256 = &[42, 134, 72, 134, 247, 13, 2, 9];
    #[doc = "1.2.840.113549.2.10"]
    HMAC_WITH_SHA384 = &[42, 134, 72, 134, 247, 13, 2, 10];
    #[doc = "1.2.840.113549.2.11"]
    HMAC_WITH_SHA512 = &[42, 134, 72, 134, 247, 13, 2, 11];
    #[doc = "1.3.14.3.2.7"]
    DES_CBC = &[43, 14, 3, 2, 7];
    #[doc = "1.2.840.113549.3.7"]
    DES_EDE3_CBC = &[42, 134, 72, 134, 247, 13, 3, 7];
    #[doc = "2.16.840.1.101.3.4.1.2"]
    AES128_CBC = &[96, 134, 72, 1, 101, 3, 4, 1, 2];
    #[doc = "2.16.840.1.101.3.4.1.22"]
    AES192_CBC = &[96, 134, 72, 1, 101, 3, 4, 1, 22];
    #[doc = "2.16.840.1.101.3.4.1.42"]
    AES256_CBC = &[96, 134, 72, 1, 101, 3, 4, 1, 42];
    #[doc = "1.2.840.113549.1.12.10.1.6"]
    SAFE_CONTENTS_BAG = &[42, 134, 72, 134, 247, 13, 1, 12, 10, 1, 6];
    #[doc = "1.2.840.113549.1.9.16.2.23"]
    CERTIFICATE_VALUES = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 2, 23];
    #[doc = "1.2.840.113549.1.9.16.2.24"]
    REVOCATION_VALUES = &[42, 134, 72, 134, 247, 13, 1, 9, 16, 2, 24];
    #[doc = "1.3.6.1.5.5.7.16.2"]
    RI_OCSP_RESPONSE = &[43, 6, 1, 5, 5, 7, 16, 2];
    #[doc = "1.2.840.113583.1.1.8"]
    ADBE_REVOCATION = &[42, 134, 72, 134, 247, 47, 1, 1, 8];
    #[doc = "2.5.29.27"]
    DELTA_CRL_INDICATOR = &[85, 29, 27];
    #[doc = "2.5.29.28"]
    ISSUING_DISTRIBUTION_POINT = &[85, 29, 28];
    #[doc = "2.5.29.46"]
    FRESHEST_CRL = &[85, 29, 46];
    #[doc = "2.5.29.60"]
    EXPIRED_CERTS_ON_CRL = &[85, 29, 60];
    #[doc = "2.5.29.24"]
    INVALIDITY_DATE = &[85, 29, 24];
    #[doc = "2.5.29.29"]
    CERTIFICATE_ISSUER = &[85, 29, 29];
    #[doc = "2.5.29.23"]
    HOLD_INSTRUCTION_CODE = &[85, 29, 23];
    #[doc = "1.3.6.1.5.5.7.48.1.1"]
    OCSP_BASIC = &[43, 6, 1, 5, 5, 7, 48, 1, 1];
    #[doc = "1.3.6.1.5.5.7.48.1.2"]
    OCSP_NONCE = &[43, 6, 1, 5, 5, 7, 48, 1, 2];
    #[doc = "1.3.6.1.5.5.7.48.1.3"]
    OCSP_CRL = &[43, 6, 1, 5, 5, 7, 48, 1, 3];
    #[doc = "1.3.6.1.5.5.7.48.1.4"]
    OCSP_RESPONSE = &[43, 6, 1, 5, 5, 7, 48, 1, 4];
    #[doc = "1.3.6.1.5.5.7.48.1.6"]
    OCSP_ARCHIVE_CUTOFF = &[43, 6, 1, 5, 5, 7, 48, 1, 6];
    #[doc = "1.3.6.1.5.5.7.48.1.7"]
    OCSP_SERVICE_LOCATOR = &[43, 6, 1, 5, 5, 7, 48, 1, 7];
    #[doc = "1.3.6.1.5.5.7.48.1.9"]
    OCSP_EXTENDED_REVOKE = &[43, 6, 1, 5, 5, 7, 48, 1, 9];
    #[doc = "1.3.6.1.5.5.7.48.1.8"]
    OCSP_PREFERRED_SIGNATURE_ALGORITHMS = &[43, 6, 1, 5, 5, 7, 48, 1, 8];
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_identifier_is_the_one_in_its_doc() {
        for (name, oid, dotted) in super::ALL {
            assert_eq!(oid.to_string(), *dotted, "{name}");
            assert_eq!(super::Oid::from_dotted(dotted).as_deref(), Some(oid.0), "{name}");
        }
    }

    #[test]
    fn only_identifiers_are_read() {
        let read = |text| super::Oid::from_dotted(text);
        assert_eq!(read("2.999.0.18446744073709551615").map(|octets| octets.len()), Some(13));
        for bad in ["", "1", "1.", "1.2.", "3.1", "1.40", "1.2.x", "1.+2", "1.2.18446744073709551616", "1..2"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
