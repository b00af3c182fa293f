//! A test PKI shaped like that of the Government Cipher Committee: generation 2 with persons, an agency, a
//! timestamp authority and an OCSP responder, certificates that must be refused, a look-alike of generation 1,
//! and a stranger. Every name says TEST and every address ends in the reserved `.example`.

mod plan;

pub(crate) use self::plan::Addresses;
use self::plan::{PLANS, Plan, Shape};
use super::Certificate;
use super::issue::{self, CertificateSpec, CrlReason, CrlSpec, Revoked, extension as ext};
use crate::asn1::oid;
use crate::crypto::{DigestAlgorithm, KeyKind, PrivateKey, SignatureAlgorithm, random};
use crate::error::{Error, ErrorKind, Result};
use crate::pki::KeyUsage;
use crate::time::Time;

/// The whole PKI with its private keys.
pub(crate) struct TestPki {
    members: Vec<Member>,
    /// Of each CA by its name.
    revocation_lists: Vec<(&'static str, Vec<u8>)>,
    stale_revocation_lists: Vec<(&'static str, Vec<u8>)>,
}

/// One certificate and its key.
pub(crate) struct Member {
    /// The name of its file: `root`, `person`, `revoked`, ...
    pub(crate) name: &'static str,
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
    issuer: &'static str,
}

/// Where keys and serial numbers come from: fresh ones for a user, fixed ones for tests.
pub(crate) trait Material {
    /// The key of the member of this name.
    fn key(&mut self, name: &'static str, kind: KeyKind) -> Result<PrivateKey>;
    /// Eight octets for its serial number.
    fn serial(&mut self, name: &'static str) -> Result<[u8; 8]>;
}

impl TestPki {
    /// A new PKI as of `at`, with keys of its own and these addresses of its services; takes seconds, for RSA-4096
    /// above all.
    pub(crate) fn fresh_at(addresses: &Addresses, at: Time) -> Result<Self> {
        Self::build(addresses, at, &mut Fresh::generate()?)
    }

    /// The PKI as of `at`. The same material, addresses and time make the same bytes.
    pub(crate) fn build(addresses: &Addresses, at: Time, material: &mut dyn Material) -> Result<Self> {
        let mut pki =
            Self { members: Vec::new(), revocation_lists: Vec::new(), stale_revocation_lists: Vec::new() };
        for plan in PLANS {
            let member = pki.issue(plan, addresses, at, material)?;
            pki.members.push(member);
        }
        let stale = years_after(at, -2)?;
        for (issuer, revoked) in
            [("root", None), ("sub", Some("revoked")), ("g1-root", None), ("g1-sub", None)]
        {
            let list = pki.revocation_list(issuer, revoked.as_slice(), 1, at)?;
            pki.revocation_lists.push((issuer, list));
            let list = pki.revocation_list(issuer, &[], 0, stale)?;
            pki.stale_revocation_lists.push((issuer, list));
        }
        Ok(pki)
    }

    /// The member of this name.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`] if there is none.
    pub(crate) fn member(&self, name: &str) -> Result<&Member> {
        let member = self.members.iter().find(|member| member.name == name);
        member.ok_or_else(|| Error::new(ErrorKind::Internal, format!("test PKI without {name}")))
    }

    /// All members.
    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member's certificate and those above it, without the root: what goes into a signature.
    pub(crate) fn chain(&self, name: &str) -> Result<Vec<Certificate>> {
        let mut chain = Vec::new();
        let mut member = self.member(name)?;
        while member.issuer != member.name {
            chain.push(member.certificate.clone());
            member = self.member(member.issuer)?;
        }
        Ok(chain)
    }

    /// The CRL of the root, empty, and that of the sub CA, which lists `revoked`; both in DER.
    pub(crate) fn revocation_lists(&self) -> [&[u8]; 2] {
        of_generation_2(&self.revocation_lists)
    }

    /// CRLs of the root and of the sub CA that were due a year ago, when nobody was revoked; both in DER.
    #[cfg(test)]
    pub(crate) fn stale_revocation_lists(&self) -> [&[u8]; 2] {
        of_generation_2(&self.stale_revocation_lists)
    }

    /// The CRLs of both generations with the names of their CAs.
    pub(crate) fn all_revocation_lists(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.revocation_lists.iter().map(|(name, list)| (*name, list.as_slice()))
    }

    /// Those of them that were due a year ago.
    pub(crate) fn all_stale_revocation_lists(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.stale_revocation_lists.iter().map(|(name, list)| (*name, list.as_slice()))
    }

    fn issue(
        &self,
        plan: &Plan,
        addresses: &Addresses,
        at: Time,
        material: &mut dyn Material,
    ) -> Result<Member> {
        let key = material.key(plan.name, plan.key)?;
        let subject = issue::name(plan.subject);
        let issuer = if plan.issuer == plan.name { None } else { Some(self.member(plan.issuer)?) };
        let (issuer_name, issuer_key) = match issuer {
            Some(issuer) => (issuer.certificate.subject().der(), &issuer.key),
            None => (subject.as_slice(), &key),
        };
        let spec = CertificateSpec {
            serial: &plan.serial(material.serial(plan.name)?),
            issuer: issuer_name,
            subject: &subject,
            not_before: years_after(at, plan.from)?,
            not_after: years_after(at, plan.until)?,
            spki: key.spki(),
            extensions: &extensions(plan, addresses, key.spki(), issuer)?,
        };
        let certificate = issue::certificate(&spec, issuer_key, SignatureAlgorithm::RsaPkcs1(plan.digest()))?;
        Ok(Member { name: plan.name, key, certificate, issuer: plan.issuer })
    }

    /// In force for a year; the revocations took place 30 days ago.
    fn revocation_list(&self, issuer: &str, revoked: &[&str], number: u64, at: Time) -> Result<Vec<u8>> {
        let issuer = self.member(issuer)?;
        let revoked = revoked.iter().map(|name| self.member(name)).collect::<Result<Vec<_>>>()?;
        let revoked: Vec<_> = revoked
            .iter()
            .map(|member| Revoked {
                serial: member.certificate.serial(),
                at: at.plus_seconds(-30 * 24 * 3600),
                reason: Some(CrlReason::KeyCompromise),
                extensions: &[],
            })
            .collect();
        let spec = CrlSpec {
            issuer: issuer.certificate.subject().der(),
            this_update: at,
            next_update: Some(years_after(at, 1)?),
            number,
            revoked: &revoked,
            extensions: &[],
        };
        // Generation 1 signs with SHA-1.
        let digest = issuer.certificate.signature_algorithm()?.digest().unwrap_or(DigestAlgorithm::Sha256);
        issue::crl(&spec, &issuer.key, SignatureAlgorithm::RsaPkcs1(digest))
    }
}

fn of_generation_2<'a>(lists: &'a [(&'static str, Vec<u8>)]) -> [&'a [u8]; 2] {
    ["root", "sub"].map(|name| {
        lists.iter().find(|(of, _)| *of == name).map(|(_, list)| list.as_slice()).unwrap_or_default()
    })
}

impl Member {
    /// Whether it issues certificates; the others sign documents or evidence.
    pub(crate) fn is_ca(&self) -> bool {
        self.certificate.basic_constraints().is_some_and(|constraints| constraints.ca)
    }

    /// Whether it belongs to the stranger whom nobody trusts.
    pub(crate) fn is_stranger(&self) -> bool {
        self.issuer == "other-root"
    }
}

/// New keys and random serial numbers.
struct Fresh {
    keys: Vec<(&'static str, PrivateKey)>,
}

impl Fresh {
    /// Makes all keys at the same time, on all cores.
    fn generate() -> Result<Self> {
        let keys = std::thread::scope(|scope| {
            let threads =
                PLANS.iter().map(|plan| (plan.name, scope.spawn(|| PrivateKey::generate(plan.key))));
            let threads: Vec<_> = threads.collect();
            let keys = threads.into_iter().map(|(name, thread)| {
                let failed = |_| Error::new(ErrorKind::Internal, "key generation");
                Ok((name, thread.join().map_err(failed)??))
            });
            keys.collect::<Result<_>>()
        })?;
        Ok(Self { keys })
    }
}

impl Material for Fresh {
    fn key(&mut self, name: &'static str, kind: KeyKind) -> Result<PrivateKey> {
        match self.keys.iter().position(|(known, _)| *known == name) {
            Some(at) => Ok(self.keys.swap_remove(at).1),
            None => PrivateKey::generate(kind),
        }
    }

    fn serial(&mut self, _: &'static str) -> Result<[u8; 8]> {
        let mut serial = [0; 8];
        random(&mut serial)?;
        Ok(serial)
    }
}

/// The extensions, in the order in which the real certificates have them.
fn extensions(
    plan: &Plan,
    addresses: &Addresses,
    spki: &[u8],
    issuer: Option<&Member>,
) -> Result<Vec<Vec<u8>>> {
    let subject_key = ext::subject_key_identifier(spki)?;
    let authority_key = ext::authority_key_identifier(issuer.map_or(spki, |issuer| issuer.key.spki()))?;
    let ca_usage = KeyUsage::KEY_CERT_SIGN.and(KeyUsage::CRL_SIGN);
    let all_usages = KeyUsage::DIGITAL_SIGNATURE
        .and(KeyUsage::NON_REPUDIATION)
        .and(KeyUsage::KEY_ENCIPHERMENT)
        .and(KeyUsage::DATA_ENCIPHERMENT);
    let token = [oid::KP_CLIENT_AUTH, oid::KP_EMAIL_PROTECTION, oid::KP_SMART_CARD_LOGON];
    // What every certificate below the sub CA of generation 2 has, around its own purposes.
    let below_sub = |purposes: Vec<u8>, usage: Vec<u8>| {
        vec![
            ext::basic_constraints(true, false, None),
            authority_key.clone(),
            ext::authority_information(Some(&addresses.sub_certificate), &addresses.ocsp),
            plan.email.map(ext::email).unwrap_or_default(),
            ext::policy(plan::POLICY, plan::PRACTICE_STATEMENT),
            purposes,
            ext::crl_distribution_point(&addresses.sub_crl),
            subject_key.clone(),
            usage,
        ]
    };
    let mut out = match plan.shape {
        Shape::Root => vec![
            ext::basic_constraints(true, true, None),
            authority_key.clone(),
            subject_key.clone(),
            ext::key_usage(true, ca_usage),
        ],
        Shape::Sub => vec![
            ext::basic_constraints(true, true, Some(0)),
            authority_key.clone(),
            ext::authority_information(Some(&addresses.root_certificate), &addresses.ocsp),
            ext::policy(plan::POLICY, plan::PRACTICE_STATEMENT),
            ext::crl_distribution_point(&addresses.root_crl),
            subject_key.clone(),
            ext::key_usage(true, ca_usage),
        ],
        Shape::Signer => below_sub(ext::extended_key_usage(false, &token), ext::key_usage(true, all_usages)),
        Shape::Tsa => below_sub(
            ext::extended_key_usage(true, &[oid::KP_TIME_STAMPING]),
            ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE.and(KeyUsage::NON_REPUDIATION)),
        ),
        Shape::Ocsp => {
            let mut responder = below_sub(
                ext::extended_key_usage(false, &[oid::KP_OCSP_SIGNING]),
                ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE),
            );
            responder.push(ext::ocsp_no_check());
            responder
        }
        Shape::WrongUsage => below_sub(
            ext::extended_key_usage(false, &[oid::KP_SERVER_AUTH]),
            ext::key_usage(true, KeyUsage::KEY_ENCIPHERMENT),
        ),
        Shape::OldRoot => vec![
            ext::basic_constraints(true, true, None),
            subject_key.clone(),
            authority_key.clone(),
            ext::key_usage(true, ca_usage),
            ext::crl_distribution_point(plan::OLD_ROOT_CRL),
        ],
        Shape::OldSub => vec![
            ext::basic_constraints(true, true, None),
            ext::key_usage(false, ca_usage),
            ext::extension(oid::NETSCAPE_COMMENT, false, &plan::ia5("TEST Sub CA issued by GCA")),
            subject_key.clone(),
            old_authority_key(issuer)?,
            ext::extension(oid::ISSUER_ALT_NAME, false, &plan::EMPTY_NAMES),
            ext::extension(oid::NETSCAPE_CA_REVOCATION_URL, false, &plan::ia5(plan::OLD_ROOT_CRL)),
            ext::extension(oid::NETSCAPE_REVOCATION_URL, false, &plan::ia5(plan::OLD_ROOT_CRL)),
            ext::authority_information(None, plan::OCSP),
            ext::crl_distribution_point(plan::OLD_ROOT_CRL),
        ],
        Shape::OldSigner => vec![
            ext::basic_constraints(false, false, None),
            ext::key_usage(false, KeyUsage::NON_REPUDIATION),
            ext::extended_key_usage(false, &token),
            ext::extension(oid::NETSCAPE_COMMENT, false, &plan::ia5("TEST User Sign of Chinh phu")),
            subject_key.clone(),
            old_authority_key(issuer)?,
            plan.email.map(ext::email).unwrap_or_default(),
            ext::extension(oid::ISSUER_ALT_NAME, false, &plan::EMPTY_NAMES),
            ext::authority_information(None, plan::OCSP),
            ext::crl_distribution_point(plan::OLD_SUB_CRL),
        ],
        Shape::Stranger => vec![
            ext::basic_constraints(true, false, None),
            authority_key.clone(),
            subject_key.clone(),
            ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE.and(KeyUsage::NON_REPUDIATION)),
        ],
    };
    out.retain(|extension| !extension.is_empty());
    Ok(out)
}

fn old_authority_key(issuer: Option<&Member>) -> Result<Vec<u8>> {
    let issuer = issuer.ok_or_else(|| Error::new(ErrorKind::Internal, "test PKI without an issuer"))?;
    ext::authority_key_identifier_with_serial(&issuer.certificate)
}

/// The same day so many years later, or before; the 29th of February becomes the 28th.
fn years_after(at: Time, years: i32) -> Result<Time> {
    let (year, month, day, hour, minute, second) = at.to_calendar();
    let clock = (hour, minute, second);
    let same_day = Time::from_calendar((year.saturating_add(years), month, day), clock, 0);
    same_day.or_else(|_| Time::from_calendar((year.saturating_add(years), month, 28), clock, 0))
}

#[cfg(test)]
pub(crate) mod tests;
