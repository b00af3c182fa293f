//! Rows for timestamps (RFC 3161), and for the time that they prove.

#[rustfmt::skip]
macro_rules! timestamp_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

TimestampMalformed "timestamp-malformed" Error failed(FormatFailure) Time
    vi "Dấu thời gian bị hỏng hoặc không đúng chuẩn, không đọc được ({detail})."
       "Không dùng dấu thời gian này làm căn cứ; đề nghị nơi gửi ký lại có dấu thời gian."
    en "The timestamp is damaged or not as the standard describes it ({detail})."
       "Do not rely on this timestamp; ask the sender to sign again with one."

TimestampImprintMismatch "timestamp-imprint-mismatch" Error failed(HashFailure) Time
    vi "Dấu thời gian được cấp cho dữ liệu khác, không phải cho chữ ký hoặc văn bản này."
       "Không dùng dấu thời gian này làm căn cứ: có thể nó được chép từ văn bản khác, hoặc văn bản đã bị sửa."
    en "The timestamp was made over other data, not over this signature or document."
       "Do not rely on this timestamp: it may be copied from another document, or this one was changed."

TimestampSignatureWrong "timestamp-signature-wrong" Error failed(SigCryptoFailure) Time
    vi "Chữ ký của tổ chức cấp dấu thời gian không đúng: dấu thời gian đã bị sửa hoặc bị làm giả."
       "Không dùng dấu thời gian này làm căn cứ; báo cho nơi gửi và tổ chức cấp dấu thời gian."
    en "The signature of the timestamp authority does not hold: the timestamp was altered or forged."
       "Do not rely on this timestamp; tell the sender and the timestamp authority."

TimestampImprintWeak "timestamp-imprint-weak" Warning none Time
    vi "Dấu thời gian dùng thuật toán băm {algorithm} không còn an toàn."
       "Với văn bản cũ thì xem xét thêm bằng chứng khác; phần mềm ký cần chuyển sang SHA-256."
    en "The timestamp rests on the digest {algorithm}, which is no longer safe."
       "For an old document look for further proof; the signing program should change to SHA-256."

TimestampUsageWrong "timestamp-usage-wrong" Error indeterminate(ChainConstraintsFailure) Time
    vi "Chứng thư số đã ký dấu thời gian không được cấp riêng cho việc này ({detail})."
       "Không dùng dấu thời gian này làm căn cứ; chỉ lấy dấu thời gian từ tổ chức được phép cấp."
    en "The certificate that signed the timestamp was not issued for timestamps alone ({detail})."
       "Do not rely on this timestamp; get timestamps only from an authority that may make them."

TimestampSigningCertificateWrong "timestamp-signing-certificate-wrong" Error
    indeterminate(SigConstraintsFailure) Time
    vi "Không xác định chắc chắn được chứng thư số đã ký dấu thời gian ({detail})."
       "Cung cấp chứng thư số của tổ chức cấp dấu thời gian bằng --cert; nếu vẫn vậy thì không dùng dấu thời \
        gian này làm căn cứ."
    en "It is not certain which certificate signed the timestamp ({detail})."
       "Supply the certificate of the timestamp authority with --cert; if that does not help do not rely on \
        this timestamp."

TimestampAlgorithmUnsupported "timestamp-algorithm-unsupported" Error indeterminate(Generic) Time
    vi "Dấu thời gian dùng thuật toán hoặc điều kiện chưa được hỗ trợ ({detail})."
       "Cập nhật phần mềm kyso; nếu vẫn vậy thì hỏi tổ chức cấp dấu thời gian."
    en "The timestamp uses an algorithm or a condition that is not supported ({detail})."
       "Update kyso; if that does not help ask the timestamp authority."

TimestampAuthorityNameDiffers "timestamp-authority-name-differs" Warning none Time
    vi "Tên tổ chức ghi trong dấu thời gian không phải là tên trên chứng thư số của tổ chức đó."
       "Xem chứng thư số đã ký dấu thời gian để biết tổ chức nào cấp; chỉ tin tên trên chứng thư số."
    en "The name of the authority in the timestamp is not a name in its certificate."
       "Look at the certificate that signed the timestamp; only the name in it counts."

TimestampOrderWrong "timestamp-order-wrong" Error indeterminate(TimestampOrderFailure) Time
    vi "Các dấu thời gian không theo đúng thứ tự: {time} phải sớm hơn {other}."
       "Không dùng các dấu thời gian này làm căn cứ; hỏi lại nơi gửi và tổ chức cấp dấu thời gian."
    en "The timestamps are not in order: {time} should be earlier than {other}."
       "Do not rely on these timestamps; ask the sender and the timestamp authority."

TimestampInFuture "timestamp-in-future" Error indeterminate(TimestampOrderFailure) Time
    vi "Dấu thời gian {time} muộn hơn thời điểm kiểm tra."
       "Kiểm tra ngày giờ của máy và thời điểm kiểm tra đã chọn; nếu đúng thì hỏi tổ chức cấp dấu thời gian."
    en "The timestamp of {time} is later than the time of verification."
       "Check the clock of the computer and the time that was chosen; if they are right ask the timestamp \
        authority."

TimestampIgnored "timestamp-ignored" Warning none Time
    vi "Dấu thời gian {time} không được dùng làm căn cứ ({detail})."
       "Xem lý do; nếu thiếu chứng thư số hoặc thông tin thu hồi của tổ chức cấp dấu thời gian thì bổ sung \
        rồi kiểm tra lại."
    en "The timestamp of {time} does not count ({detail})."
       "See the reason; if certificates or revocation data of the timestamp authority are missing, supply \
        them and verify again."

TimestampRequired "timestamp-required" Error indeterminate(SigConstraintsFailure) Time
    vi "Quy định kiểm tra đang áp dụng yêu cầu chữ ký phải có dấu thời gian hợp lệ."
       "Đề nghị nơi gửi ký có dấu thời gian, hoặc kiểm tra theo quy định khác bằng --policy."
    en "The policy in force demands a valid timestamp for the signature."
       "Ask the sender to sign with a timestamp, or verify by another policy with --policy."

TimeFromProof "time-from-proof" Info none Time
    vi "Thời điểm {time} lấy từ bằng chứng do người kiểm tra cung cấp (ví dụ biên nhận trên trục liên thông)."
       "Lưu bằng chứng đó cùng văn bản."
    en "The time {time} comes from proof that the verifier supplied (a receipt of the exchange, for instance)."
       "Keep that proof together with the document."

SignatureTimeAheadOfTimestamp "signature-time-ahead-of-timestamp" Warning none Time
    vi "Thời điểm ký {time} do người ký ghi muộn hơn dấu thời gian {other}, tức là không thể đúng."
       "Lấy dấu thời gian làm căn cứ; đồng hồ của máy ký chạy sai."
    en "The signer claims to have signed at {time}, later than the timestamp of {other}, which cannot be."
       "Go by the timestamp; the clock of the signer's computer is wrong."

    ] } };
}
