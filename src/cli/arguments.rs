//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli::network::{Authority, Online, Way};
use crate::cli::serve::Kind;
use crate::time::Time;

/// Signs and verifies official documents.
#[derive(Debug, Parser)]
#[command(name = "kyso", version, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 passed, 1 failed, 2 wrong usage, 3 indeterminate, 4 unsigned, \
                        5 unreadable or could not be done.")]
pub(super) struct Arguments {
    /// Language of reports and messages [default: that of the locale]
    #[arg(long = "lang", global = true, value_name = "LANGUAGE")]
    // Read before all the others, see `cli::language`.
    language: Option<LanguageChoice>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a test PKI and a letter; sign, verify, forge and verify again
    Demo(Demo),
    /// Verify the signatures of documents
    Verify(Verify),
    /// Sign a document
    Sign(Sign),
    /// First of two steps of signing: make the bytes that a token or service is to sign
    Prepare(Prepare),
    /// Second of two steps of signing: put the signature into the document
    Complete(Complete),
    /// Raise the signatures of a document to a long-term level, or renew its archive
    Extend(Extend),
    /// Show what a document and its signatures say of themselves, without a verdict
    Inspect(Inspect),
    /// Show what each later update of a document changed, without a verdict
    Diff(Inspect),
    /// Look at certificates before they are trusted
    #[command(subcommand)]
    Trust(Trust),
    /// Make a test PKI
    #[command(subcommand)]
    Pki(Pki),
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Folder for everything that is made
    #[arg(value_name = "DIR", default_value = "kyso-demo")]
    pub(super) folder: PathBuf,
    /// Also start test servers on this machine, sign with their timestamps, and verify with and without them
    #[arg(long)]
    pub(super) online: bool,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Documents to verify
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) evidence: EvidenceArguments,
    /// More certificates to build paths with; they are not trusted
    #[arg(long, value_name = "PATH")]
    pub(super) cert: Vec<PathBuf>,
    /// Verify as of this time, such as 2026-11-20T08:30:00+07:00 [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<Time>,
    /// Time at which you can prove that the documents existed as they are, such as their receipt
    #[arg(long, value_name = "RFC3339")]
    pub(super) received: Option<Time>,
    /// Form of the report
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) format: ReportFormat,
    /// Write the report to this file instead of stdout
    #[arg(long, short, value_name = "PATH")]
    pub(super) output: Option<PathBuf>,
    /// Environment variable with the password of encrypted documents
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
}

#[derive(Debug, Args)]
#[command(mut_arg("tsa", |tsa| {
    tsa.required_if_eq_any([("level", "b-t"), ("level", "b-lt"), ("level", "b-lta")])
}))]
pub(super) struct Sign {
    /// Document to sign
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Signed document; may be FILE itself
    #[arg(long, short, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// Private key with its certificates: PKCS#12 (.p12, .pfx), PEM or DER
    #[arg(long, value_name = "PATH")]
    pub(super) key: PathBuf,
    /// Certificates of the signer and its issuers, if the key file has none
    #[arg(long, value_name = "PATH")]
    pub(super) cert: Vec<PathBuf>,
    /// Environment variable with the password of the key file [default: ask on the terminal]
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
    #[command(flatten)]
    pub(super) authority: Authority,
    #[command(flatten)]
    pub(super) evidence: EvidenceArguments,
    #[command(flatten)]
    pub(super) signature: Signature,
}

/// Whom to trust, what is at hand, and what is demanded: of a verdict, and of levels b-lt and b-lta.
#[derive(Debug, Args)]
pub(super) struct EvidenceArguments {
    /// Certificates to trust, and those in between: a file (PEM, DER, P7B) or a folder of such files and of CRLs
    #[arg(long, value_name = "PATH")]
    pub(super) trust: Vec<PathBuf>,
    /// Certificate revocation lists: a file (DER, PEM) or a folder of such files
    #[arg(long, value_name = "PATH")]
    pub(super) crl: Vec<PathBuf>,
    /// OCSP responses: a file (DER) or a folder of such files
    #[arg(long, value_name = "PATH")]
    pub(super) ocsp: Vec<PathBuf>,
    /// What the signatures have to meet: strict, vn-gca, eu-like, or a file with a policy [default: strict]
    #[arg(long, value_name = "POLICY")]
    pub(super) policy: Option<String>,
    #[command(flatten)]
    pub(super) online: Online,
}

#[derive(Debug, Args)]
pub(super) struct Extend {
    /// Document with signatures
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Raised document; may be FILE itself
    #[arg(long, short, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// Level to be reached
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: LongTermChoice,
    /// More certificates to build paths with; they are not trusted
    #[arg(long, value_name = "PATH")]
    pub(super) cert: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) evidence: EvidenceArguments,
    #[command(flatten)]
    pub(super) authority: Authority,
    /// Environment variable with the password of an encrypted document
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Prepare {
    /// Document to sign
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Certificates: that of the signer first, then its issuers
    #[arg(long, required = true, value_name = "PATH")]
    pub(super) cert: Vec<PathBuf>,
    /// State for the second step
    #[arg(long, value_name = "PATH")]
    pub(super) state: PathBuf,
    /// Also write the bytes that are to be signed to this file
    #[arg(long, value_name = "PATH")]
    pub(super) to_sign: Option<PathBuf>,
    #[command(flatten)]
    pub(super) signature: Signature,
}

