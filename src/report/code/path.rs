//! Rows for the signer's certificate and its path to a trust anchor (RFC 5280 6).

#[rustfmt::skip]
macro_rules! path_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

NoTrustStore "no-trust-store" Error indeterminate(NoCertificateChainFound) Identity
    vi "Chưa cung cấp chứng thư số gốc tin cậy nào, nên không xác định được người ký là ai."
       "Chỉ tệp hoặc thư mục chứa chứng thư số gốc (ví dụ Root CA của Ban Cơ yếu Chính phủ) bằng --trust."
    en "No trusted root certificate was given, so it cannot be said who the signer is."
       "Name a file or folder with root certificates (of the Government Cipher Committee, for instance) \
        with --trust."

TrustAnchorUnknown "trust-anchor-unknown" Error indeterminate(NoCertificateChainFound) Identity
    vi "Đường dẫn chứng thực kết thúc ở {certificate}, không thuộc danh sách tin cậy."
       "Nếu cơ quan này đáng tin, hãy lấy chứng thư số gốc từ trang chính thức và thêm bằng --trust."
    en "The certificate path ends at {certificate}, which the trust store does not hold."
       "If that authority is to be trusted, get its root certificate from its official site and add it with \
        --trust."

SignerSelfSigned "signer-self-signed" Error indeterminate(NoCertificateChainFound) Identity
    vi "Chứng thư số của người ký là tự cấp, không do cơ quan nào xác nhận."
       "Không chấp nhận, trừ khi chính chứng thư số này được đưa vào danh sách tin cậy."
    en "The signer's certificate is self-issued; no authority vouches for it."
       "Do not accept it unless this very certificate is in the trust store."

IssuerNotFound "issuer-not-found" Error indeterminate(NoCertificateChainFound) Identity
    vi "Không tìm thấy chứng thư số của cơ quan cấp ({issuer}) cho {certificate}."
       "Lấy chứng thư số của cơ quan cấp và cung cấp bằng --cert, chứng thư số gốc bằng --trust."
    en "The certificate of the issuer ({issuer}) of {certificate} is not there."
       "Get the issuer's certificate and supply it with --cert, the root certificate with --trust."

CertificateExpired "certificate-expired" Error indeterminate(OutOfBoundsNoPoe) Identity
    vi "Chứng thư số của người ký đã hết hạn ngày {not_after} và không có bằng chứng văn bản được ký trước \
        đó."
       "Kiểm tra tại thời điểm đã nhận văn bản bằng --at, nếu chứng minh được thời điểm nhận; lần sau nên \
        gắn dấu thời gian."
    en "The signer's certificate expired on {not_after} and nothing proves that the document was signed \
        before."
       "Verify at the time of receipt with --at if that time can be proven; next time add a timestamp."

CertificateNotYetValid "certificate-not-yet-valid" Error indeterminate(OutOfBoundsNoPoe) Identity
    vi "Chứng thư số của người ký chỉ có hiệu lực từ ngày {not_before}."
       "Kiểm tra ngày giờ của máy và thời điểm kiểm tra đã chọn."
    en "The signer's certificate is in force only from {not_before}."
       "Check the clock of the computer and the time of verification that was chosen."

CertificateExpiredAtSigning "certificate-expired-at-signing" Error failed(Expired) Identity
    vi "Chứng thư số của người ký đã hết hạn ngày {not_after}, trước thời điểm ký {time}."
       "Không chấp nhận văn bản; đề nghị người ký gia hạn chứng thư số rồi ký lại."
    en "The signer's certificate expired on {not_after}, before the signature was made at {time}."
       "Do not accept the document; ask the signer to renew the certificate and sign again."

CertificateNotYetValidAtSigning "certificate-not-yet-valid-at-signing" Error failed(NotYetValid) Identity
    vi "Chữ ký được tạo lúc {time}, khi chứng thư số chưa có hiệu lực (từ {not_before})."
       "Không chấp nhận văn bản; đề nghị người ký kiểm tra ngày giờ máy rồi ký lại."
    en "The signature was made at {time}, before the certificate came into force on {not_before}."
       "Do not accept the document; ask the signer to check the clock and sign again."

