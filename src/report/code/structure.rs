//! Rows for PDF files that do not look as ISO 32000 says, judged by how far readers may disagree about them.

#[rustfmt::skip]
macro_rules! structure_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

PdfLeadingJunk "pdf-leading-junk" Warning none Document
    vi "Trước phần mở đầu của PDF có {length} byte lạ."
       "Vẫn đọc được; nên đề nghị nơi gửi xuất lại PDF cho đúng chuẩn."
    en "There are {length} foreign bytes before the header of the PDF."
       "It can still be read; better ask the sender to export the PDF again."

PdfHeaderUnusual "pdf-header-unusual" Info none Document
    vi "Phần mở đầu của PDF ghi phiên bản không quen thuộc ({value})."
       "Không cần làm gì nếu văn bản hiển thị đúng."
    en "The header of the PDF names an unfamiliar version ({value})."
       "Nothing needs to be done if the document looks right."

PdfStartxrefOff "pdf-startxref-off" Warning none Document
    vi "Con trỏ đến bảng tham chiếu của PDF bị lệch (tại byte {offset})."
       "Vẫn đọc được; nên đề nghị nơi gửi xuất lại PDF cho đúng chuẩn."
    en "The pointer to the cross-reference table is off (at byte {offset})."
       "It can still be read; better ask the sender to export the PDF again."

PdfXrefMalformed "pdf-xref-malformed" Warning none Document
    vi "Bảng tham chiếu của PDF viết không đúng chuẩn (tại byte {offset}): {detail}."
       "Vẫn đọc được; nếu văn bản quan trọng hãy đề nghị nơi gửi xuất lại và ký lại."
    en "The cross-reference table is not written as it should be (at byte {offset}): {detail}."
       "It can still be read; for an important document ask the sender to export and sign it again."

PdfHybridFile "pdf-hybrid-file" Warning none Document
    vi "Tệp có hai kiểu bảng tham chiếu song song, nên phần mềm cũ và mới có thể thấy khác nhau."
       "Chỉ tin nội dung khi mở bằng phần mềm PDF hiện hành."
    en "The file has two kinds of cross-reference side by side, so old and new programs may see different \
        things."
       "Trust the content only as a current PDF program shows it."

PdfSizeWrong "pdf-size-wrong" Warning none Document
    vi "Số lượng đối tượng khai báo trong PDF không đúng ({value})."
       "Vẫn đọc được; nên đề nghị nơi gửi xuất lại PDF cho đúng chuẩn."
    en "The number of objects that the PDF declares is wrong ({value})."
       "It can still be read; better ask the sender to export the PDF again."

PdfEofMissing "pdf-eof-missing" Warning none Document
    vi "Tệp thiếu dấu kết thúc PDF, có thể bị cắt cụt hoặc bị nối thêm."
       "Tải lại tệp; so sánh kích thước với bản của nơi gửi."
    en "The end mark of the PDF is missing; the file may be cut off or added to."
       "Download the file again; compare its size with the sender's."

PdfPrevForward "pdf-prev-forward" Warning none Document
    vi "Một lần cập nhật trỏ về phần nằm phía sau nó trong tệp (tại byte {offset})."
       "Vẫn đọc được; nếu không phải tệp tối ưu cho web thì nên hỏi lại nơi gửi."
    en "An update points to a part that comes after it in the file (at byte {offset})."
       "It can still be read; ask the sender unless the file is optimised for the web."

PdfLinearized "pdf-linearized" Info none Document
    vi "Tệp được tối ưu để xem nhanh trên web."
       "Không cần làm gì."
    en "The file is optimised for fast web view (linearized)."
       "Nothing needs to be done."

PdfTwoWaysToCount "pdf-two-ways-to-count" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Phần dữ liệu lạ ở đầu tệp làm cho mỗi phần mềm có thể đọc ra một văn bản khác nhau."
       "Không kết luận theo nội dung hiển thị; đề nghị nơi gửi gửi lại bản gốc."
    en "The foreign bytes before the header let two programs read two different documents."
       "Do not rely on what is displayed; ask the sender for the original."

PdfRevisionPointerElsewhere "pdf-revision-pointer-elsewhere" Error indeterminate(SigConstraintsFailure)
        Integrity
    vi "Một lần cập nhật kết thúc bằng con trỏ đến chỗ khác, nên bản trước đó có thể hiển thị nội dung khác."
       "Không kết luận theo nội dung hiển thị; đề nghị nơi gửi gửi lại bản gốc."
    en "An update ends with a pointer to another place, so the earlier version may have shown other content."
       "Do not rely on what is displayed; ask the sender for the original."

PdfRevisionApart "pdf-revision-apart" Warning none Document
    vi "Giữa bảng tham chiếu và điểm kết thúc của một lần cập nhật có dữ liệu khác (tại byte {offset})."
       "Vẫn đọc được; nếu văn bản quan trọng hãy đề nghị nơi gửi xuất lại và ký lại."
    en "Other data stands between the cross-reference of an update and its end (at byte {offset})."
       "It can still be read; for an important document ask the sender to export and sign it again."

