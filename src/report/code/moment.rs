//! Rows for the time of a signature.

#[rustfmt::skip]
macro_rules! moment_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

ClaimedTimeMissing "claimed-time-missing" Warning none Time
    vi "Chữ ký không ghi thời điểm ký."
       "Lấy thời điểm nhận văn bản làm căn cứ."
    en "The signature does not say when it was made."
       "Go by the time at which the document was received."

ClaimedTimeUnreadable "claimed-time-unreadable" Warning none Time
    vi "Thời điểm ký ghi trong chữ ký không đọc được ({value})."
       "Lấy thời điểm nhận văn bản làm căn cứ."
    en "The signing time in the signature cannot be read ({value})."
       "Go by the time at which the document was received."

ClaimedTimesDisagree "claimed-times-disagree" Warning none Time
    vi "Chữ ký ghi hai thời điểm ký khác nhau: {time} và {other}."
       "Không dùng thời điểm này làm căn cứ; hỏi lại người ký."
    en "The signature names two different signing times: {time} and {other}."
       "Do not rely on either; ask the signer."

ClaimedTimeInFuture "claimed-time-in-future" Warning none Time
    vi "Thời điểm ký {time} muộn hơn thời điểm kiểm tra."
       "Kiểm tra ngày giờ của máy; nếu máy đúng thì hỏi lại người ký."
    en "The signing time {time} is later than the time of verification."
       "Check the clock of the computer; if it is right ask the signer."

ClaimedTimeSevenHoursAhead "claimed-time-seven-hours-ahead" Warning none Time
    vi "Thời điểm ký {time} có vẻ nhanh hơn thực tế 7 giờ, là lỗi quen thuộc của phần mềm ký ghi giờ Việt \
        Nam thành giờ quốc tế."
       "Hiểu thời điểm ký thật là sớm hơn 7 giờ; không dùng để xác định hạn xử lý."
    en "The signing time {time} seems to be 7 hours ahead, a known fault of programs that write Vietnamese \
        time as UTC."
       "Take the true signing time to be 7 hours earlier; do not compute deadlines from it."

NoTimestamp "no-timestamp" Warning none Time
    vi "Chữ ký không được gắn dấu thời gian, nên thời điểm ký chỉ là lời khai của người ký."
       "Nếu văn bản cần lưu lâu dài, đề nghị nơi gửi ký có dấu thời gian."
    en "The signature has no timestamp, so the signing time is only what the signer claims."
       "If the document is to be kept for long, ask the sender to sign with a timestamp."

    ] } };
}