CaCertificateExpired "ca-certificate-expired" Error indeterminate(OutOfBoundsNoPoe) Identity
    vi "Chứng thư số của cơ quan cấp {certificate} đã hết hạn ngày {not_after}."
       "Kiểm tra tại thời điểm đã nhận văn bản bằng --at, nếu chứng minh được thời điểm nhận."
    en "The issuer's certificate {certificate} expired on {not_after}."
       "Verify at the time of receipt with --at if that time can be proven."

CaCertificateNotYetValid "ca-certificate-not-yet-valid" Error indeterminate(OutOfBoundsNoPoe) Identity
    vi "Chứng thư số của cơ quan cấp {certificate} chỉ có hiệu lực từ ngày {not_before}."
       "Kiểm tra ngày giờ của máy và thời điểm kiểm tra đã chọn."
    en "The issuer's certificate {certificate} is in force only from {not_before}."
       "Check the clock of the computer and the time of verification that was chosen."

CertificateSignatureInvalid "certificate-signature-invalid" Error
    indeterminate(CertificateChainGeneralFailure) Identity
    vi "Chứng thư số {certificate} không phải do cơ quan ghi trên đó cấp: chữ ký của cơ quan cấp không đúng."
       "Coi như chứng thư số giả; không chấp nhận văn bản và báo cho cơ quan cấp."
    en "The certificate {certificate} was not issued by whom it names: the issuer's signature is wrong."
       "Treat the certificate as forged; do not accept the document and tell the authority."

CertificateSignatureUnsupported "certificate-signature-unsupported" Error
    indeterminate(CertificateChainGeneralFailure) Identity
    vi "Chứng thư số {certificate} dùng thuật toán chưa được hỗ trợ ({detail})."
       "Đề nghị người ký dùng chứng thư số RSA hoặc ECDSA."
    en "The certificate {certificate} uses an algorithm that is not supported ({detail})."
       "Ask the signer to use an RSA or ECDSA certificate."

CertificateMalformed "certificate-malformed" Error indeterminate(CertificateChainGeneralFailure) Identity
    vi "Một chứng thư số trên đường dẫn chứng thực bị hỏng ({detail})."
       "Lấy lại chứng thư số từ cơ quan cấp và cung cấp bằng --cert."
    en "A certificate of the path is damaged ({detail})."
       "Get the certificate again from its authority and supply it with --cert."

IssuerNotCa "issuer-not-ca" Error indeterminate(ChainConstraintsFailure) Identity
    vi "{certificate} không phải là cơ quan cấp chứng thư số nhưng lại đứng ra cấp."
       "Coi như chứng thư số giả; không chấp nhận văn bản và báo cho cơ quan cấp."
    en "{certificate} is no certification authority, yet it issued a certificate."
       "Treat the certificate as forged; do not accept the document and tell the authority."

IssuerMayNotSignCertificates "issuer-may-not-sign-certificates" Error
    indeterminate(ChainConstraintsFailure) Identity
    vi "Chứng thư số {certificate} không được phép dùng để cấp chứng thư số khác."
       "Không chấp nhận văn bản; hỏi cơ quan cấp chứng thư số."
    en "The certificate {certificate} may not be used to issue certificates (key usage)."
       "Do not accept the document; ask the authority."

PathLengthExceeded "path-length-exceeded" Error indeterminate(ChainConstraintsFailure) Identity
    vi "Đường dẫn chứng thực dài hơn mức {certificate} cho phép."
       "Không chấp nhận văn bản; hỏi cơ quan cấp chứng thư số."
    en "The certificate path is longer than {certificate} allows."
       "Do not accept the document; ask the authority."

CertificateUnknownCriticalExtension "certificate-unknown-critical-extension" Error
    indeterminate(ChainConstraintsFailure) Identity
    vi "Chứng thư số {certificate} có điều kiện bắt buộc mà phần mềm chưa xử lý được ({oid})."
       "Cập nhật phần mềm kyso; nếu vẫn vậy thì hỏi cơ quan cấp chứng thư số."
    en "The certificate {certificate} has a critical extension that is not processed here ({oid})."
       "Update kyso; if that does not help ask the authority."