PdfEntryTwice "pdf-entry-twice" Warning none Document
    vi "Bảng tham chiếu liệt kê một đối tượng nhiều lần ({object})."
       "Mở văn bản bằng hai phần mềm khác nhau và so sánh; nếu khác nhau thì không chấp nhận."
    en "The cross-reference lists an object more than once ({object})."
       "Open the document with two programs and compare; if they differ do not accept it."

PdfEncryptionChanged "pdf-encryption-changed" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Cách mã hóa của tệp bị thay đổi trong một lần cập nhật."
       "Không kết luận theo nội dung hiển thị; đề nghị nơi gửi gửi lại bản gốc."
    en "An update changed how the file is encrypted."
       "Do not rely on what is displayed; ask the sender for the original."

PdfEncrypted "pdf-encrypted" Info none Document
    vi "Tệp được mã hóa."
       "Không cần làm gì nếu đã mở được."
    en "The file is encrypted."
       "Nothing needs to be done if it could be opened."

PdfEncryptedWithoutMac "pdf-encrypted-without-mac" Warning none Document
    vi "Tệp được mã hóa nhưng không có mã chống sửa đổi, nên phần mã hóa có thể bị thay đổi mà không bị \
        phát hiện ngoài chữ ký."
       "Chỉ tin phần đã được chữ ký bảo vệ; nên gửi văn bản đã ký ở dạng không mã hóa."
    en "The file is encrypted without a message authentication code, so only the signatures reveal changes \
        of the encrypted parts."
       "Trust only what a signature covers; better send signed documents without encryption."

PdfHiddenObjects "pdf-hidden-objects" Warning none Document
    vi "Trong tệp có đối tượng mà bảng tham chiếu không dẫn tới ({objects}); phần mềm phải sửa tệp mới thấy \
        chúng."
       "Không cần làm gì nếu văn bản hiển thị đúng; văn bản quan trọng nên được xuất lại trước khi ký."
    en "Objects stand in the file to which its cross-reference does not lead ({objects}); only a program that \
        repairs the file would see them."
       "Nothing needs to be done if the document looks right; export important documents anew before signing."

PdfReadersDisagree "pdf-readers-disagree" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Cấu trúc tệp bị hỏng khiến các phần mềm tự sửa và đọc ra nội dung khác nhau ({objects})."
       "Không kết luận theo nội dung hiển thị; đề nghị nơi gửi gửi lại bản gốc."
    en "The structure of the file makes programs repair it, and they then read another document ({objects})."
       "Do not rely on what is displayed; ask the sender for the original."

PdfEntryWrong "pdf-entry-wrong" Warning none Document
    vi "Bảng tham chiếu chỉ sai chỗ của một số đối tượng ({objects})."
       "Vẫn đọc được phần còn lại; nên đề nghị nơi gửi xuất lại PDF cho đúng chuẩn."
    en "The cross-reference leads to a wrong place for some objects ({objects})."
       "The rest can still be read; better ask the sender to export the PDF again."

PdfUnexplainedBytes "pdf-unexplained-bytes" Warning none Document
    vi "Giữa các đối tượng của PDF có {length} byte không thuộc phần nào (từ byte {offset})."
       "Vẫn đọc được; nên đề nghị nơi gửi xuất lại PDF cho đúng chuẩn."
    en "Between the objects of the PDF stand {length} bytes that belong to nothing (from byte {offset})."
       "It can still be read; better ask the sender to export the PDF again."

SignatureSkipped "signature-skipped" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Trong tệp có một chữ ký (đối tượng {object}, tại byte {offset}) mà bảng tham chiếu đã bỏ qua: bản đã ký \
        không còn được hiển thị."
       "Không coi là văn bản chưa ký; yêu cầu nơi gửi gửi lại bản đã ký."
    en "A signature stands in the file (object {object}, at byte {offset}) that its cross-reference passes over: \
        what was signed is not what is displayed."
       "Do not take it for an unsigned document; ask the sender for the version that was signed."

PdfObjectMalformed "pdf-object-malformed" Warning none Document
    vi "Một số đối tượng của PDF viết không đúng chuẩn ({objects}): {detail}."
       "Vẫn đọc được; nên đề nghị nơi gửi xuất lại PDF cho đúng chuẩn."
    en "Some objects of the PDF are not written as they should be ({objects}): {detail}."
       "They can still be read; better ask the sender to export the PDF again."

PdfNumberingGaps "pdf-numbering-gaps" Info none Document
    vi "Bảng tham chiếu đầu tiên của PDF bỏ cách một số số hiệu đối tượng (tại byte {offset})."
       "Không cần làm gì."
    en "The first cross-reference table of the PDF leaves out some object numbers (at byte {offset})."
       "Nothing needs to be done."

PdfFormUnreadable "pdf-form-unreadable" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Một phần biểu mẫu của PDF không đọc được ({objects}); trong đó có thể có chữ ký."
       "Chỉ tin các chữ ký còn lại cho phần của chúng; đề nghị nơi gửi gửi lại bản gốc."
    en "A part of the form of the PDF cannot be read ({objects}); a signature may be in it."
       "Believe the other signatures for what they cover; ask the sender for the original."

    ] } };
}