#[derive(Debug, Args)]
pub(super) struct Complete {
    /// Document that was prepared, unchanged
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// State of the first step
    #[arg(long, value_name = "PATH")]
    pub(super) state: PathBuf,
    /// Signature value that the token or service has made
    #[arg(long, value_name = "PATH")]
    pub(super) value: PathBuf,
    #[command(flatten)]
    pub(super) authority: Authority,
    #[command(flatten)]
    pub(super) way: Way,
    /// Signed document; may be FILE itself
    #[arg(long, short, value_name = "OUT")]
    pub(super) output: PathBuf,
}

/// What the signer chooses, in one step or in two.
#[derive(Debug, Args)]
pub(super) struct Signature {
    /// Level of the signature
    #[arg(long, value_name = "LEVEL", default_value = "b-b")]
    pub(super) level: LevelChoice,
    /// Digest algorithm [default: what the field asks for, else sha256]
    #[arg(long, value_name = "HASH")]
    pub(super) hash: Option<HashChoice>,
    /// Sign with RSASSA-PSS instead of PKCS#1 v1.5
    #[arg(long)]
    pub(super) pss: bool,
    /// Format of the signature [default: what the field asks for, else etsi.cades.detached]
    #[arg(long, value_name = "FORMAT")]
    pub(super) sub_filter: Option<SubFilterChoice>,
    /// Sign in this existing empty field [default: a new invisible one]
    #[arg(long, value_name = "NAME")]
    pub(super) field: Option<String>,
    /// Certify the document; afterwards allow 1: nothing, 2: forms and signatures, 3: annotations too
    #[arg(long, value_name = "LEVEL")]
    pub(super) certify: Option<CertifyChoice>,
    /// Why it is signed
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    /// Where it is signed
    #[arg(long, value_name = "TEXT")]
    pub(super) location: Option<String>,
    /// Environment variable with the password of an encrypted document
    #[arg(long, value_name = "VAR")]
    pub(super) document_password_env: Option<String>,
    /// Sign even though the certificate is out of its validity: for tests
    #[arg(long)]
    pub(super) allow_expired: bool,
    /// Refuse documents that hold hidden or changeable content, instead of warning
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Document to look at
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Form of the facts
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) format: InspectionFormat,
    /// Environment variable with the password of an encrypted document
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Trust {
    /// Say what certificates are: whose, whether their fingerprint is pinned, in force, weak, an anchor
    Check(TrustCheck),
}

#[derive(Debug, Args)]
pub(super) struct TrustCheck {
    /// Certificates: files (PEM, DER, P7B) or folders of such files
    #[arg(required = true, value_name = "PATH")]
    pub(super) files: Vec<PathBuf>,
    /// Say whether they are in force at this time [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<Time>,
    /// Form of the facts
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) format: InspectionFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum Pki {
    /// Make a test PKI shaped like that of the Government Cipher Committee
    New(PkiNew),
    /// Serve the timestamps, OCSP answers, CRLs and CA certificates of a test PKI on this computer
    Serve(PkiServe),
}

#[derive(Debug, Args)]
pub(super) struct PkiNew {
    /// Folder for certificates, keys and revocation lists; it must not hold anything yet
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Environment variable with the password of the key files [default: the password is kyso]
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
    /// Address of its services in the certificates, such as http://127.0.0.1:8080 [default: one that does not exist]
    #[arg(long, value_name = "BASE")]
    pub(super) url: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct PkiServe {
    /// Folder that kyso pki new has made
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Port of 127.0.0.1; 0 is any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) port: u16,
    /// Misbehave in this way, such as slow, status-500, wrong-nonce; or put it before the path: /slow/tsa
    #[arg(long, value_name = "KIND", long_help = misbehave_help())]
    pub(super) misbehave: Vec<Kind>,
    /// Environment variable with the password of the key files [default: the password is kyso]
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
}

/// Every way to misbehave.
fn misbehave_help() -> String {
    format!("Misbehave in this way, whatever is asked: {}", Kind::names().join(", "))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InspectionFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LevelChoice {
    /// Basic: signature and certificates
    #[value(name = "b-b")]
    Basic,
    /// With a timestamp
    #[value(name = "b-t")]
    Timestamp,
    /// With everything that is needed to verify it later
    #[value(name = "b-lt")]
    LongTerm,
    /// With a timestamp over that too
    #[value(name = "b-lta")]
    Archive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LongTermChoice {
    /// A timestamp over the document, where no valid one proves the time
    #[value(name = "b-t")]
    Timestamp,
    /// With everything that is needed to verify it later
    #[value(name = "b-lt")]
    LongTerm,
    /// With a timestamp over that too; asked for again, the archive is renewed
    #[value(name = "b-lta")]
    Archive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HashChoice {
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SubFilterChoice {
    /// PAdES
    #[value(name = "etsi.cades.detached")]
    EtsiCadesDetached,
    /// What older tools write and read
    #[value(name = "adbe.pkcs7.detached")]
    AdbePkcs7Detached,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CertifyChoice {
    /// Nothing may be changed
    #[value(name = "1")]
    NoChanges,
    /// Forms may be filled in and signed
    #[value(name = "2")]
    FormFilling,
    /// Annotations are allowed too
    #[value(name = "3")]
    Annotations,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Text,
    /// One JSON object (docs/report.schema.json)
    Json,
    /// One JSON object a document, each on a line, as soon as it is finished
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LanguageChoice {
    /// Vietnamese
    Vi,
    /// English
    En,
}
