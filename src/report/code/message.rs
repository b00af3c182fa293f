//! Rows for the cryptographic message of a signature (RFC 5652, ETSI EN 319 122-1).

#[rustfmt::skip]
macro_rules! message_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

CmsUnreadable "cms-unreadable" Error failed(FormatFailure) Integrity
    vi "Dữ liệu chữ ký bị hỏng, không đọc được ({detail})."
       "Đề nghị nơi gửi ký và gửi lại văn bản."
    en "The data of the signature is damaged and cannot be read ({detail})."
       "Ask the sender to sign and send the document again."

CmsNoSigner "cms-no-signer" Error failed(FormatFailure) Integrity
    vi "Dữ liệu chữ ký không có người ký nào."
       "Coi như chưa ký; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The data of the signature has no signer."
       "Treat it as not signed; ask the sender to sign and send the document again."

CmsSeveralSigners "cms-several-signers" Error failed(FormatFailure) Integrity
    vi "Một chữ ký chứa {count} người ký, trong khi chuẩn chỉ cho phép một."
       "Đề nghị mỗi người ký vào một ô chữ ký riêng."
    en "One signature holds {count} signers; the standard allows only one."
       "Ask each signer to sign in a signature field of their own."

CmsVersionUnusual "cms-version-unusual" Info none Integrity
    vi "Số phiên bản của dữ liệu chữ ký không đúng chuẩn ({value})."
       "Không ảnh hưởng kết quả; nên cập nhật phần mềm ký."
    en "The version number of the signature data is not the one of the standard ({value})."
       "It does not affect the result; the signing program should be updated."

CmsEmbeddedContent "cms-embedded-content" Error failed(FormatFailure) Integrity
    vi "Chữ ký mang theo một nội dung khác ở bên trong thay vì ký chính văn bản này."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature carries other content inside itself instead of signing this document."
       "Treat it as forged; ask the sender to sign and send the document again."

CmsContentTypeWrong "cms-content-type-wrong" Error failed(FormatFailure) Integrity
    vi "Chữ ký được tạo cho loại dữ liệu khác ({oid})."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature was made for another type of content ({oid})."
       "Treat it as forged; ask the sender to sign and send the document again."

CmsBer "cms-ber" Info none Integrity
    vi "Dữ liệu chữ ký dùng cách mã hóa BER của phần mềm đời cũ."
       "Không cần làm gì."
    en "The signature data is in BER, as older programs write it."
       "Nothing needs to be done."

CmsDigestAlgorithmNotListed "cms-digest-algorithm-not-listed" Warning none Integrity
    vi "Thuật toán băm của người ký không có trong danh sách ở đầu chữ ký ({algorithm})."
       "Không ảnh hưởng kết quả; nên cập nhật phần mềm ký."
    en "The signer's digest algorithm is not in the list at the head of the signature ({algorithm})."
       "It does not affect the result; the signing program should be updated."

CmsCertificateUnreadable "cms-certificate-unreadable" Warning none Identity
    vi "Một chứng thư số kèm theo chữ ký không đọc được ({detail})."
       "Nếu thiếu chứng thư số cấp trên, hãy cung cấp bằng --cert."
    en "A certificate that comes with the signature cannot be read ({detail})."
       "If an issuer's certificate is missing, supply it with --cert."

SignedAttributesMissing "signed-attributes-missing" Error failed(FormatFailure) Integrity
    vi "Chữ ký không có phần thông tin được ký kèm (ngày ký, chứng thư số...) mà chuẩn chữ ký văn bản bắt \
        buộc."
       "Đề nghị nơi gửi ký lại bằng phần mềm ký đúng chuẩn."
    en "The signature has no signed attributes, which document signatures must have."
       "Ask the sender to sign again with a program that follows the standard."

SignedAttributesMalformed "signed-attributes-malformed" Error failed(FormatFailure) Integrity
    vi "Phần thông tin được ký kèm bị hỏng ({detail})."
       "Đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signed attributes are damaged ({detail})."
       "Ask the sender to sign and send the document again."

SignedAttributesUnsorted "signed-attributes-unsorted" Info none Integrity
    vi "Phần thông tin được ký kèm không sắp đúng thứ tự chuẩn."
       "Chữ ký vẫn kiểm tra được; nên cập nhật phần mềm ký."
    en "The signed attributes are not in the order of the standard."
       "The signature can still be checked; the signing program should be updated."

AttributeRepeated "attribute-repeated" Error failed(FormatFailure) Integrity
    vi "Thông tin được ký kèm {name} xuất hiện nhiều lần."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signed attribute {name} occurs more than once."
       "Treat it as forged; ask the sender to sign and send the document again."

AttributeValueCountWrong "attribute-value-count-wrong" Error failed(FormatFailure) Integrity
    vi "Thông tin được ký kèm {name} phải có đúng một giá trị."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signed attribute {name} must have exactly one value."
       "Treat it as forged; ask the sender to sign and send the document again."

