//! What the demonstration says, in both languages.

use std::env;
use std::path::Path;

use super::{ALTERED, APPENDED, ARCHIVED, LETTER, PKI, SIGNED, TIMED, TWICE, shown};
use crate::cli::pki::PASSWORD;
use crate::report::{Language, Verdict};

pub(super) struct Words<'a> {
    pub(super) language: Language,
    pub(super) folder: &'a Path,
    /// Whether there are test servers.
    pub(super) online: bool,
}

impl Words<'_> {
    pub(super) fn making_keys(&self) -> &'static str {
        self.choose("Đang tạo khóa...", "Making keys...")
    }

    pub(super) fn made_pki(&self) -> String {
        let folder = self.path(PKI);
        match self.language {
            Language::Vi => {
                format!("1. Đã tạo PKI thử nghiệm giống PKI của Ban Cơ yếu Chính phủ: {folder}\n")
            }
            Language::En => {
                format!("1. A test PKI shaped like that of the Government Cipher Committee: {folder}\n")
            }
        }
    }

    pub(super) fn made_letter(&self) -> String {
        let path = self.path(LETTER);
        match self.language {
            Language::Vi => format!("2. Đã soạn một công văn, chưa ký: {path}\n"),
            Language::En => format!("2. An official letter, not signed yet: {path}\n"),
        }
    }

    /// The heading of an example; its report follows.
    pub(super) fn example(&self, number: u32, name: &str) -> String {
        let what = about(name, self.language);
        format!("\n{}\n{number}. {what}\n\n", "-".repeat(72))
    }

    #[cfg(feature = "net")]
    /// The heading of a verification with or without the servers.
    pub(super) fn step(&self, number: u32, name: &str, with_servers: bool) -> String {
        let how = match with_servers {
            true => self.choose("Kiểm tra CÓ mạng:", "Verified WITH the network:"),
            false => self.choose("Kiểm tra KHÔNG có mạng:", "Verified WITHOUT the network:"),
        };
        format!("\n{}\n{number}. {} {how}\n\n", "-".repeat(72), about(name, self.language))
    }

    #[cfg(feature = "net")]
    /// What was asked of the servers.
    pub(super) fn asked(&self, count: usize, bytes: usize, milliseconds: u64) -> String {
        match self.language {
            Language::Vi => {
                format!("\nĐã lấy từ máy chủ thử nghiệm: {count} lần, {bytes} byte, {milliseconds} ms\n")
            }
            Language::En => {
                format!("\nFetched from the test servers: {count} times, {bytes} bytes, {milliseconds} ms\n")
            }
        }
    }

    pub(super) fn unexpected(&self, verdict: Verdict) -> String {
        match self.language {
            Language::Vi => format!("\nKẾT QUẢ KHÔNG NHƯ MONG ĐỢI ({verdict}). Hãy báo lỗi này.\n"),
            Language::En => {
                format!("\nTHIS IS NOT WHAT SHOULD HAVE COME OUT ({verdict}). Please report it.\n")
            }
        }
    }

    /// The last words on the screen.
    pub(super) fn end(&self) -> String {
        format!("\n{}\n{}", "-".repeat(72), self.files())
    }

    /// What each file is, and what to try next.
    pub(super) fn files(&self) -> String {
        let mut text = self.choose("Các tệp đã tạo:\n", "The files:\n").to_owned();
        let long_term: &[&str] = if self.online { &[TIMED, ARCHIVED] } else { &[] };
        for name in [LETTER, SIGNED, ALTERED, APPENDED, TWICE].iter().chain(long_term) {
            text.push_str(&format!("  {}\n      {}\n", self.path(name), about(name, self.language)));
        }
        let pki = match self.language {
            Language::Vi => {
                format!(
                    "chứng thư số (root.pem là gốc), khóa (.p12, mật khẩu: {PASSWORD}), danh sách thu hồi (.crl); \
                     không dùng để ký văn bản thật"
                )
            }
            Language::En => {
                format!(
                    "certificates (root.pem is the root), keys (.p12, password: {PASSWORD}), revocation lists \
                     (.crl); do not sign real documents with them"
                )
            }
        };
        text.push_str(&format!("  {}\n      {pki}\n", self.path(PKI)));
        text.push_str(self.choose("\nThử tiếp:\n", "\nTo try next:\n"));
        let program = program();
        let pki = self.argument(PKI);
        for command in [
            format!("verify {} --trust {pki}", self.argument(SIGNED)),
            format!("verify {} --trust {pki} --format json", self.argument(ALTERED)),
            format!("inspect {}", self.argument(TWICE)),
            format!("diff {}", self.argument(APPENDED)),
            format!(
                "sign {} -o {} --key {}",
                self.argument(LETTER),
                self.argument("my-signed.pdf"),
                self.argument("pki/agency.p12")
            ),
        ] {
            text.push_str(&format!("  {program} {command}\n"));
        }
        text
    }

    fn choose(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    fn path(&self, name: &str) -> String {
        shown(&self.folder.join(name))
    }

    fn argument(&self, name: &str) -> String {
        quoted(&self.path(name))
    }
}

