//! HTTPS.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use super::server::ok;
use super::{Turned, lookup, quick};
use crate::asn1::{Tag, oid, write};
use crate::cms::TimestampAuthority;
use crate::crypto::{DigestAlgorithm, KeyFile, KeyKind, PrivateKey, to_pem};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::net::exchange::Exchange;
use crate::net::options::NetOptions;
use crate::net::timestamp::HttpTimestampAuthority;
use crate::net::tls::{ClientKey, provider};
use crate::net::url::{NamedBy, Url};
use crate::pki::Certificate;
use crate::pki::issue::extension::{basic_constraints, extension};
use crate::pki::issue::{CertificateSpec, certificate, name};
use crate::time::Time;

/// A key and a certificate of it, issued by another or by itself.
struct Party {
    key: PrivateKey,
    certificate: Certificate,
}

impl Party {
    fn new(common_name: &str, host: Option<&str>, issuer: Option<&Self>) -> Self {
        let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
        let subject = name(&[(oid::COMMON_NAME, common_name)]);
        let mut extensions = vec![basic_constraints(true, issuer.is_none(), None)];
        extensions.extend(host.map(|host| {
            let host = write::tlv(Tag::context_primitive(2), host.as_bytes());
            extension(oid::SUBJECT_ALT_NAME, false, &write::sequence(&[host]))
        }));
        // TLS asks the clock of this machine, so these certificates hold for a lifetime.
        let spec = CertificateSpec {
            serial: &[1],
            issuer: issuer.map_or(&subject, |issuer| issuer.certificate.subject().der()),
            subject: &subject,
            not_before: Time::from_unix(946_684_800),
            not_after: Time::from_unix(4_102_444_800),
            spki: key.spki(),
            extensions: &extensions,
        };
        let signer = issuer.map_or(&key, |issuer| &issuer.key);
        let certificate =
            certificate(&spec, signer, signer.default_algorithm(DigestAlgorithm::Sha256)).unwrap();
        Self { key, certificate }
    }

    fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![CertificateDer::from(self.certificate.der().to_vec())]
    }

    fn key_file(&self) -> KeyFile {
        let pem =
            to_pem("PRIVATE KEY", &self.key.to_pkcs8_der()) + &to_pem("CERTIFICATE", self.certificate.der());
        KeyFile::open(pem.as_bytes(), None, &Limits::default()).unwrap()
    }
}

/// Answers one connection after another with a granted timestamp. Says who the clients were.
fn serve(server: &Party, clients: Option<&Party>) -> (SocketAddr, Arc<Mutex<Vec<bool>>>) {
    let builder = ServerConfig::builder_with_provider(Arc::clone(provider()))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(root) => {
            let mut roots = RootCertStore::empty();
            roots.add(root.chain().remove(0)).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(provider()));
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server.key.to_pkcs8_der().to_vec()));
    let config = Arc::new(builder.with_single_cert(server.chain(), key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = BufReader::new(StreamOwned::new(connection, stream));
            let mut line = String::new();
            while stream.read_line(&mut line).is_ok_and(|size| size > 2) {
                line.clear();
            }
            if line == "\r\n" {
                log.lock().unwrap().push(stream.get_ref().conn.peer_certificates().is_some());
                let granted = write::sequence(&[write::sequence(&[write::integer(0)])]);
                let _ = stream.get_mut().write_all(&ok(&granted));
            }
        }
    });
    (address, seen)
}

fn ask(
    address: SocketAddr,
    host: &str,
    roots: &[&Party],
    key: Option<&Party>,
) -> Result<(), (ErrorKind, String)> {
    let options = NetOptions {
        system_roots: false,
        roots: roots.iter().map(|party| party.certificate.clone()).collect(),
        timeout: Duration::from_secs(10),
        ..quick()
    };
    let url = Url::parse(&format!("https://{host}:{}/", address.port()), NamedBy::Caller, true).unwrap();
    let key = key.map(|party| ClientKey::new(&party.key_file()).unwrap());
    let exchange = Exchange::with_parts(options, key, lookup(), Turned::new());
    let authority =
        HttpTimestampAuthority::with_exchange(url, exchange).with_timeout(Duration::from_secs(10));
    authority.timestamp(b"").map(|_| ()).map_err(|error| (error.kind(), error.detail().to_owned()))
}

#[test]
fn a_server_is_believed_under_a_root_of_the_caller_and_its_own_name() {
    let root = Party::new("Root", None, None);
    let stranger = Party::new("Stranger", None, None);
    let server = Party::new("Server", Some("tsa.test"), Some(&root));
    let (address, _) = serve(&server, None);
    assert_eq!(ask(address, "tsa.test", &[&stranger, &root], None), Ok(()));
    for (host, roots) in [("tsa.test", &[&stranger][..]), ("other.test", &[&root])] {
        let (kind, detail) = ask(address, host, roots, None).unwrap_err();
        assert_eq!(kind, ErrorKind::FetchFailed);
        assert!(detail.contains(": TLS: invalid peer certificate"), "{detail}");
    }
    let (_, detail) = ask(address, "tsa.test", &[], None).unwrap_err();
    assert_eq!(detail, "https without a root certificate for TLS");
}

#[test]
fn a_certificate_is_shown_to_a_server_that_asks_for_one() {
    let root = Party::new("Root", None, None);
    let server = Party::new("Server", Some("tsa.test"), Some(&root));
    let client = Party::new("Client", Some("client.test"), Some(&root));
    let (address, seen) = serve(&server, Some(&root));
    assert_eq!(ask(address, "tsa.test", &[&root], Some(&client)), Ok(()));
    assert_eq!(*seen.lock().unwrap(), [true]);
    assert!(ask(address, "tsa.test", &[&root], None).is_err());
}

#[test]
fn a_key_without_a_certificate_or_over_http_is_refused() {
    let party = Party::new("Client", None, None);
    let mut file = party.key_file();
    let authority = |url| HttpTimestampAuthority::new(url, NetOptions::default()).unwrap();
    assert!(authority("https://tsa.example.vn/").with_client_key(&file).is_ok());
    let error = authority("http://tsa.example.vn/").with_client_key(&file).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    file.certificates = vec![Party::new("Other", None, None).certificate.der().to_vec()];
    assert_eq!(ClientKey::new(&file).unwrap_err().kind(), ErrorKind::KeyMismatch);
    file.certificates.clear();
    assert_eq!(ClientKey::new(&file).unwrap_err().kind(), ErrorKind::NoCertificate);
}