CertificateDuplicateExtension "certificate-duplicate-extension" Error
    indeterminate(ChainConstraintsFailure) Identity
    vi "Chứng thư số {certificate} có phần mở rộng lặp lại ({oid})."
       "Không chấp nhận văn bản; hỏi cơ quan cấp chứng thư số."
    en "The certificate {certificate} has an extension twice ({oid})."
       "Do not accept the document; ask the authority."

NameNotPermitted "name-not-permitted" Error indeterminate(ChainConstraintsFailure) Identity
    vi "Tên {name} trong chứng thư số {certificate} nằm ngoài phạm vi mà cơ quan cấp trên được phép cấp."
       "Không chấp nhận văn bản; báo cho cơ quan cấp chứng thư số."
    en "The name {name} in the certificate {certificate} is outside of what an authority above it may issue for."
       "Do not accept the document; tell the authority."

NameConstraintsUnsupported "name-constraints-unsupported" Error indeterminate(ChainConstraintsFailure) Identity
    vi "Chứng thư số {certificate} có tên thuộc loại ({form}) bị cơ quan cấp trên giới hạn theo cách mà phần \
        mềm chưa xử lý được."
       "Cập nhật phần mềm kyso; nếu vẫn vậy thì hỏi cơ quan cấp chứng thư số."
    en "The certificate {certificate} bears a name of a kind ({form}) that an authority above it restricts in a \
        way that is not processed here."
       "Update kyso; if that does not help ask the authority."

NoValidPolicy "no-valid-policy" Error indeterminate(ChainConstraintsFailure) Identity
    vi "Đường dẫn chứng thực phải theo một chính sách chứng thư số, nhưng đến {certificate} không còn chính sách \
        nào được chấp nhận."
       "Không chấp nhận văn bản; hỏi cơ quan cấp chứng thư số."
    en "The certificate path must follow a certificate policy, but at {certificate} no acceptable policy is left."
       "Do not accept the document; ask the authority."

PathLimitReached "path-limit-reached" Error indeterminate(CertificateChainGeneralFailure) Identity
    vi "Tìm đường dẫn chứng thực phải dừng vì có quá nhiều khả năng."
       "Chỉ cung cấp những chứng thư số cần thiết bằng --cert và --trust."
    en "The search for a certificate path was stopped: there are too many possibilities."
       "Supply only the certificates that are needed with --cert and --trust."

KeyUsageWrong "key-usage-wrong" Error indeterminate(ChainConstraintsFailure) Identity
    vi "Chứng thư số của người ký không được cấp để ký văn bản ({value})."
       "Đề nghị người ký dùng chứng thư số ký; chứng thư số có tên kết thúc bằng (M) là để mã hóa."
    en "The signer's certificate was not issued for signing documents ({value})."
       "Ask the signer to use the signing certificate; one whose name ends in (M) is for encryption."

KeyUsageMissing "key-usage-missing" Info none Identity
    vi "Chứng thư số của người ký không ghi mục đích sử dụng."
       "Không cần làm gì."
    en "The signer's certificate does not say what it may be used for."
       "Nothing needs to be done."

ExtendedKeyUsageWrong "extended-key-usage-wrong" Error indeterminate(ChainConstraintsFailure) Identity
    vi "Mục đích mở rộng của chứng thư số người ký không gồm việc ký văn bản ({value})."
       "Đề nghị người ký dùng chứng thư số ký văn bản."
    en "The extended key usage of the signer's certificate does not include signing documents ({value})."
       "Ask the signer to use a certificate for signing documents."

RevocationNotChecked "revocation-not-checked" Warning none Identity
    vi "Chưa kiểm tra chứng thư số có bị thu hồi hay không."
       "Tra cứu tình trạng chứng thư số tại trang của cơ quan cấp trước khi kết luận."
    en "It was not checked whether the certificate is revoked."
       "Look up the state of the certificate at its authority before you conclude."

    ] } };
}
