//! Rows for work that could not be done: one for each [`ErrorKind`](crate::ErrorKind).

#[rustfmt::skip]
macro_rules! failure_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

InvalidArgument "invalid-argument" Error none Document
    vi "Tham số không hợp lệ: {detail}."
       "Xem lại cách dùng bằng lệnh kyso --help rồi chạy lại với tham số đúng."
    en "Invalid argument: {detail}."
       "Look at the usage with kyso --help and run again with a correct argument."

OutputRefused "output-refused" Error none Document
    vi "Không được ghi kết quả vào nơi đã chọn: {detail}."
       "Chọn một tên tệp kết quả khác."
    en "The result must not be written there: {detail}."
       "Choose another name for the result."

FileNotFound "file-not-found" Error none Document
    vi "Không tìm thấy tệp: {detail}."
       "Kiểm tra lại tên tệp và thư mục."
    en "File not found: {detail}."
       "Check the file name and the folder."

NotAFile "not-a-file" Error none Document
    vi "Đây là thư mục hoặc thiết bị, không phải tệp: {detail}."
       "Chỉ rõ từng tệp cần xử lý."
    en "This is a folder or a device, not a file: {detail}."
       "Name the files themselves."

FileUnreadable "file-unreadable" Error none Document
    vi "Hệ điều hành không cho đọc: {detail}."
       "Xin quyền đọc tệp, hoặc đóng chương trình đang giữ tệp rồi thử lại."
    en "The operating system does not let it be read: {detail}."
       "Ask for permission to read the file, or close the program that holds it, and try again."

WriteFailed "write-failed" Error none Document
    vi "Không ghi được kết quả: {detail}. Tệp gốc vẫn nguyên vẹn."
       "Kiểm tra dung lượng đĩa còn trống và quyền ghi vào thư mục rồi thử lại."
    en "The result could not be written: {detail}. The input is untouched."
       "Check the free space of the disk and the permission to write to the folder, and try again."

EmptyFile "empty-file" Error none Document
    vi "Tệp rỗng, không có dữ liệu."
       "Tải lại tệp hoặc đề nghị nơi gửi gửi lại."
    en "The file is empty."
       "Download the file again or ask the sender to send it again."

UnknownFormat "unknown-format" Error none Document
    vi "Không nhận ra định dạng của tệp: {detail}."
       "Chỉ dùng tệp PDF đã ký; nếu tệp có đuôi .pdf thì nội dung không phải PDF, hãy đề nghị nơi gửi gửi \
        lại."
    en "The format of the file is not recognised: {detail}."
       "Use a signed PDF file; if its name ends in .pdf its content is not PDF: ask the sender to send it \
        again."

MalformedPdf "malformed-pdf" Error none Document
    vi "Tệp PDF bị hỏng hoặc bị cắt cụt, không đọc được cấu trúc ({detail})."
       "Tải lại tệp hoặc đề nghị nơi gửi gửi lại; không dùng phần mềm sửa tệp vì sẽ làm mất chữ ký."
    en "The PDF file is damaged or cut off; its structure cannot be followed ({detail})."
       "Download the file again or ask the sender to send it again; do not repair it, that destroys \
        signatures."

UnsupportedEncryption "unsupported-encryption" Error none Document
    vi "Tệp được mã hóa theo cách chưa được hỗ trợ ({detail})."
       "Đề nghị nơi gửi cung cấp bản không mã hóa, hoặc bản chỉ đặt mật khẩu."
    en "The file is encrypted in a way that is not supported ({detail})."
       "Ask the sender for a file that is not encrypted, or encrypted with a password only."

PasswordRequired "password-required" Error none Document
    vi "Cần mật khẩu để mở ({detail})."
       "Đặt mật khẩu vào một biến môi trường và chỉ tên biến bằng --password-env."
    en "A password is needed to open it ({detail})."
       "Put the password into an environment variable and name the variable with --password-env."

