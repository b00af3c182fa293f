//! Rows for the revocation of certificates (RFC 5280 section 6.3, RFC 6960; ETSI EN 319 102-1 5.2.5 and 5.2.6).

#[rustfmt::skip]
macro_rules! revocation_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

CertificateRevoked "certificate-revoked" Error indeterminate(RevokedNoPoe) Identity
    vi "Chứng thư số {certificate} đã bị thu hồi lúc {time} ({reason}) và không có bằng chứng văn bản được ký \
        trước đó."
       "Không chấp nhận văn bản, trừ khi chứng minh được đã nhận văn bản trước lúc thu hồi; khi đó kiểm tra \
        tại thời điểm nhận bằng --at."
    en "The certificate {certificate} was revoked at {time} ({reason}) and nothing proves that the document \
        was signed before."
       "Do not accept the document unless it can be proven that it was received before the revocation; then \
        verify at the time of receipt with --at."

CaCertificateRevoked "ca-certificate-revoked" Error indeterminate(RevokedCaNoPoe) Identity
    vi "Chứng thư số của cơ quan cấp {certificate} đã bị thu hồi lúc {time} ({reason})."
       "Không chấp nhận văn bản; hỏi cơ quan cấp chứng thư số về phạm vi ảnh hưởng."
    en "The issuer's certificate {certificate} was revoked at {time} ({reason})."
       "Do not accept the document; ask the authority what is affected."

CertificateRevokedBeforeSigning "certificate-revoked-before-signing" Error failed(Revoked) Identity
    vi "Chứng thư số của người ký đã bị thu hồi lúc {time} ({reason}), trước khi văn bản được ký."
       "Không chấp nhận văn bản; đề nghị người ký dùng chứng thư số còn hiệu lực để ký lại."
    en "The signer's certificate was revoked at {time} ({reason}), before the document was signed."
       "Do not accept the document; ask the signer to sign again with a certificate that is in force."

CertificateOnHold "certificate-on-hold" Error indeterminate(RevokedNoPoe) Identity
    vi "Chứng thư số {certificate} đang bị tạm dừng từ {time}."
       "Chờ đến khi cơ quan cấp khôi phục hoặc thu hồi hẳn chứng thư số, rồi kiểm tra lại."
    en "The certificate {certificate} has been on hold since {time}."
       "Wait until the authority releases or revokes the certificate, then verify again."

RevokedAfterSigning "revoked-after-signing" Info none Identity
    vi "Chứng thư số {certificate} bị thu hồi lúc {time} ({reason}), sau khi văn bản đã được ký."
       "Không cần làm gì: thời điểm ký đã được chứng minh là trước lúc thu hồi."
    en "The certificate {certificate} was revoked at {time} ({reason}), after the document had been signed."
       "Nothing needs to be done: the document is proven to have been signed before the revocation."

RevocationNotAvailable "revocation-not-available" Error indeterminate(TryLater) Identity
    vi "Chưa kiểm tra được tình trạng thu hồi của {certificate}: không có danh sách thu hồi (CRL) và cũng không \
        có trả lời OCSP."
       "Lấy CRL hoặc trả lời OCSP của cơ quan cấp rồi cung cấp bằng --crl hoặc --ocsp, hoặc kiểm tra lại khi có \
        mạng bằng --online."
    en "It cannot be said whether {certificate} is revoked: neither a CRL nor an OCSP answer is at hand."
       "Get the CRL or an OCSP answer of the authority and supply it with --crl or --ocsp, or verify again \
        with --online when there is a network."

RevocationStale "revocation-stale" Error indeterminate(TryLater) Identity
    vi "Thông tin thu hồi của {certificate} đã cũ, chỉ có giá trị đến {until}."
       "Lấy CRL hoặc trả lời OCSP mới hơn rồi kiểm tra lại."
    en "What is known about the revocation of {certificate} is too old: it was good until {until}."
       "Get a newer CRL or OCSP answer and verify again."

RevocationUnknown "revocation-unknown" Error indeterminate(TryLater) Identity
    vi "Dịch vụ OCSP trả lời rằng không biết chứng thư số {certificate}."
       "Tra cứu bằng danh sách thu hồi (CRL), hoặc hỏi cơ quan cấp chứng thư số."
    en "The OCSP responder says that it does not know the certificate {certificate}."
       "Use the CRL instead, or ask the authority."

RevocationNoPoe "revocation-no-poe" Error indeterminate(NoPoe) Identity
    vi "Không có bằng chứng rằng thông tin thu hồi của {certificate} đã tồn tại khi còn đáng tin cậy."
       "Cần văn bản có dấu thời gian lưu trữ (mức B-LTA), hoặc thông tin thu hồi mới hơn."
    en "Nothing proves that what is known about the revocation of {certificate} existed while it could be \
        relied on."
       "A document with archive timestamps (level B-LTA) or newer revocation data is needed."

RevocationAnswerUnusable "revocation-answer-unusable" Warning none Identity
    vi "Một thông tin thu hồi của {certificate} không dùng được ({detail})."
       "Lấy lại CRL hoặc trả lời OCSP từ chính cơ quan cấp."
    en "An answer about the revocation of {certificate} cannot be used ({detail})."
       "Get the CRL or OCSP answer again from the authority itself."

RevocationAnswerWeak "revocation-answer-weak" Warning none Identity
    vi "Thông tin thu hồi của {certificate} được ký bằng thuật toán yếu ({algorithm})."
       "Đề nghị cơ quan cấp ký CRL và trả lời OCSP bằng SHA-256 trở lên."
    en "The answer about the revocation of {certificate} is signed with a weak algorithm ({algorithm})."
       "Ask the authority to sign CRLs and OCSP answers with SHA-256 or better."

    ] } };
}
