//! The help of the command in Vietnamese. The English one stands beside the arguments.

use clap::Command;

/// The same command with its help in Vietnamese.
pub(super) fn translate(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let command = command
        .mut_args(|argument| {
            let text = find(HELP, &name, argument.get_id().as_str());
            let argument = match text {
                Some(text) => argument.help(text),
                None => argument,
            };
            let heading = if argument.is_positional() { "Tham số" } else { "Tùy chọn" };
            argument.help_heading(heading)
        })
        .mut_subcommands(translate)
        .subcommand_help_heading("Lệnh");
    match find(ABOUT, &name, "") {
        Some(about) => command.about(about),
        None => command,
    }
}

/// After the help of the whole command.
pub(super) const AFTER_HELP: &str = "Mã kết thúc: 0 hợp lệ, 1 không hợp lệ, 2 dùng sai cách, 3 không đủ thông tin, \
                                     4 chưa ký, 5 không đọc được hoặc không làm được.";

/// The text for this command and argument; a row without a command serves all of them.
fn find(table: &[(&str, &str, &'static str)], command: &str, argument: &str) -> Option<&'static str> {
    let row = |wanted: &str| {
        table.iter().find(|(of, name, _)| *of == wanted && *name == argument).map(|(_, _, text)| *text)
    };
    row(command).or_else(|| row(""))
}

const ABOUT: &[(&str, &str, &str)] = &[
    ("kyso", "", "Ký và kiểm tra chữ ký số trên văn bản"),
    ("demo", "", "Tạo PKI thử nghiệm và một công văn; ký, kiểm tra, giả mạo rồi kiểm tra lại"),
    ("verify", "", "Kiểm tra chữ ký trên văn bản"),
    ("sign", "", "Ký một văn bản"),
    ("prepare", "", "Bước một khi ký hai bước: tạo dữ liệu để thiết bị hoặc dịch vụ ký"),
    ("complete", "", "Bước hai khi ký hai bước: đưa chữ ký vào văn bản"),
    ("extend", "", "Nâng chữ ký trên văn bản lên mức kiểm tra được lâu dài, hoặc gia hạn lưu trữ"),
    ("diff", "", "Xem từng lần cập nhật sau đó đã thay đổi gì trong văn bản, không kết luận"),
    ("inspect", "", "Xem những gì văn bản và chữ ký tự ghi, không kết luận"),
    ("trust", "", "Xem chứng thư số trước khi đưa vào danh sách tin cậy"),
    (
        "check",
        "",
        "Cho biết chứng thư số là gì: của ai, vân tay có được ghim không, còn hiệu lực không, có yếu không",
    ),
    ("pki", "", "Tạo PKI thử nghiệm"),
    ("serve", "", "Phục vụ dấu thời gian, OCSP, CRL và chứng thư số CA của PKI thử nghiệm trên máy này"),
    ("new", "", "Tạo PKI thử nghiệm giống PKI của Ban Cơ yếu Chính phủ"),
];

const HELP: &[(&str, &str, &str)] = &[
    ("", "help", "Xem hướng dẫn"),
    ("", "version", "Xem phiên bản"),
    ("", "language", "Ngôn ngữ của báo cáo và thông báo [mặc định: theo hệ thống]"),
    ("demo", "folder", "Thư mục chứa mọi tệp được tạo"),
    ("verify", "files", "Các văn bản cần kiểm tra"),
    ("verify", "cert", "Chứng thư số bổ sung để dựng đường dẫn chứng thực; không được coi là tin cậy"),
    ("verify", "received", "Thời điểm chứng minh được là đã có văn bản như hiện tại, ví dụ lúc nhận văn bản"),
    (
        "verify",
        "policy",
        "Chính sách kiểm tra: strict, vn-gca, eu-like hoặc tệp chính sách [mặc định: strict]",
    ),
    ("check", "files", "Chứng thư số: tệp (PEM, DER, P7B) hoặc thư mục"),
    ("check", "at", "Xét hiệu lực tại thời điểm này [mặc định: bây giờ]"),
    ("check", "format", "Dạng kết quả"),
    ("verify", "at", "Kiểm tra tại thời điểm này, ví dụ 2026-11-20T08:30:00+07:00 [mặc định: bây giờ]"),
    ("verify", "format", "Dạng báo cáo"),
    ("verify", "output", "Ghi báo cáo vào tệp này thay vì ra màn hình"),
    ("verify", "password_env", "Biến môi trường chứa mật khẩu của văn bản mã hóa"),
    ("diff", "file", "Văn bản cần xem"),
    ("diff", "format", "Dạng kết quả"),
    ("diff", "password_env", "Biến môi trường chứa mật khẩu của văn bản mã hóa"),
    ("inspect", "file", "Văn bản cần xem"),
    ("inspect", "format", "Dạng kết quả"),
    ("inspect", "password_env", "Biến môi trường chứa mật khẩu của văn bản mã hóa"),
    ("", "file", "Văn bản cần ký"),
    ("complete", "file", "Văn bản đã chuẩn bị ở bước một, giữ nguyên"),
    ("", "output", "Văn bản đã ký; có thể là chính văn bản gốc"),
    ("sign", "key", "Khóa bí mật kèm chứng thư số: PKCS#12 (.p12, .pfx), PEM hoặc DER"),
    ("sign", "cert", "Chứng thư số của người ký và cơ quan cấp, nếu tệp khóa không có"),
    ("prepare", "cert", "Chứng thư số: của người ký trước, rồi đến cơ quan cấp"),
    ("sign", "password_env", "Biến môi trường chứa mật khẩu của tệp khóa [mặc định: hỏi trên màn hình]"),
    ("new", "password_env", "Biến môi trường chứa mật khẩu của các tệp khóa [mặc định: mật khẩu là kyso]"),
    ("prepare", "state", "Tệp trạng thái dùng cho bước hai"),
    ("complete", "state", "Tệp trạng thái của bước một"),
    ("prepare", "to_sign", "Ghi thêm dữ liệu cần ký vào tệp này"),
    ("complete", "value", "Giá trị chữ ký do thiết bị hoặc dịch vụ tạo ra"),
    ("", "level", "Mức của chữ ký"),
    ("extend", "file", "Văn bản đã ký"),
    ("extend", "output", "Văn bản đã nâng mức; có thể là chính văn bản gốc"),
    ("extend", "level", "Mức cần đạt"),
    ("extend", "cert", "Chứng thư số bổ sung để dựng đường dẫn chứng thực; không được coi là tin cậy"),
    ("extend", "password_env", "Biến môi trường chứa mật khẩu của văn bản mã hóa"),
    ("", "tsa", "Dịch vụ cấp dấu thời gian (RFC 3161), cần cho mức b-t trở lên"),
    (
        "",
        "trust",
        "Chứng thư số tin cậy và chứng thư số trung gian: tệp (PEM, DER, P7B) hoặc thư mục, kể cả CRL trong đó",
    ),
    (
        "",
        "policy",
        "Chữ ký phải đạt yêu cầu nào trước: strict, vn-gca, eu-like hoặc tệp chính sách [mặc định: strict]",
    ),
    ("", "crl", "Danh sách chứng thư số bị thu hồi (CRL): tệp (DER, PEM) hoặc thư mục"),
    ("", "ocsp", "Trả lời OCSP: tệp (DER) hoặc thư mục"),
    ("", "online", "Tải những gì còn thiếu từ địa chỉ ghi trong chứng thư số"),
    ("", "hash", "Thuật toán băm [mặc định: theo ô chữ ký, nếu không thì sha256]"),
    ("", "pss", "Ký bằng RSASSA-PSS thay cho PKCS#1 v1.5"),
    ("", "sub_filter", "Định dạng chữ ký [mặc định: theo ô chữ ký, nếu không thì etsi.cades.detached]"),
    ("", "field", "Ký vào ô chữ ký trống có sẵn này [mặc định: ô mới, không hiển thị]"),
    (
        "",
        "certify",
        "Chứng nhận văn bản; sau đó cho phép 1: không gì cả, 2: biểu mẫu và ký, 3: thêm chú thích",
    ),
    ("", "reason", "Lý do ký"),
    ("", "location", "Nơi ký"),
    ("", "document_password_env", "Biến môi trường chứa mật khẩu của văn bản mã hóa"),
    ("", "strict", "Từ chối văn bản có nội dung ẩn hoặc có thể thay đổi, thay vì chỉ cảnh báo"),
    ("", "allow_expired", "Vẫn ký dù chứng thư số ngoài thời hạn hiệu lực: chỉ để thử nghiệm"),
    (
        "new",
        "url",
        "Địa chỉ dịch vụ ghi trong chứng thư số, ví dụ http://127.0.0.1:8080 [mặc định: không có thật]",
    ),
    ("serve", "folder", "Thư mục do kyso pki new tạo ra"),
    ("serve", "port", "Cổng trên 127.0.0.1; 0 là cổng trống bất kỳ"),
    (
        "serve",
        "misbehave",
        "Cố ý trả lời sai theo kiểu này, ví dụ slow, status-500, wrong-nonce; hoặc ghi trước đường dẫn: /slow/tsa",
    ),
    ("serve", "password_env", "Biến môi trường chứa mật khẩu của các tệp khóa [mặc định: mật khẩu là kyso]"),
    (
        "demo",
        "online",
        "Chạy thêm các máy chủ thử nghiệm trên máy này, ký với dấu thời gian của chúng, kiểm tra có và không có mạng",
    ),
    ("", "allow_private", "Cho phép văn bản chỉ đến địa chỉ của mạng nội bộ và của chính máy này"),
    (
        "",
        "rewrite",
        "Hỏi nơi khác thay thế, theo phần đầu của URL: http://ocsp.ca.btc/=http://ocsp.ca.gov.vn/",
    ),
    ("", "mirror", "Hỏi thêm nơi này khi nơi đầu không có"),
    ("", "cache", "Giữ dữ liệu đã lấy trong thư mục này cho đến khi phải lấy mới"),
    ("", "proxy", "Proxy, ví dụ http://proxy.example.vn:3128 [mặc định: biến https_proxy hoặc http_proxy]"),
    ("", "timeout", "Số giây chờ một trả lời [mặc định: 30, với dịch vụ dấu thời gian 150]"),
    ("", "tsa_user", "Tên người dùng của dịch vụ cấp dấu thời gian"),
    ("", "tsa_password_env", "Biến môi trường chứa mật khẩu của dịch vụ cấp dấu thời gian"),
    ("", "tsa_plain_password", "Gửi mật khẩu cả qua http, nơi người khác có thể đọc được"),
    ("", "tsa_cert", "Khóa và chứng thư số để trình với dịch vụ cấp dấu thời gian: PKCS#12 hoặc PEM"),
    ("", "tsa_cert_password_env", "Biến môi trường chứa mật khẩu của tệp khóa đó"),
    ("new", "folder", "Thư mục chứa chứng thư số, khóa và danh sách thu hồi; phải còn trống"),
];

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::{ABOUT, HELP, find};
    use crate::cli::arguments::Arguments;

    fn assert_translated(command: &Command) {
        let name = command.get_name();
        assert!(find(ABOUT, name, "").is_some(), "{name} has no text");
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            assert!(find(HELP, name, id).is_some(), "{name} {id} has no text");
        }
        command.get_subcommands().for_each(assert_translated);
    }

    #[test]
    fn every_command_and_argument_has_its_help_in_vietnamese() {
        let mut command = Arguments::command();
        command.build();
        assert_translated(&command);
    }
}
