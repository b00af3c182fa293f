//! What stands behind the addresses of the test servers: a timestamp authority, an OCSP responder, CRLs and CA
//! certificates of a test PKI.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use base64ct::{Base64, Encoding as _};

use super::http::{Delivery, Request, Response};
use super::kind::Kind;
use super::responder::{self, Knowledge};
use crate::asn1::{Tag, oid, write};
use crate::cms::timestamp::issue::{self, Authority, Misbehaviour};
use crate::crypto::{KeyFile, PrivateKey, to_pem};
use crate::error::{Error, ErrorKind, Result};
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::{Certificate, certificates_from};
use crate::time::Time;

/// The services of one test PKI.
pub(crate) struct Services {
    root: Certificate,
    sub: Certificate,
    root_crl: [Vec<u8>; 2],
    sub_crl: [Vec<u8>; 2],
    tsa: Signer,
    ocsp: Signer,
    /// Somebody who is neither.
    person: Signer,
    /// Serial numbers that the sub CA issued.
    issued: Vec<Vec<u8>>,
    revoked: Vec<(Vec<u8>, Time)>,
    now: Box<dyn Fn() -> Time + Send + Sync>,
    kinds: Vec<Kind>,
    /// How often each flaky path was asked for.
    asked: Mutex<BTreeMap<String, usize>>,
}

/// A key and its certificates, without the root.
struct Signer {
    key: PrivateKey,
    chain: Vec<Certificate>,
}

impl Services {
    /// Those of a folder that `kyso pki new` made. `now` is asked for every answer.
    ///
    /// # Errors
    /// A file is missing, or the password is wrong.
    pub(crate) fn in_folder(
        folder: &Path,
        password: &str,
        now: impl Fn() -> Time + Send + Sync + 'static,
    ) -> Result<Self> {
        let limits = Limits::default();
        let read = |name: &str| Input::open(&folder.join(name));
        let ca = |name: &str| -> Result<Certificate> {
            let first = certificates_from(read(name)?.bytes(), &limits)?.into_iter().next();
            first.ok_or_else(|| Error::new(ErrorKind::NoCertificate, name.to_owned()))
        };
        let signer = |name: &str| -> Result<Signer> {
            let file = KeyFile::open(read(name)?.bytes(), Some(password), &limits)?;
            let chain = file.certificates.iter().map(|der| Certificate::from_der(der));
            Ok(Signer { key: file.key, chain: chain.collect::<Result<_>>()? })
        };
        let lists = |fresh: &str, stale: &str| -> Result<[Vec<u8>; 2]> {
            Ok([read(fresh)?.bytes().to_vec(), read(stale)?.bytes().to_vec()])
        };
        let mut issued = Vec::new();
        for name in ISSUED {
            issued.extend(signer(&format!("{name}.p12"))?.chain.first().map(|own| own.serial().to_vec()));
        }
        Self {
            root: ca("root.pem")?,
            sub: ca("sub.pem")?,
            root_crl: lists("root.crl", "stale/root.crl")?,
            sub_crl: lists("sub.crl", "stale/sub.crl")?,
            tsa: signer("tsa.p12")?,
            ocsp: signer("ocsp.p12")?,
            person: signer("person.p12")?,
            issued,
            revoked: Vec::new(),
            now: Box::new(now),
            kinds: Vec::new(),
            asked: Mutex::default(),
        }
        .knowing_who_is_revoked()
    }

    /// Those of a PKI in memory, at this time.
    #[cfg(test)]
    pub(crate) fn of(pki: &crate::pki::test_pki::TestPki, at: Time) -> Result<Self> {
        let signer = |name: &str| -> Result<Signer> {
            let key = PrivateKey::from_pkcs8_der(&pki.member(name)?.key.to_pkcs8_der())?;
            Ok(Signer { key, chain: pki.chain(name)? })
        };
        let [root, sub] = pki.revocation_lists();
        let [stale_root, stale_sub] = pki.stale_revocation_lists();
        let serial = |name: &&str| Ok(pki.member(name)?.certificate.serial().to_vec());
        Self {
            root: pki.member("root")?.certificate.clone(),
            sub: pki.member("sub")?.certificate.clone(),
            root_crl: [root.to_vec(), stale_root.to_vec()],
            sub_crl: [sub.to_vec(), stale_sub.to_vec()],
            tsa: signer("tsa")?,
            ocsp: signer("ocsp")?,
            person: signer("person")?,
            issued: ISSUED.iter().map(serial).collect::<Result<_>>()?,
            revoked: Vec::new(),
            now: Box::new(move || at),
            kinds: Vec::new(),
            asked: Mutex::default(),
        }
        .knowing_who_is_revoked()
    }

    fn knowing_who_is_revoked(mut self) -> Result<Self> {
        let [fresh, _] = &self.sub_crl;
        self.revoked = responder::revoked_on(fresh)?;
        Ok(self)
    }

