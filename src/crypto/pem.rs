//! PEM (RFC 7468), with the headers of RFC 1421 that old encrypted keys have.

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind, Result};

/// What stands between `-----BEGIN label-----` and its end.
pub(crate) struct PemBlock {
    pub(crate) label: String,
    pub(crate) der: Zeroizing<Vec<u8>>,
    /// For example `DEK-Info` and its value.
    pub(crate) headers: Vec<(String, String)>,
}

/// All blocks in order; none if there is no PEM in it. Text around the blocks is skipped, whatever its encoding.
///
/// # Errors
/// [`ErrorKind::MalformedAsn1`] at a block that does not end, or is not base64.
pub(crate) fn pem_blocks(bytes: &[u8]) -> Result<Vec<PemBlock>> {
    let mut blocks = Vec::new();
    let mut lines = Lines { bytes, at: 0 };
    while let Some((offset, line)) = lines.next() {
        let Some(label) = marker(line, b"-----BEGIN ") else { continue };
        blocks.push(block(label, &mut lines).map_err(|error| error.at(offset))?);
    }
    Ok(blocks)
}

/// One block in lines of 64 characters.
#[cfg(any(test, feature = "cli", feature = "capi", feature = "net"))]
pub(crate) fn to_pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    // 48 bytes are 64 characters.
    for line in der.chunks(48) {
        text.push_str(&Zeroizing::new(Base64::encode_string(line)));
        text.push('\n');
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

fn block(label: &[u8], lines: &mut Lines<'_>) -> Result<PemBlock> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut base64 = Zeroizing::new(Vec::with_capacity(lines.rest().len().min(LONGEST_KEY)));
    for (_, line) in lines {
        if let Some(end) = marker(line, b"-----END ") {
            if end != label {
                return Err(malformed("PEM block that ends under another label"));
            }
            let text = std::str::from_utf8(&base64).map_err(|_| malformed("base64 of PEM"))?;
            let der = Base64::decode_vec(text).map_err(|_| malformed("base64 of PEM"))?;
            let label = String::from_utf8_lossy(label).into_owned();
            return Ok(PemBlock { label, der: Zeroizing::new(der), headers });
        }
        match line.iter().position(|byte| *byte == b':') {
            Some(colon) if base64.is_empty() => {
                let text = |bytes: Option<&[u8]>| {
                    String::from_utf8_lossy(bytes.unwrap_or_default()).trim().to_owned()
                };
                headers.push((text(line.get(..colon)), text(line.get(colon.saturating_add(1)..))));
            }
            _ => base64.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace())),
        }
    }
    Err(malformed("PEM block without its end"))
}

/// The label of a line such as `-----BEGIN CERTIFICATE-----`.
fn marker<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    // A byte order mark may stand before the first line.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    line.trim_ascii().strip_prefix(start)?.strip_suffix(b"-----")
}

/// Lines and where they begin; they end with LF, CR LF or CR.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest();
        let end = match memchr::memchr2(b'\n', b'\r', rest) {
            Some(end) => end,
            None if rest.is_empty() => return None,
            None => rest.len(),
        };
        let start = self.at;
        self.at = start.saturating_add(end).saturating_add(1).min(self.bytes.len());
        Some((start, rest.get(..end).unwrap_or_default()))
    }
}

fn malformed(what: &'static str) -> Error {
    Error::new(ErrorKind::MalformedAsn1, what)
}

/// Characters that are set aside at once, so that the buffer of a key is not copied while it grows.
const LONGEST_KEY: usize = 16 << 10;

#[cfg(test)]
mod tests {
    use super::{pem_blocks, to_pem};
    use crate::error::ErrorKind;

    #[test]
    fn blocks_are_found_between_other_text() {
        let one = to_pem("CERTIFICATE", &[7; 100]);
        assert_eq!(one.lines().map(str::len).max(), Some(64));
        let text = format!("Bag Attributes\n    friendlyName: Số\n{one}\n{}", to_pem("PRIVATE KEY", &[]));
        for text in
            [text.clone(), text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{feff}{one}")]
        {
            let blocks = pem_blocks(text.as_bytes()).expect("well-formed");
            assert_eq!((blocks[0].label.as_str(), &blocks[0].der[..]), ("CERTIFICATE", &[7; 100][..]));
        }
        assert_eq!(pem_blocks(text.as_bytes()).map(|blocks| blocks.len()), Ok(2));
        assert_eq!(pem_blocks(b"no PEM").map(|blocks| blocks.len()), Ok(0));
    }

    #[test]
    fn headers_of_old_encrypted_keys_are_kept() {
        let text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\nAQI=\n-----END RSA PRIVATE KEY-----";
        let blocks = pem_blocks(text.as_bytes()).expect("well-formed");
        assert_eq!(blocks[0].headers[1], ("DEK-Info".to_owned(), "AES-256-CBC,00FF".to_owned()));
        assert_eq!(&blocks[0].der[..], [1, 2]);
    }

    #[test]
    fn broken_blocks_are_refused_and_located() {
        for text in [
            "x\n-----BEGIN A-----\nAQI=\n",
            "x\n-----BEGIN A-----\nAQI=\n-----END B-----\n",
            "x\n-----BEGIN A-----\nAQ*=\n-----END A-----\n",
        ] {
            let error = pem_blocks(text.as_bytes()).err().expect("broken");
            assert_eq!((error.kind(), error.offset()), (ErrorKind::MalformedAsn1, Some(2)));
        }
    }
}
