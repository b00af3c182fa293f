//! Rows for what a signature covers and what follows it.

#[rustfmt::skip]
macro_rules! coverage_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

LaterRevisions "later-revisions" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Sau chữ ký này tệp còn được thêm {length} byte ({count} lần cập nhật), phần thêm chưa được đánh giá."
       "Xem phần được thêm là gì (ví dụ chữ ký tiếp theo); dùng bản ngay sau khi ký nếu cần kết luận chắc \
        chắn."
    en "After this signature {length} bytes were added to the file ({count} updates); they have not been \
        judged."
       "See what was added (a further signature, for instance); use the version as it was signed for a firm \
        answer."

TrailingBytes "trailing-bytes" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Cuối tệp có {length} byte không thuộc văn bản (từ byte {offset}) và không được ký."
       "Đề nghị nơi gửi gửi lại bản gốc; đừng tin phần nằm ngoài chữ ký."
    en "At the end of the file are {length} bytes (from byte {offset}) that belong to no part of the \
        document and are not signed."
       "Ask the sender for the original; do not trust what lies outside the signature."

CoverageInsideRevision "coverage-inside-revision" Error failed(FormatFailure) Integrity
    vi "Chữ ký chỉ bảo vệ một phần của lần cập nhật chứa nó (dừng ở byte {end}), phần còn lại không được ký."
       "Không tin phần nằm ngoài chữ ký; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature covers only a part of the update that holds it (up to byte {end}); the rest is not \
        signed."
       "Do not trust what lies outside the signature; ask the sender to sign and send the document again."

SignatureOutsideCoverage "signature-outside-coverage" Error failed(FormatFailure) Integrity
    vi "Chữ ký nằm ngoài vùng mà chính nó bảo vệ."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature dictionary lies outside the bytes that it covers itself."
       "Treat it as forged; ask the sender to sign and send the document again."

    ] } };
}