    /// The same, misbehaving in these ways whatever is asked.
    pub(crate) fn misbehaving(mut self, kinds: &[Kind]) -> Self {
        self.kinds.extend_from_slice(kinds);
        self
    }

    /// Answers a request. Names of [`Kind`] at the beginning of its path are orders to misbehave.
    pub(crate) fn answer(&self, request: &Request) -> Response {
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        let mut rest = path.strip_prefix('/').unwrap_or(path);
        let mut kinds = self.kinds.clone();
        while let Some((first, behind)) = rest.split_once('/') {
            let Ok(kind) = first.parse() else { break };
            kinds.push(kind);
            rest = behind;
        }
        if let Some(early) = self.before_asking(request, path, &kinds) {
            return early.with_delivery(&kinds);
        }
        let response = self.resource(request, rest, &kinds);
        let response = response.unwrap_or_else(|error| Response::text(500, &error.to_string()));
        response.with_delivery(&kinds)
    }

    /// The answer of a server that does not get to the question.
    fn before_asking(&self, request: &Request, path: &str, kinds: &[Kind]) -> Option<Response> {
        let to = |target: String| {
            let mut response = Response::text(307, "elsewhere");
            response.headers.push(("Location", target));
            response
        };
        kinds.iter().find_map(|kind| match kind {
            Kind::Status(status) => {
                let mut response = Response::text(*status, "as ordered");
                if matches!(status, 301 | 302 | 303 | 307 | 308) {
                    response.headers.push(("Location", path.replacen(&format!("/status-{status}/"), "/", 1)));
                }
                Some(response)
            }
            Kind::Flaky(times) => {
                let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                // A client that invents paths must not fill the memory.
                if asked.len() > PATHS {
                    asked.clear();
                }
                let count = asked.entry(path.to_owned()).or_default();
                *count = count.saturating_add(1);
                (*count <= *times).then(|| Response::text(503, "not yet"))
            }
            Kind::Auth if request.header("authorization") != Some(AUTHORIZATION) => {
                let mut response = Response::text(401, "who are you?");
                response.headers.push(("WWW-Authenticate", "Basic realm=\"kyso\"".to_owned()));
                Some(response)
            }
            Kind::Empty => Some(Response::new(200, "application/octet-stream", [])),
            Kind::Html => Some(Response::new(200, "text/html; charset=utf-8", PAGE)),
            Kind::Redirect => Some(to(path.replacen("/redirect/", "/", 1))),
            Kind::RedirectLoop => {
                let round = request.target.split_once("?round=").and_then(|(_, round)| round.parse().ok());
                Some(to(format!("{path}?round={}", round.unwrap_or(0u64).saturating_add(1))))
            }
            Kind::RedirectPrivate => Some(to("http://10.255.255.1/".to_owned())),
            Kind::RedirectFile => Some(to("file:///etc/hostname".to_owned())),
            _ => None,
        })
    }

    fn resource(&self, request: &Request, path: &str, kinds: &[Kind]) -> Result<Response> {
        let pick = |lists: &[Vec<u8>; 2]| {
            let [fresh, stale] = lists.clone();
            if kinds.contains(&Kind::Stale) { stale } else { fresh }
        };
        let pem = kinds.contains(&Kind::Pem);
        let file = |content_type, label, der: &[u8]| {
            let pem = pem.then(|| to_pem(label, der).into_bytes());
            Response::new(200, content_type, pem.unwrap_or_else(|| der.to_vec()))
        };
        let crl = |lists| file("application/pkix-crl", "X509 CRL", &pick(lists));
        let certificate = |it: &Certificate| file("application/pkix-cert", "CERTIFICATE", it.der());
        let path = if path == "ocsp" { "ocsp/" } else { path };
        match (request.method.as_str(), path) {
            ("POST", "tsa") => self.timestamp(request, kinds),
            // As the GCA's authority answers.
            (_, "tsa") => Ok(Response::text(403, "POST a TimeStampReq")),
            (method, ocsp) if ocsp.starts_with("ocsp/") => self.status(method, request, ocsp, kinds),
            ("GET" | "HEAD", "") => Ok(Response::text(200, RESOURCES)),
            ("GET" | "HEAD", "crl/root.crl") => Ok(crl(&self.root_crl)),
            ("GET" | "HEAD", "crl/sub.crl") => Ok(crl(&self.sub_crl)),
            ("GET" | "HEAD", "crt/root.crt") => Ok(certificate(&self.root)),
            ("GET" | "HEAD", "crt/sub.crt") => Ok(certificate(&self.sub)),
            ("GET" | "HEAD", "crt/sub.p7b") => {
                Ok(file("application/pkcs7-mime", "PKCS7", &certificates_only(&[&self.sub, &self.root])))
            }
            ("GET" | "HEAD", _) => Ok(Response::text(404, "nothing here")),
            _ => Ok(Response::text(405, "GET it")),
        }
        .map(|mut response| {
            if request.method == "HEAD" {
                response.body.clear();
            }
            response
        })
    }