WrongPassword "wrong-password" Error none Document
    vi "Mật khẩu không đúng ({detail})."
       "Kiểm tra bộ gõ tiếng Việt, phím Caps Lock và nhập lại mật khẩu."
    en "The password is wrong ({detail})."
       "Check the keyboard layout and Caps Lock, and enter the password again."

LimitExceeded "limit-exceeded" Error none Document
    vi "Tệp đòi hỏi xử lý vượt giới hạn an toàn ({detail}); tệp có thể được tạo ra để gây quá tải."
       "Không mở tệp bằng phần mềm khác; hỏi nơi gửi về nguồn gốc của tệp."
    en "The file asks for more work than is safe ({detail}); it may be made to overload the reader."
       "Do not open the file with other software; ask the sender where it comes from."

MalformedAsn1 "malformed-asn1" Error none Document
    vi "Dữ liệu chứng thư số hoặc chữ ký bị hỏng ({detail})."
       "Lấy lại tệp từ nguồn ban đầu."
    en "The data of a certificate or signature is damaged ({detail})."
       "Get the file again from where it came."

MalformedCertificate "malformed-certificate" Error none Document
    vi "Không đọc được chứng thư số ({detail})."
       "Dùng tệp chứng thư số đúng định dạng PEM, DER hoặc P7B do cơ quan cấp cung cấp."
    en "A certificate cannot be read ({detail})."
       "Use the certificate file in PEM, DER or P7B form from the authority that issued it."

MalformedCms "malformed-cms" Error none Document
    vi "Không đọc được dữ liệu chữ ký số ({detail})."
       "Lấy lại chữ ký từ thiết bị hoặc dịch vụ ký."
    en "The signature data cannot be read ({detail})."
       "Get the signature again from the device or service that signed."

MalformedKeyFile "malformed-key-file" Error none Document
    vi "Tệp khóa bị hỏng hoặc không đúng loại ({detail})."
       "Dùng tệp .p12, .pfx hoặc .pem nguyên vẹn do cơ quan cấp chứng thư số cung cấp."
    en "The key file is damaged or of an unknown kind ({detail})."
       "Use the undamaged .p12, .pfx or .pem file from the authority that issued the certificate."

NoPrivateKey "no-private-key" Error none Document
    vi "Tệp khóa không có khóa bí mật ({detail})."
       "Xuất lại chứng thư số kèm khóa bí mật; tệp .cer hoặc .crt chỉ có chứng thư số nên không dùng để ký \
        được."
    en "The key file has no private key ({detail})."
       "Export the certificate together with its private key; a .cer or .crt file alone cannot sign."

SeveralPrivateKeys "several-private-keys" Error none Document
    vi "Tệp khóa có nhiều khóa bí mật, không biết dùng khóa nào ({detail})."
       "Xuất riêng khóa cần dùng ra một tệp, hoặc chỉ rõ chứng thư số bằng --cert."
    en "The key file has several private keys and none was chosen ({detail})."
       "Export the wanted key to a file of its own, or name the certificate with --cert."

NoCertificate "no-certificate" Error none Document
    vi "Không có chứng thư số cần dùng ({detail})."
       "Chỉ rõ tệp chứng thư số bằng --cert hoặc --trust."
    en "The certificate that is needed is not there ({detail})."
       "Name the certificate file with --cert or --trust."

MalformedRevocationData "malformed-revocation-data" Error none Document
    vi "Không đọc được danh sách thu hồi (CRL) hoặc trả lời OCSP ({detail})."
       "Tải lại CRL hoặc trả lời OCSP từ cơ quan cấp chứng thư số."
    en "A revocation list (CRL) or OCSP response cannot be read ({detail})."
       "Get the CRL or OCSP response again from the authority."

OcspUnsuccessful "ocsp-unsuccessful" Error none Document
    vi "Dịch vụ OCSP không trả lời được câu hỏi ({detail})."
       "Thử lại sau, hoặc dùng danh sách thu hồi (CRL)."
    en "The OCSP responder gave no answer to the question ({detail})."
       "Try again later, or use the CRL."

