//! Rows for what later revisions changed, and for what signatures allow to be changed.

#[rustfmt::skip]
macro_rules! change_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

ChangeInformation "change-information" Info none Document
    vi "Lần cập nhật {revision} ghi lại ngày sửa hoặc phần mềm tạo tệp."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} notes another date or program in the information of the document."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeMetadata "change-metadata" Info none Document
    vi "Lần cập nhật {revision} thay siêu dữ liệu của văn bản."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} replaced the metadata of the document."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeCatalog "change-catalog" Info none Document
    vi "Lần cập nhật {revision} sửa một khai báo chung không ảnh hưởng đến nội dung hiển thị ({name})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} changed a general setting that does not change what is shown ({name})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeValidationData "change-validation-data" Info none Document
    vi "Lần cập nhật {revision} thêm dữ liệu phục vụ kiểm tra lâu dài."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added data for later verification."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeDocumentTimestamp "change-document-timestamp" Info none Document
    vi "Lần cập nhật {revision} thêm dấu thời gian cho văn bản ({field})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added a document timestamp ({field})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeSignature "change-signature" Info none Document
    vi "Lần cập nhật {revision} thêm chữ ký không hiển thị ({field})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added a signature that is not shown on a page ({field})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeSignatureShown "change-signature-shown" Info none Document
    vi "Lần cập nhật {revision} thêm chữ ký có hình ảnh hiển thị ({field}) ({page})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added a signature that is shown on a page ({field}) ({page})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeCertification "change-certification" Info none Document
    vi "Lần cập nhật {revision} thêm chữ ký chứng nhận văn bản ({field})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added a signature that certifies the document ({field})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeSignatureField "change-signature-field" Info none Document
    vi "Lần cập nhật {revision} thêm một ô ký chưa ký ({field}) ({page})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added a signature field that is not signed ({field}) ({page})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeFieldFilled "change-field-filled" Info none Document
    vi "Lần cập nhật {revision} điền vào ô {field} của biểu mẫu ({page})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} filled in the form field {field} ({page})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeFormDisplay "change-form-display" Info none Document
    vi "Lần cập nhật {revision} sửa khai báo chung về cách hiển thị các ô của biểu mẫu ({name})."
       "Đối chiếu giá trị hiển thị của các ô với giá trị được lưu trong tệp."
    en "Update {revision} changed a setting of the form about how its fields are shown ({name})."
       "Compare what is shown in the fields with the values that are stored in the file."

ChangeAnnotationAdded "change-annotation-added" Info none Document
    vi "Lần cập nhật {revision} thêm {annotation} ({page})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} added {annotation} ({page})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeAnnotationChanged "change-annotation-changed" Info none Document
    vi "Lần cập nhật {revision} sửa {annotation} ({page})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} changed {annotation} ({page})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeAnnotationRemoved "change-annotation-removed" Info none Document
    vi "Lần cập nhật {revision} xóa {annotation} ({page})."
       "Không cần làm gì; kiểm tra nội dung này có đúng quy trình của cơ quan không."
    en "Update {revision} removed {annotation} ({page})."
       "Nothing needs to be done; see whether this is as your procedures have it."

ChangeCoversContent "change-covers-content" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Lần cập nhật {revision} đặt {thing} đè lên nội dung đã ký ({page})."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "Update {revision} put {thing} over content that was signed ({page})."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangeSignatureOverContent "change-signature-over-content" Warning none Integrity
    vi "Lần cập nhật {revision} thêm chữ ký hoặc con dấu {field} đè lên nội dung đã ký ({page})."
       "Nhìn xem dưới hình chữ ký hoặc con dấu có nội dung nào bị che hoặc bị thay không."
    en "Update {revision} added the signature or seal {field} over content that was signed ({page})."
       "See whether the picture hides or replaces anything that is written below it."

ChangeAppearanceMissing "change-appearance-missing" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Lần cập nhật {revision} đổi giá trị của ô {field} nhưng hình ảnh hiển thị vẫn như cũ ({page})."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "Update {revision} changed the value of the field {field} but not what is shown for it ({page})."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangeAppearanceDiffers "change-appearance-differs" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Lần cập nhật {revision} làm cho ô {field} hiển thị khác với giá trị được lưu ({page})."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "Update {revision} made the field {field} show something else than its value ({page})."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangeHidden "change-hidden" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Lần cập nhật {revision} thêm {thing} mà chỉ một số phần mềm hoặc bản in mới thấy ({page})."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "Update {revision} added {thing} that only some programs or printers show ({page})."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangeShownReplaced "change-shown-replaced" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Lần cập nhật {revision} sửa hoặc xóa {thing} đã hiển thị trên trang khi ký ({page})."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "Update {revision} changed or removed {thing} that was shown when the document was signed ({page})."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangeNotForeseen "change-not-foreseen" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Lần cập nhật {revision} thêm hoặc sửa {thing}, điều mà không chữ ký nào cho phép ({page})."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "Update {revision} added or changed {thing}, which no signature foresees ({page})."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangesNotCompared "changes-not-compared" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Có quá nhiều thay đổi và khóa để đối chiếu hết từng thay đổi sau chữ ký này."
       "Xem văn bản tại bản ngay sau khi ký; hỏi lại nơi gửi nếu nội dung quan trọng."
    en "There are too many changes and locks to compare each with the others."
       "Look at the version as it was signed; ask the sender where the content matters."

