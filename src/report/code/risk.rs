//! Rows for what a document holds that can show something else later, elsewhere or to others (attacks P5 to P8, P21).
//! None of them changes a verdict: what was signed was signed with them.

#[rustfmt::skip]
macro_rules! risk_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

RiskTextHidden "risk-text-hidden" Warning none Document
    vi "Có chữ nằm khuất dưới hình ảnh hoặc mảng màu vẽ đè lên sau (trang {page})."
       "Trước khi ký hãy xuất lại văn bản từ bản gốc; nếu đã ký thì so sánh với bản của nơi phát hành."
    en "Text lies under an image or a filled area that is drawn over it (page {page})."
       "Export the document anew before signing; if it is signed compare it with the issuer's copy."

RiskTextUnderAnnotation "risk-text-under-annotation" Warning none Document
    vi "Có chữ của trang bị chú thích hoặc ô biểu mẫu che mất (trang {page}): {name}."
       "Ẩn các chú thích để đọc phần bị che; trước khi ký hãy xuất lại văn bản từ bản gốc."
    en "An annotation or form field hides text of the page (page {page}): {name}."
       "Hide the annotations to read what is under them; export the document anew before signing."

RiskPageOutside "risk-page-outside" Warning none Document
    vi "Trong tệp có trang hoặc cây trang không thuộc văn bản đang hiển thị (đối tượng {object})."
       "Có thể là nội dung chuẩn bị sẵn để tráo; hãy xuất lại văn bản từ bản gốc trước khi ký."
    en "The file holds pages or page trees that are no part of the document that is shown (object {object})."
       "They may be kept to be exchanged later; export the document anew before signing."

RiskFieldDiffers "risk-field-differs" Warning none Document
    vi "Giá trị của ô biểu mẫu khác với chữ đang hiển thị ({field})."
       "Mỗi phần mềm có thể hiển thị một nội dung; hãy mở biểu mẫu, nhập lại ô này rồi mới ký."
    en "The value of a form field is not what its appearance shows ({field})."
       "Programs may show one or the other; fill in the field again before signing."

RiskScript "risk-script" Warning none Document
    vi "Văn bản chứa mã JavaScript (đối tượng {object}), có thể thay đổi nội dung hiển thị."
       "Hãy xuất lại văn bản không kèm mã lệnh trước khi ký; khi kiểm tra nên tắt JavaScript."
    en "The document contains JavaScript (object {object}), which can change what is shown."
       "Export the document without scripts before signing; switch JavaScript off when you look at it."

RiskAction "risk-action" Warning none Document
    vi "Văn bản có lệnh chạy chương trình, nhập dữ liệu hoặc ẩn hiện nội dung (đối tượng {object}): {name}."
       "Không bấm vào các lệnh này; hãy xuất lại văn bản không kèm chúng trước khi ký."
    en "The document can start programs, import data or show and hide content (object {object}): {name}."
       "Do not follow these actions; export the document without them before signing."

RiskActionOutward "risk-action-outward" Info none Document
    vi "Văn bản có lệnh gửi dữ liệu ra ngoài hoặc mở tệp khác (đối tượng {object}): {name}."
       "Chỉ dùng khi tin nơi phát hành; chữ ký không bảo vệ những gì nằm ngoài văn bản."
    en "The document can send data or open another file (object {object}): {name}."
       "Use that only if you trust the issuer; the signature protects nothing outside the document."

RiskExternalStream "risk-external-stream" Warning none Document
    vi "Một phần nội dung nằm ở tệp bên ngoài (đối tượng {object}), chữ ký không bảo vệ được."
       "Hãy xuất lại để toàn bộ nội dung nằm trong một tệp rồi mới ký."
    en "Part of the content stands in another file (object {object}), which no signature protects."
       "Export the document so that all of it is in one file before signing."

RiskReferencedContent "risk-referenced-content" Warning none Document
    vi "Một phần nội dung được lấy hoặc thay từ tài liệu khác (đối tượng {object})."
       "Hãy xuất lại để toàn bộ nội dung nằm trong một tệp rồi mới ký."
    en "Part of the content is taken from another document or replaced when it is printed (object {object})."
       "Export the document so that all of it is in one file before signing."

RiskLayersHidden "risk-layers-hidden" Warning none Document
    vi "Văn bản có lớp nội dung đang ẩn hoặc chỉ hiện theo điều kiện, chẳng hạn khi in."
       "Bật tất cả các lớp để đọc; hãy gộp lớp và xuất lại văn bản trước khi ký."
    en "The document has layers that are hidden or shown on conditions, such as printing."
       "Show all layers to read them; flatten the layers and export the document anew before signing."

RiskLayers "risk-layers" Info none Document
    vi "Văn bản có các lớp nội dung mà người đọc có thể ẩn đi."
       "Không cần làm gì nếu đang thấy đủ nội dung; văn bản quan trọng nên gộp lớp trước khi ký."
    en "The document has layers that a reader can hide."
       "Nothing needs to be done if all of it is shown; better flatten important documents before signing."

RiskXfa "risk-xfa" Warning none Document
    vi "Văn bản có biểu mẫu XFA (đối tượng {object}), nên mỗi phần mềm có thể hiển thị một nội dung khác nhau."
       "Hãy in biểu mẫu ra PDF thường rồi mới ký."
    en "The document has an XFA form (object {object}), so that programs may show different content."
       "Print the form to a plain PDF before signing."

RiskRichMedia "risk-rich-media" Warning none Document
    vi "Văn bản có phim, âm thanh hoặc mô hình 3D (đối tượng {object}): {name}."
       "Nội dung đó phụ thuộc phần mềm; hãy xuất lại văn bản không kèm chúng trước khi ký."
    en "The document holds film, sound or 3D models (object {object}): {name}."
       "What they show depends on the program; export the document without them before signing."

RiskEmbeddedFile "risk-embedded-file" Info none Document
    vi "Văn bản có tệp đính kèm bên trong (đối tượng {object})."
       "Chữ ký bảo vệ cả tệp đính kèm, nhưng hãy mở và đọc chúng trước khi ký."
    en "Files are embedded in the document (object {object})."
       "A signature protects them too, but open and read them before signing."

RiskFontMissing "risk-font-missing" Info none Document
    vi "Phông chữ không được nhúng trong tệp, nên chữ có thể hiển thị khác nhau trên từng máy ({name})."
       "Nên nhúng phông chữ khi xuất PDF."
    en "Fonts are not in the file, so that letters may look different on each computer ({name})."
       "Better embed the fonts when exporting the PDF."

RiskScanIncomplete "risk-scan-incomplete" Info none Document
    vi "Chưa tìm hết các nội dung ẩn hoặc có thể thay đổi, vì tệp lớn hoặc có phần không đọc được."
       "Chạy lệnh kyso inspect để tìm kỹ hơn."
    en "Not all of the document was searched for hidden or changeable content: it is large, or a part of it \
        cannot be read."
       "Run the command kyso inspect for a longer search."

    ] } };
}