UnsupportedAlgorithm "unsupported-algorithm" Error none Document
    vi "Thuật toán hoặc loại khóa chưa được hỗ trợ ({detail})."
       "Dùng khóa RSA từ 2048 bit, hoặc ECDSA P-256, P-384, P-521."
    en "The algorithm or kind of key is not supported ({detail})."
       "Use an RSA key of at least 2048 bits, or ECDSA with P-256, P-384 or P-521."

SigningForbidden "signing-forbidden" Error none Document
    vi "Văn bản không cho phép ký thêm ({detail})."
       "Đề nghị người ký trước phát hành lại văn bản có cho phép ký tiếp."
    en "The document does not allow this signature ({detail})."
       "Ask the earlier signer to issue the document again so that it allows further signatures."

FieldNotFound "field-not-found" Error none Document
    vi "Văn bản không có ô chữ ký này ({detail})."
       "Dùng lệnh kyso inspect để xem tên các ô chữ ký."
    en "The document has no signature field of this name ({detail})."
       "Use kyso inspect to see the names of the signature fields."

FieldAlreadySigned "field-already-signed" Error none Document
    vi "Ô chữ ký này đã được ký ({detail})."
       "Chọn ô chữ ký khác, hoặc bỏ --field để tạo ô mới."
    en "The signature field is signed already ({detail})."
       "Choose another field, or leave out --field to make a new one."

SeedValueConflict "seed-value-conflict" Error none Document
    vi "Ô chữ ký quy định cách ký khác với lựa chọn hiện tại ({detail})."
       "Ký theo đúng quy định của ô chữ ký, hoặc dùng ô khác."
    en "The signature field asks for something else than was chosen ({detail})."
       "Sign as the field asks, or use another field."

KeyMismatch "key-mismatch" Error none Document
    vi "Khóa bí mật không phải của chứng thư số này ({detail})."
       "Dùng chứng thư số được cấp cho đúng khóa này."
    en "The private key does not belong to the certificate ({detail})."
       "Use the certificate that was issued for this key."

SigningCertificateExpired "signing-certificate-expired" Error none Document
    vi "Không ký được vì chứng thư số đã hết hạn ({detail})."
       "Làm thủ tục gia hạn hoặc cấp mới chứng thư số."
    en "Signing is refused because the certificate has expired ({detail})."
       "Have the certificate renewed; for tests say --allow-expired."

SigningCertificateNotYetValid "signing-certificate-not-yet-valid" Error none Document
    vi "Không ký được vì chứng thư số chưa có hiệu lực ({detail})."
       "Kiểm tra ngày giờ của máy; nếu đúng thì chờ đến ngày chứng thư số có hiệu lực."
    en "Signing is refused because the certificate is not in force yet ({detail})."
       "Check the clock of the computer; if it is right, wait until the certificate is in force."

SigningCertificateWrongUsage "signing-certificate-wrong-usage" Error none Document
    vi "Không ký được vì chứng thư số không dùng để ký văn bản ({detail})."
       "Chọn chứng thư số ký; chứng thư số có tên kết thúc bằng (M) là để mã hóa."
    en "Signing is refused because the certificate is not meant for signing documents ({detail})."
       "Choose the signing certificate; one whose name ends in (M) is for encryption."

PlaceholderTooSmall "placeholder-too-small" Error none Document
    vi "Chỗ dành sẵn cho chữ ký không đủ ({detail})."
       "Chuẩn bị lại văn bản với chỗ dành sẵn lớn hơn rồi ký lại."
    en "The signature does not fit into the space kept for it ({detail})."
       "Prepare the document again with more space and sign again."

SignatureValueInvalid "signature-value-invalid" Error none Document
    vi "Giá trị chữ ký nhận được không khớp với chứng thư số ({detail})."
       "Kiểm tra đúng thiết bị ký, đúng chứng thư số và đúng dữ liệu đã đưa đi ký."
    en "The signature value does not verify with the certificate's key ({detail})."
       "Check that the right device, the right certificate and the right bytes were used."

