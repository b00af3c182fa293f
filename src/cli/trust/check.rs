//! `kyso trust check`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{certificate_files, in_file};
use crate::cli::Session;
use crate::cli::arguments::{InspectionFormat, TrustCheck};
use crate::cli::output::Report;
use crate::cli::status::Status;
use crate::error::{Error, ErrorKind, Result};
use crate::files::Input;
use crate::inspect::{
    CertificateKind, CertificateValidity, IssuerSignature, TrustInspection, TrustedCertificate,
    inspect_certificates,
};
use crate::limits::Limits;
use crate::report::{Language, authority, moment, printable};
use crate::time::Time;

pub(in crate::cli) fn run(arguments: &TrustCheck, session: &Session) -> Result<Status> {
    let time = arguments.at.unwrap_or(session.now);
    let mut out = Report::open(None)?;
    for (number, file) in files(&arguments.files)?.iter().enumerate() {
        let inspection = look_at(file, time)?;
        out.write(&match arguments.format {
            InspectionFormat::Json => inspection.to_json(),
            InspectionFormat::Text => {
                let gap = if number == 0 { "" } else { "\n" };
                format!("{gap}{}", text(&inspection, session.language))
            }
        })?;
    }
    Ok(Status::Passed)
}

fn look_at(file: &Path, time: Time) -> Result<TrustInspection> {
    let input = Input::open(file)?;
    let found = inspect_certificates(input.bytes(), time, &Limits::default());
    let mut found = found.map_err(|error| in_file(&error, file))?;
    found.file = Some(file.display().to_string());
    Ok(found)
}

/// These files, and those of these folders.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = certificate_files(path)?;
            if found.is_empty() {
                return Err(Error::new(ErrorKind::NoCertificate, path.display().to_string()));
            }
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn text(inspection: &TrustInspection, language: Language) -> String {
    let mut out = String::new();
    let words = Words(language);
    if let Some(file) = &inspection.file {
        line(&mut out, 0, &format!("{}: {file}", words.of("Tệp", "File")));
    }
    for (number, certificate) in (1usize..).zip(&inspection.certificates) {
        line(&mut out, 2, &format!("{number}. {}", certificate.subject));
        for (label, value) in entries(certificate, &words) {
            line(&mut out, 5, &format!("{label}: {value}"));
        }
    }
    out
}

fn line(out: &mut String, indent: usize, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{:indent$}{}", "", printable(text));
}

fn entries(certificate: &TrustedCertificate, words: &Words) -> Vec<(&'static str, String)> {
    let language = words.0;
    let mut entries = vec![
        (words.of("Hệ thống", "Infrastructure"), authority(certificate.label, language).to_owned()),
        (words.of("Vân tay SHA-256", "SHA-256 fingerprint"), certificate.fingerprint.to_uppercase()),
        (words.of("Nhận biết", "Recognised"), recognised(certificate, words)),
        (words.of("Dùng làm", "Serves as"), kind(certificate.kind, words).to_owned()),
    ];
    if certificate.kind != CertificateKind::Anchor {
        entries.push((words.of("Nơi cấp", "Issuer"), certificate.issuer.clone()));
    }
    entries.push((
        words.of("Chữ ký của nơi cấp", "Signature of the issuer"),
        signed(certificate.signature, words),
    ));
    let (from, to) = (moment(certificate.not_before, language), moment(certificate.not_after, language));
    let state = match certificate.validity {
        CertificateValidity::NotYetValid => words.of("chưa có hiệu lực", "not in force yet"),
        CertificateValidity::InForce => words.of("còn hiệu lực", "in force"),
        CertificateValidity::Expired => words.of("đã hết hạn", "expired"),
    };
    entries.push((words.of("Hiệu lực", "Validity"), format!("{from} – {to} ({state})")));
    entries.push((words.of("Số hiệu", "Serial number"), certificate.serial.clone()));
    let unknown = || words.of("không rõ", "not known").to_owned();
    entries.push((words.of("Khóa", "Key"), certificate.key.clone().unwrap_or_else(unknown)));
    let algorithm = certificate.signature_algorithm.clone().unwrap_or_else(unknown);
    entries.push((words.of("Được ký bằng", "Signed with"), algorithm));
    if !certificate.weak.is_empty() {
        let weak = certificate.weak.join(", ");
        let advice = words.of(
            "không còn an toàn; chỉ chấp nhận vì chính chứng thư số này nằm trong danh sách tin cậy",
            "not safe any more; accepted only because the trust store holds this very certificate",
        );
        entries.push((words.of("YẾU", "WEAK"), format!("{weak} ({advice})")));
    }
    entries
}

fn recognised(certificate: &TrustedCertificate, words: &Words) -> String {
    match certificate.pinned {
        Some(name) => format!("{} {name}", words.of("đúng vân tay đã ghim của", "the pinned fingerprint of")),
        None if certificate.bears_known_name => words
            .of(
                "MANG TÊN của một chứng thư số đã ghim nhưng vân tay KHÁC; không tin dùng nếu chưa hỏi cơ quan cấp",
                "BEARS THE NAME of a pinned certificate but has ANOTHER fingerprint; do not trust it before asking the \
                 authority",
            )
            .to_owned(),
        None => words
            .of(
                "vân tay không nằm trong danh sách đã ghim; hãy so với nguồn chính thức",
                "the fingerprint is not pinned; compare it with the official source",
            )
            .to_owned(),
    }
}

fn kind(kind: CertificateKind, words: &Words) -> &'static str {
    match kind {
        CertificateKind::Anchor => words.of("gốc tin cậy (tự cấp)", "trust anchor (self-issued)"),
        CertificateKind::Intermediate => {
            words.of("CA trung gian, không phải gốc tin cậy", "intermediate CA, no trust anchor")
        }
        CertificateKind::EndEntity => words.of("chứng thư số thuê bao, không phải CA", "end entity, no CA"),
    }
}

fn signed(signature: IssuerSignature, words: &Words) -> String {
    match signature {
        IssuerSignature::Good => words.of("đúng", "good"),
        IssuerSignature::Wrong => {
            words.of("SAI: chứng thư số hỏng hoặc giả", "WRONG: the certificate is damaged or forged")
        }
        IssuerSignature::IssuerNotHere => words.of(
            "chưa kiểm tra, tệp không có chứng thư số của nơi cấp",
            "not checked, its issuer is not in the file",
        ),
        IssuerSignature::NotChecked => words.of("không kiểm tra được", "could not be checked"),
    }
    .to_owned()
}

/// Picks the words of a language.
struct Words(Language);

impl Words {
    fn of(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Language::Vi => vi,
            Language::En => en,
        }
    }
}