    fn timestamp(&self, request: &Request, kinds: &[Kind]) -> Result<Response> {
        if request.header("content-type") != Some("application/timestamp-query") {
            return Ok(Response::text(400, "POST a TimeStampReq as application/timestamp-query"));
        }
        let misbehaviour: Vec<Misbehaviour<'_>> = kinds.iter().filter_map(as_timestamp).collect();
        let signer = if kinds.contains(&Kind::WrongSigner) { &self.person } else { &self.tsa };
        let key = if kinds.contains(&Kind::WrongKey) { &self.ocsp.key } else { &signer.key };
        let authority =
            Authority { key, chain: &signer.chain, time: (self.now)(), misbehaviour: &misbehaviour };
        let response = issue::respond(&request.body, &authority)?;
        Ok(Response::new(200, "application/timestamp-reply", response))
    }

    /// OCSP over HTTP (RFC 6960 appendix A.1): POST, or GET with the request in the path.
    fn status(&self, method: &str, request: &Request, path: &str, kinds: &[Kind]) -> Result<Response> {
        let question = match method {
            "POST" if request.header("content-type") == Some("application/ocsp-request") => {
                request.body.clone()
            }
            "POST" => return Ok(Response::text(400, "POST an OCSPRequest as application/ocsp-request")),
            "GET" => {
                let text = unescape(path.strip_prefix("ocsp/").unwrap_or_default());
                Base64::decode_vec(&text).unwrap_or_default()
            }
            _ => return Ok(Response::text(405, "GET or POST it")),
        };
        let knowledge = Knowledge { issuer: &self.sub, issued: &self.issued, revoked: &self.revoked };
        let signer = if kinds.contains(&Kind::WrongSigner) { &self.person } else { &self.ocsp };
        let key = if kinds.contains(&Kind::WrongKey) { &self.tsa.key } else { &signer.key };
        let response = responder::respond(&question, &knowledge, (key, &signer.chain), (self.now)(), kinds)?;
        Ok(Response::new(200, "application/ocsp-response", response))
    }
}

impl Response {
    /// The same, delivered as these kinds say.
    fn with_delivery(mut self, kinds: &[Kind]) -> Self {
        for kind in kinds {
            match kind {
                Kind::Slow(delay) => self.delay = *delay,
                Kind::Drip(pause) => self.delivery = Delivery::Drip(*pause),
                Kind::Truncated => self.delivery = Delivery::Truncated,
                Kind::Huge => self.delivery = Delivery::Huge,
                Kind::Oversized => self.delivery = Delivery::Oversized,
                Kind::Closed => self.delivery = Delivery::Closed,
                _ => {}
            }
        }
        self
    }
}

fn as_timestamp(kind: &Kind) -> Option<Misbehaviour<'static>> {
    match kind {
        Kind::Timestamp(misbehaviour) => Some(*misbehaviour),
        Kind::WrongNonce => Some(Misbehaviour::WrongNonce),
        Kind::NoNonce => Some(Misbehaviour::NoNonce),
        _ => None,
    }
}

/// Certificates in a SignedData that nobody signed (RFC 8551 3.2.2).
fn certificates_only(certificates: &[&Certificate]) -> Vec<u8> {
    let mut certificates: Vec<_> = certificates.iter().map(|certificate| certificate.der()).collect();
    certificates.sort_unstable();
    let signed_data = write::sequence(&[
        write::integer(1),
        write::set_of(Vec::new()),
        write::sequence(&[write::oid(oid::DATA)]),
        write::constructed(Tag::context(0), &certificates),
        write::set_of(Vec::new()),
    ]);
    write::sequence(&[write::oid(oid::SIGNED_DATA), write::tlv(Tag::context(0), &signed_data)])
}

/// Percent signs and what they stand for.
fn unescape(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = |octet: &u8| char::from(*octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        rest = behind;
        match (first, behind) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                out.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                rest = after;
            }
            _ => out.push(*first),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The members of the PKI below the sub CA of which the responder knows.
const ISSUED: [&str; 9] =
    ["person", "person-p256", "agency", "tsa", "ocsp", "expired", "revoked", "not-yet-valid", "wrong-usage"];

/// Flaky paths that are remembered.
const PATHS: usize = 10_000;

/// The user `kyso` with the password `kyso`.
const AUTHORIZATION: &str = "Basic a3lzbzpreXNv";

const PAGE: &[u8] = b"<!DOCTYPE html><title>Welcome</title><p>Please accept our terms first.</p>\n";

/// What is served, for people.
pub(super) const RESOURCES: &str = "/tsa
/ocsp
/crl/root.crl
/crl/sub.crl
/crt/root.crt
/crt/sub.crt
/crt/sub.p7b";