MalformedPolicy "malformed-policy" Error none Document
    vi "Tệp chính sách kiểm tra không đúng ({detail})."
       "Sửa khóa được nêu tên; docs/trust.md giải thích các khóa."
    en "The policy file makes no sense ({detail})."
       "Correct the key that is named; docs/trust.md explains the keys."

MalformedState "malformed-state" Error none Document
    vi "Tệp trạng thái ký hai bước bị hỏng hoặc thuộc phiên bản khác ({detail})."
       "Chạy lại kyso prepare để tạo trạng thái mới."
    en "The state file of the two-step signature is damaged or of another version ({detail})."
       "Run kyso prepare again to make a new one."

StateMismatch "state-mismatch" Error none Document
    vi "Tệp trạng thái ký hai bước là của văn bản khác ({detail})."
       "Dùng đúng văn bản đã chuẩn bị, không sửa đổi sau khi chuẩn bị."
    en "The state file of the two-step signature belongs to another document ({detail})."
       "Use the document that was prepared, unchanged since."

LevelNotReached "level-not-reached" Error none Document
    vi "Chưa nâng được văn bản lên mức cần thiết ({detail})."
       "Bổ sung bằng chứng được nêu bằng --crl, --ocsp hoặc --cert, chỉ rõ chứng thư số gốc bằng --trust, hoặc \
        chờ cơ quan cấp công bố danh sách thu hồi mới rồi thử lại."
    en "The document cannot be raised to the level that is asked for ({detail})."
       "Supply the evidence that is named with --crl, --ocsp or --cert and the root with --trust, or wait until \
        the authority publishes a newer revocation list, and try again."

UrlRefused "url-refused" Error none Document
    vi "Không được phép truy cập địa chỉ mạng này: {detail}."
       "Nếu địa chỉ thuộc mạng nội bộ tin cậy thì cho phép bằng --allow-private, hoặc chỉ nơi khác bằng \
        --rewrite."
    en "This network address must not be asked: {detail}."
       "If it belongs to your own network, allow it with --allow-private, or name another place with \
        --rewrite."

FetchFailed "fetch-failed" Error none Document
    vi "Không lấy được dữ liệu từ dịch vụ trên mạng: {detail}."
       "Kiểm tra kết nối mạng, proxy và địa chỉ dịch vụ rồi thử lại sau."
    en "A service on the network did not give what was asked of it: {detail}."
       "Check the connection, the proxy and the address of the service, and try again later."

TimestampRefused "timestamp-refused" Error none Document
    vi "Tổ chức cấp dấu thời gian từ chối yêu cầu ({detail})."
       "Xem lý do từ chối; nếu do quá số lần cho phép hoặc hệ thống của họ bận thì thử lại sau, hoặc chọn tổ \
        chức khác bằng --tsa."
    en "The timestamp authority refused the request ({detail})."
       "See its reason; if it is busy or allows no more requests try again later, or choose another one with \
        --tsa."

TimestampUnusable "timestamp-unusable" Error none Document
    vi "Câu trả lời của tổ chức cấp dấu thời gian không dùng được ({detail})."
       "Kiểm tra địa chỉ dịch vụ; nếu đúng thì báo cho tổ chức cấp dấu thời gian và chọn tổ chức khác bằng \
        --tsa."
    en "The answer of the timestamp authority is of no use ({detail})."
       "Check the address of the service; if it is right tell the authority, and choose another one with \
        --tsa."

InternalError "internal-error" Error none Document
    vi "Lỗi của phần mềm kyso ({detail})."
       "Báo lỗi cho nhóm phát triển kèm thông báo này; không kết luận gì về văn bản."
    en "A fault of kyso itself ({detail})."
       "Report it to the developers with this message; conclude nothing about the document."

    ] } };
}
