//! Rows for documents and signature fields as a whole.

#[rustfmt::skip]
macro_rules! document_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

DocumentUnsigned "document-unsigned" Warning none Document
    vi "Văn bản chưa được ký số."
       "Nếu văn bản phải được ký, đề nghị nơi gửi ký và gửi lại."
    en "The document is not signed."
       "If it should be, ask the sender to sign and send it again."

SignatureFieldEmpty "signature-field-empty" Info none Document
    vi "Ô chữ ký {field} chưa được ký."
       "Kiểm tra xem còn thiếu chữ ký của ai không."
    en "The signature field {field} is not signed."
       "Check whether somebody's signature is still missing."

DocumentCertified "document-certified" Info none Document
    vi "Văn bản được chứng nhận ở mức {level} (1: cấm thay đổi; 2: cho điền biểu mẫu và ký; 3: thêm cả chú \
        thích)."
       "Không cần làm gì."
    en "The document is certified at level {level} (1: no changes; 2: filling forms and signing; 3: \
        annotations too)."
       "Nothing needs to be done."

SignatureLimitReached "signature-limit-reached" Error indeterminate(Generic) Document
    vi "Văn bản có quá nhiều chữ ký: {count} chữ ký không được kiểm tra."
       "Hỏi nơi gửi về nguồn gốc của tệp; văn bản bình thường chỉ có vài chữ ký."
    en "The document has too many signatures: {count} of them were not checked."
       "Ask the sender where the file comes from; ordinary documents have a few signatures."

WorkLimitReached "work-limit-reached" Error indeterminate(Generic) Document
    vi "Việc kiểm tra phải dừng vì vượt giới hạn an toàn ({detail})."
       "Hỏi nơi gửi về nguồn gốc của tệp; tệp có thể được tạo ra để gây quá tải."
    en "The check was stopped because it passed a safety limit ({detail})."
       "Ask the sender where the file comes from; it may be made to overload the reader."

SubFilterMissing "sub-filter-missing" Error failed(FormatFailure) Integrity
    vi "Chữ ký không ghi kiểu chữ ký (thiếu SubFilter)."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature does not say of which kind it is (SubFilter is missing)."
       "Treat it as forged; ask the sender to sign and send the document again."

SubFilterUnknown "sub-filter-unknown" Error indeterminate(Generic) Integrity
    vi "Không nhận ra kiểu chữ ký {value}, nên không kiểm tra được."
       "Đề nghị nơi gửi ký lại theo chuẩn PAdES (ETSI.CAdES.detached)."
    en "The kind of signature {value} is not known, so it cannot be checked."
       "Ask the sender to sign again as PAdES (ETSI.CAdES.detached)."

SubFilterUnsupported "sub-filter-unsupported" Error indeterminate(Generic) Integrity
    vi "Kiểu chữ ký cũ {value} không còn an toàn và không được hỗ trợ."
       "Đề nghị nơi gửi ký lại theo chuẩn PAdES (ETSI.CAdES.detached)."
    en "The old kind of signature {value} is no longer safe and is not supported."
       "Ask the sender to sign again as PAdES (ETSI.CAdES.detached)."

    ] } };
}