AttributeMalformed "attribute-malformed" Error failed(FormatFailure) Integrity
    vi "Thông tin được ký kèm {name} bị hỏng."
       "Đề nghị nơi gửi ký lại bằng phần mềm ký đúng chuẩn."
    en "The signed attribute {name} is damaged."
       "Ask the sender to sign again with a program that follows the standard."

ContentTypeAttributeMissing "content-type-attribute-missing" Error failed(FormatFailure) Integrity
    vi "Chữ ký thiếu thông tin bắt buộc về loại nội dung được ký."
       "Đề nghị nơi gửi ký lại bằng phần mềm ký đúng chuẩn."
    en "The signature lacks the mandatory content-type attribute."
       "Ask the sender to sign again with a program that follows the standard."

ContentTypeAttributeMismatch "content-type-attribute-mismatch" Error failed(FormatFailure) Integrity
    vi "Loại nội dung được ký không khớp với loại của chữ ký ({oid})."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The content-type attribute disagrees with the type of the message ({oid})."
       "Treat it as forged; ask the sender to sign and send the document again."

MessageDigestAttributeMissing "message-digest-attribute-missing" Error failed(FormatFailure) Integrity
    vi "Chữ ký thiếu giá trị băm bắt buộc của văn bản."
       "Đề nghị nơi gửi ký lại bằng phần mềm ký đúng chuẩn."
    en "The signature lacks the mandatory message-digest attribute."
       "Ask the sender to sign again with a program that follows the standard."

MessageDigestMismatch "message-digest-mismatch" Error failed(HashFailure) Integrity
    vi "Tài liệu đã bị thay đổi sau khi ký."
       "Không chấp nhận văn bản; thông báo cho nơi gửi và yêu cầu gửi lại bản gốc đã ký."
    en "The document was changed after it was signed."
       "Do not accept the document; tell the sender and ask for the signed original."

SignatureWrong "signature-wrong" Error failed(SigCryptoFailure) Integrity
    vi "Chữ ký không phải do khóa của chứng thư số này tạo ra, hoặc dữ liệu chữ ký đã bị sửa."
       "Không chấp nhận văn bản; thông báo cho nơi gửi và yêu cầu gửi lại bản gốc đã ký."
    en "The signature was not made with the key of this certificate, or its data was altered."
       "Do not accept the document; tell the sender and ask for the signed original."

SignerCertificateNotFound "signer-certificate-not-found" Error indeterminate(NoSigningCertificateFound)
        Identity
    vi "Không tìm thấy chứng thư số của người ký trong tệp."
       "Lấy chứng thư số của người ký từ cơ quan cấp và cung cấp bằng --cert."
    en "The signer's certificate is not in the file."
       "Get the signer's certificate from the authority that issued it and supply it with --cert."

SigningCertificateAttributeMissing "signing-certificate-attribute-missing" Error
    indeterminate(SigConstraintsFailure) Identity
    vi "Chữ ký không ghi nó thuộc chứng thư số nào, trong khi chuẩn PAdES bắt buộc."
       "Đề nghị nơi gửi ký lại bằng phần mềm ký đúng chuẩn."
    en "The signature does not name its certificate (signing-certificate attribute), which PAdES demands."
       "Ask the sender to sign again with a program that follows the standard."

SigningCertificateNotBound "signing-certificate-not-bound" Warning none Identity
    vi "Chữ ký kiểu cũ không ghi nó thuộc chứng thư số nào."
       "Chấp nhận được nếu tin nguồn gửi; lần sau nên ký theo chuẩn PAdES."
    en "This older kind of signature does not name its certificate."
       "Acceptable if the source is trusted; next time better sign as PAdES."

SigningCertificateMismatch "signing-certificate-mismatch" Error failed(FormatFailure) Identity
    vi "Chữ ký ghi thuộc một chứng thư số khác với chứng thư số kèm theo: chứng thư số đã bị tráo."
       "Không chấp nhận văn bản; thông báo cho nơi gửi và yêu cầu gửi lại bản gốc đã ký."
    en "The signature names another certificate than the one that comes with it: the certificate was swapped."
       "Do not accept the document; tell the sender and ask for the signed original."

SigningCertificateMalformed "signing-certificate-malformed" Error failed(FormatFailure) Identity
    vi "Phần ghi chứng thư số của chữ ký bị hỏng ({detail})."
       "Đề nghị nơi gửi ký lại bằng phần mềm ký đúng chuẩn."
    en "The attribute that names the signer's certificate is damaged ({detail})."
       "Ask the sender to sign again with a program that follows the standard."

DigestAlgorithmDisagreement "digest-algorithm-disagreement" Error failed(FormatFailure) Integrity
    vi "Các phần của chữ ký nói về những thuật toán băm khác nhau ({detail})."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The parts of the signature name different digest algorithms ({detail})."
       "Treat it as forged; ask the sender to sign and send the document again."

AlgorithmProtectionMismatch "algorithm-protection-mismatch" Error failed(FormatFailure) Integrity
    vi "Thuật toán ghi trong phần được bảo vệ khác với thuật toán của chữ ký."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The protected algorithm attribute disagrees with the algorithms of the signature (RFC 6211)."
       "Treat it as forged; ask the sender to sign and send the document again."

    ] } };
}
