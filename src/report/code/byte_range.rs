//! Rows for the fields of a PDF signature dictionary and the bytes it covers (ISO 32000-2 12.8.1).

#[rustfmt::skip]
macro_rules! byte_range_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

ByteRangeMissing "byte-range-missing" Error failed(FormatFailure) Integrity
    vi "Chữ ký không nói rõ nó bảo vệ phần nào của tệp (thiếu ByteRange)."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature does not say which bytes it covers (ByteRange is missing)."
       "Treat it as forged; ask the sender to sign and send the document again."

ByteRangeWrongType "byte-range-wrong-type" Error failed(FormatFailure) Integrity
    vi "Phần khai báo vùng được ký (ByteRange) không phải là dãy số nguyên."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "ByteRange is not an array of integers."
       "Treat it as forged; ask the sender to sign and send the document again."

ByteRangeNotFourIntegers "byte-range-not-four-integers" Error failed(FormatFailure) Integrity
    vi "Vùng được ký phải gồm đúng bốn số, ở đây có {count} số."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "ByteRange must have exactly four integers, here it has {count}."
       "Treat it as forged; ask the sender to sign and send the document again."

ByteRangeNegative "byte-range-negative" Error failed(FormatFailure) Integrity
    vi "Vùng được ký có số âm hoặc số quá lớn ({value})."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "ByteRange has a negative or impossibly large number ({value})."
       "Treat it as forged; ask the sender to sign and send the document again."

ByteRangeNotFromZero "byte-range-not-from-zero" Error failed(FormatFailure) Integrity
    vi "Chữ ký bỏ qua {offset} byte ở đầu tệp, nên phần đầu không được bảo vệ."
       "Không tin nội dung của tệp; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature leaves out the first {offset} bytes of the file, so they are not protected."
       "Do not trust the content; ask the sender to sign and send the document again."

ByteRangeEmpty "byte-range-empty" Error failed(FormatFailure) Integrity
    vi "Chữ ký không bảo vệ byte nào ở trước hoặc sau chỗ đặt chữ ký."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature covers no bytes before or after its own place."
       "Treat it as forged; ask the sender to sign and send the document again."

ByteRangeOutOfFile "byte-range-out-of-file" Error failed(FormatFailure) Integrity
    vi "Vùng được ký kéo dài đến byte {end}, vượt quá tệp chỉ có {length} byte; tệp có thể bị cắt cụt."
       "Tải lại tệp cho đủ; nếu vẫn vậy thì đề nghị nơi gửi gửi lại."
    en "ByteRange reaches to byte {end}, past the end of the file of {length} bytes; the file may be cut off."
       "Download the whole file again; if that does not help ask the sender to send it again."

ByteRangeOverlap "byte-range-overlap" Error failed(FormatFailure) Integrity
    vi "Hai phần của vùng được ký chồng lên nhau hoặc sai thứ tự."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The two parts of ByteRange overlap or are in the wrong order."
       "Treat it as forged; ask the sender to sign and send the document again."

ByteRangesCross "byte-ranges-cross" Error failed(FormatFailure) Integrity
    vi "Vùng được ký của chữ ký này chồng chéo với chữ ký {other}, trong khi chữ ký sau phải bao trùm chữ \
        ký trước."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "The bytes this signature covers cross those of {other}; a later signature must enclose the earlier \
        one."
       "Treat the document as tampered with; ask the sender for the original."

ByteRangeGapMismatch "byte-range-gap-mismatch" Error failed(FormatFailure) Integrity
    vi "Chỗ trống không được ký không trùng khít với giá trị của chính chữ ký này."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "The gap that is not signed is not exactly the value of this very signature."
       "Treat the document as tampered with; ask the sender for the original."

ContentsMissing "contents-missing" Error failed(FormatFailure) Integrity
    vi "Chữ ký không có giá trị (thiếu Contents)."
       "Coi như chưa ký; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature has no value (Contents is missing)."
       "Treat it as not signed; ask the sender to sign and send the document again."

ContentsWrongType "contents-wrong-type" Error failed(FormatFailure) Integrity
    vi "Giá trị chữ ký (Contents) không phải là một chuỗi."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The value of the signature (Contents) is not a string."
       "Treat it as forged; ask the sender to sign and send the document again."

