//! Rows for algorithms and key sizes (ETSI TS 119 312; Circular 15/2025/TT-BKHCN annex I).

#[rustfmt::skip]
macro_rules! algorithm_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

DigestWeak "digest-weak" Error indeterminate(CryptoConstraintsFailure) Integrity
    vi "Chữ ký dùng thuật toán băm {algorithm} đã không còn an toàn."
       "Đề nghị nơi gửi ký lại với SHA-256 trở lên."
    en "The signature uses the digest algorithm {algorithm}, which is no longer safe."
       "Ask the sender to sign again with SHA-256 or better."

KeyWeak "key-weak" Error indeterminate(CryptoConstraintsFailure) Identity
    vi "Khóa của người ký quá ngắn: {bits} bit, tối thiểu phải {minimum} bit."
       "Đề nghị người ký đổi chứng thư số có khóa đủ dài rồi ký lại."
    en "The signer's key is too short: {bits} bits where at least {minimum} are needed."
       "Ask the signer to get a certificate with a longer key and sign again."

CertificateDigestWeak "certificate-digest-weak" Error indeterminate(CryptoConstraintsFailure) Identity
    vi "Chứng thư số {certificate} được cấp bằng thuật toán băm {algorithm} đã không còn an toàn."
       "Nếu đây là chứng thư số CA thế hệ cũ mà cơ quan tin dùng, hãy đưa chính nó vào --trust."
    en "The certificate {certificate} was issued with the digest algorithm {algorithm}, which is no longer \
        safe."
       "If it is a CA certificate of the old generation that you trust, put this very certificate into \
        --trust."

CertificateKeyWeak "certificate-key-weak" Error indeterminate(CryptoConstraintsFailure) Identity
    vi "Khóa của chứng thư số {certificate} quá ngắn: {bits} bit."
       "Đề nghị người ký dùng chứng thư số mới rồi ký lại."
    en "The key of the certificate {certificate} is too short: {bits} bits."
       "Ask the signer to use a new certificate and sign again."

WeakCertificatePinned "weak-certificate-pinned" Info none Identity
    vi "Chứng thư số {certificate} dùng {algorithm} kiểu cũ nhưng được chấp nhận vì nằm trong danh sách tin \
        cậy."
       "Không cần làm gì."
    en "The certificate {certificate} uses the old {algorithm} but is accepted because the trust store \
        holds it."
       "Nothing needs to be done."

SigningCertificateDigestWeak "signing-certificate-digest-weak" Info none Identity
    vi "Chữ ký ghi chứng thư số của mình bằng thuật toán băm cũ {algorithm}."
       "Không ảnh hưởng kết quả; nên cập nhật phần mềm ký."
    en "The signature names its certificate with the old digest algorithm {algorithm}."
       "It does not affect the result; the signing program should be updated."

DigestAlgorithmUnsupported "digest-algorithm-unsupported" Error indeterminate(CryptoConstraintsFailure)
        Integrity
    vi "Chưa hỗ trợ thuật toán băm của chữ ký ({detail}), nên không kiểm tra được."
       "Đề nghị nơi gửi ký lại với SHA-256."
    en "The digest algorithm of the signature is not supported ({detail}), so it cannot be checked."
       "Ask the sender to sign again with SHA-256."

SignatureAlgorithmUnsupported "signature-algorithm-unsupported" Error
    indeterminate(CryptoConstraintsFailure) Integrity
    vi "Chưa hỗ trợ thuật toán của chữ ký ({detail}), nên không kiểm tra được."
       "Đề nghị nơi gửi ký lại bằng RSA hoặc ECDSA."
    en "The algorithm of the signature is not supported ({detail}), so it cannot be checked."
       "Ask the sender to sign again with RSA or ECDSA."

KeyUnsupported "key-unsupported" Error indeterminate(CryptoConstraintsFailure) Integrity
    vi "Chưa hỗ trợ loại khóa của người ký ({detail}), nên không kiểm tra được."
       "Đề nghị nơi gửi ký lại bằng khóa RSA hoặc ECDSA thông dụng."
    en "The signer's kind of key is not supported ({detail}), so the signature cannot be checked."
       "Ask the sender to sign again with a common RSA or ECDSA key."

    ] } };
}