/// What a file is.
fn about(name: &str, language: Language) -> &'static str {
    match (name, language) {
        (SIGNED, Language::Vi) => {
            "Công văn do lãnh đạo ký (chứng nhận mức 2: cho phép ký thêm); phải hợp lệ."
        }
        (SIGNED, Language::En) => {
            "The letter signed by the leader (certified, level 2: more signatures allowed); must pass."
        }
        (ALTERED, Language::Vi) => {
            "Bản đã ký bị sửa số tiền từ 12.500.000 thành 92.500.000 ngay trong phần đã ký; phải không hợp lệ."
        }
        (ALTERED, Language::En) => {
            "The signed letter with the amount changed from 12.500.000 to 92.500.000 inside the signed bytes; \
             must fail."
        }
        (APPENDED, Language::Vi) => {
            "Bản đã ký được nối thêm một lần cập nhật để hiện số tiền 92.500.000; phần đã ký còn nguyên, nhưng \
             phải không hợp lệ."
        }
        (APPENDED, Language::En) => {
            "The signed letter with an update appended that shows the amount 92.500.000; the signed bytes are \
             intact, and yet it must fail."
        }
        (TWICE, Language::Vi) => "Công văn do lãnh đạo ký, rồi cơ quan ký thêm; cả hai chữ ký phải hợp lệ.",
        (TWICE, Language::En) => {
            "The letter signed by the leader, then by the agency; both signatures must be valid."
        }
        (TIMED, Language::Vi) => {
            "Công văn ký mức B-T, có dấu thời gian; muốn kiểm tra phải hỏi máy chủ về thu hồi."
        }
        (TIMED, Language::En) => {
            "The letter signed at B-T, with a timestamp; servers have to be asked about revocation."
        }
        (ARCHIVED, Language::Vi) => {
            "Công văn ký mức B-LTA, mang theo mọi bằng chứng; kiểm tra được lâu dài mà không cần mạng."
        }
        (ARCHIVED, Language::En) => {
            "The letter signed at B-LTA, with all evidence in it; verified for years without a network."
        }
        (_, Language::Vi) => "Công văn chưa ký.",
        (_, Language::En) => "The letter before it was signed.",
    }
}

/// The command as the user called it.
fn program() -> String {
    let name = env::args_os().next().map(|name| shown(Path::new(&name)));
    quoted(&name.unwrap_or_else(|| "kyso".to_owned()))
}

/// An argument as a shell takes it.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-+,@".contains(c);
    if text.chars().all(is_plain) && (cfg!(windows) || !text.contains('\\')) {
        text.to_owned()
    } else if cfg!(windows) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