ChangeForbidden "change-forbidden" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} làm điều mà chữ ký chứng nhận mức {level} không cho phép: {thing} ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} did what a certification of level {level} does not allow: {thing} ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeFieldLocked "change-field-locked" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} sửa ô {field} đã bị một chữ ký khóa ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed the field {field}, which a signature had locked ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeUnknown "change-unknown" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi một phần không rõ của văn bản ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed an unknown part of the document ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeStructure "change-structure" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} chứa dữ liệu nằm ngoài cấu trúc của tệp hoặc cấu trúc không nhất quán \
        ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} holds data outside of the structure of the file, or a structure that does not \
        fit ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeCatalogReplaced "change-catalog-replaced" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi khai báo chung của văn bản ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed the general settings of the document ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangePageTree "change-page-tree" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thêm, bớt hoặc đổi thứ tự trang ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} added, removed or reordered pages ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangePage "change-page" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi một trang ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed a page ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangePageContent "change-page-content" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi nội dung của một trang ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed what is drawn on a page ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeResource "change-resource" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi thành phần mà các trang sử dụng ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed something that pages use ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeFont "change-font" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi một phông chữ, nên chữ trên trang có thể hiện thành chữ khác \
        ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed a font, so that other letters may be shown ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeImage "change-image" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay một hình ảnh ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed an image ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeDrawing "change-drawing" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay một bản vẽ mà các trang sử dụng ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed a drawing that pages use ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeAnnotation "change-annotation" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi {annotation} theo cách không được phép ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed {annotation} in a way that is not allowed ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeForm "change-form" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi cấu trúc của biểu mẫu ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed how the form is built ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeField "change-field" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi ô {field} của biểu mẫu ngoài việc điền giá trị ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed the form field {field} beyond filling it in ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeSignatureReplaced "change-signature-replaced" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi một chữ ký hoặc thêm chữ ký không bảo vệ lần cập nhật này ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed a signature, or added one that does not cover this update ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeAction "change-action" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thêm hoặc sửa mã lệnh hay hành động tự động ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} added or changed a script or an automatic action ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeEmbeddedFile "change-embedded-file" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thêm hoặc sửa tệp đính kèm bên trong văn bản ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} added or changed a file inside of the document ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeNavigation "change-navigation" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi mục lục, liên kết hoặc tên trong văn bản ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed outlines, links or names of the document ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeStructureTree "change-structure-tree" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi cấu trúc nội dung dùng cho trình đọc màn hình ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed the structure that screen readers follow ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeOptionalContent "change-optional-content" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay đổi các lớp nội dung ẩn hoặc hiện ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed layers of content that can be shown or hidden ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeMetadataReplaced "change-metadata-replaced" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} thay siêu dữ liệu của văn bản theo cách không được phép ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} changed the metadata of the document in a way that is not allowed ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

ChangeValidationDataReplaced "change-validation-data-replaced" Error failed(FormatFailure) Integrity
    vi "Lần cập nhật {revision} xóa hoặc thay dữ liệu phục vụ kiểm tra lâu dài ({page})."
       "Không chấp nhận bản này; dùng bản ngay sau khi ký hoặc đề nghị nơi gửi gửi lại bản gốc."
    en "Update {revision} removed or replaced data for later verification ({page})."
       "Do not accept this version; use the one as it was signed, or ask the sender for the original."

PermissionConflict "permission-conflict" Warning none Integrity
    vi "Các khai báo về thay đổi được phép sau chữ ký này mâu thuẫn nhau; áp dụng mức chặt nhất ({level})."
       "Không cần làm gì với chữ ký này; nên báo nơi phát hành phần mềm ký."
    en "What this signature allows to be changed is stated in conflicting ways; the strictest counts \
        ({level})."
       "Nothing needs to be done about this signature; better tell the maker of the signing software."

CertificationNotFirst "certification-not-first" Error indeterminate(SigConstraintsFailure) Integrity
    vi "Chữ ký chứng nhận này không phải là chữ ký đầu tiên của văn bản."
       "Hỏi lại nơi gửi vì sao văn bản được chứng nhận sau khi đã có chữ ký khác."
    en "This certification is not the first signature of the document."
       "Ask the sender why the document was certified after others had signed it."

    ] } };
}