ContentsEmpty "contents-empty" Error failed(FormatFailure) Integrity
    vi "Giá trị chữ ký trống hoặc toàn số không: văn bản mới chỉ được chuẩn bị để ký."
       "Hoàn tất việc ký rồi gửi lại văn bản."
    en "The value of the signature is empty or all zero: the document was prepared but never signed."
       "Complete the signature and send the document again."

ContentsLiteralString "contents-literal-string" Error failed(FormatFailure) Integrity
    vi "Giá trị chữ ký được viết dạng chuỗi thường thay vì chuỗi thập lục phân, có thể che giấu dữ liệu."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "The value of the signature is a literal string instead of a hexadecimal one, which can hide data."
       "Treat the document as tampered with; ask the sender for the original."

ContentsNotHexadecimal "contents-not-hexadecimal" Error failed(FormatFailure) Integrity
    vi "Giá trị chữ ký có ký tự không phải thập lục phân, hoặc số ký tự lẻ."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "The value of the signature has characters that are not hexadecimal, or an odd number of digits."
       "Treat the document as tampered with; ask the sender for the original."

ContentsPaddingNotZero "contents-padding-not-zero" Error failed(FormatFailure) Integrity
    vi "Sau dữ liệu chữ ký (từ byte {offset} của nó) còn dữ liệu giấu không được ký."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "Behind the signature data (from its byte {offset}) stand bytes that are not zero: hidden data that \
        nobody signed."
       "Treat the document as tampered with; ask the sender for the original."

SignatureValueNotADictionary "signature-value-not-a-dictionary" Error failed(FormatFailure) Integrity
    vi "Ô chữ ký trỏ đến một thứ không phải là chữ ký."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature field points to something that is not a signature dictionary."
       "Treat it as forged; ask the sender to sign and send the document again."

SignatureEntryIndirect "signature-entry-indirect" Error failed(FormatFailure) Integrity
    vi "Mục {name} của chữ ký được đặt ở nơi khác trong tệp, nên có thể bị thay sau khi ký."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "The entry {name} of the signature stands elsewhere in the file, so it could be replaced after \
        signing."
       "Treat the document as tampered with; ask the sender for the original."

SignatureDictionaryDuplicateKey "signature-dictionary-duplicate-key" Error failed(FormatFailure) Integrity
    vi "Mục {name} xuất hiện nhiều lần trong chữ ký, nên mỗi phần mềm có thể đọc một kiểu."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "The entry {name} occurs more than once in the signature, so programs may read it differently."
       "Treat the document as tampered with; ask the sender for the original."

SignatureDictionaryOverwritten "signature-dictionary-overwritten" Error failed(FormatFailure) Integrity
    vi "Thông tin chữ ký (lý do, tên, nơi ký, ngày ký) đã bị ghi đè sau khi ký."
       "Không tin thông tin hiển thị; đề nghị nơi gửi gửi lại bản gốc."
    en "The data of the signature (reason, name, place, date) was overwritten after signing."
       "Do not trust what is displayed; ask the sender for the original."

SignatureRemoved "signature-removed" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Một lần cập nhật sau đó đã gỡ chữ ký này khỏi ô chữ ký của nó."
       "Hỏi nơi gửi vì sao chữ ký bị gỡ; dùng bản trước khi bị gỡ."
    en "A later update took this signature out of its field."
       "Ask the sender why the signature was removed; use the version from before."

SignatureSharedByFields "signature-shared-by-fields" Error failed(FormatFailure) Integrity
    vi "Cùng một chữ ký được dùng cho nhiều ô chữ ký ({other}): chữ ký cũ bị dùng lại."
       "Coi như văn bản bị can thiệp; đề nghị nơi gửi gửi lại bản gốc."
    en "One signature is used by several fields ({other}): an old signature was reused."
       "Treat the document as tampered with; ask the sender for the original."

SignatureDictionaryInObjectStream "signature-dictionary-in-object-stream" Error failed(FormatFailure)
        Integrity
    vi "Chữ ký nằm trong vùng nén nên không thể tự chỉ ra vị trí của mình trong tệp."
       "Coi như chữ ký giả; đề nghị nơi gửi ký và gửi lại văn bản."
    en "The signature lies in a compressed object stream, where it cannot point at its own place in the file."
       "Treat it as forged; ask the sender to sign and send the document again."

    ] } };
}
