//! Rows for the baseline levels of PAdES (ETSI EN 319 142-1 6) and for algorithms that end.

#[rustfmt::skip]
macro_rules! level_rows {
    ([$next:ident $($rest:ident)*] [$($rows:tt)*]) => { $next! { [$($rest)*] [$($rows)*

NotLtvTimestamp "not-ltv-timestamp" Info none Time
    vi "Chưa kiểm tra được lâu dài (chưa đạt mức B-T): chữ ký không có dấu thời gian hợp lệ."
       "Gắn dấu thời gian cho văn bản bằng kyso extend --level b-t."
    en "Not LTV (level B-T is not reached): the signature has no valid timestamp."
       "Add a timestamp to the document with kyso extend --level b-t."

NotLtvCertificate "not-ltv-certificate" Info none Identity
    vi "Chưa kiểm tra được lâu dài (chưa đạt mức B-LT): văn bản không mang theo chứng thư số {certificate}."
       "Bổ sung dữ liệu xác thực vào văn bản bằng kyso extend --level b-lt."
    en "Not LTV (level B-LT is not reached): the document does not carry the certificate {certificate}."
       "Add the validation data to the document with kyso extend --level b-lt."

NotLtvRevocation "not-ltv-revocation" Info none Identity
    vi "Chưa kiểm tra được lâu dài (chưa đạt mức B-LT): văn bản không mang theo CRL hoặc OCSP về {certificate}."
       "Bổ sung dữ liệu xác thực vào văn bản bằng kyso extend --level b-lt."
    en "Not LTV (level B-LT is not reached): the document carries neither CRL nor OCSP about {certificate}."
       "Add the validation data to the document with kyso extend --level b-lt."

NotLta "not-lta" Info none Time
    vi "Chưa đạt mức lưu trữ B-LTA: chưa có dấu thời gian hợp lệ bảo vệ dữ liệu xác thực của văn bản."
       "Nếu phải lưu trữ lâu dài, nâng mức bằng kyso extend --level b-lta."
    en "The archive level B-LTA is not reached: no valid timestamp protects the validation data of the \
        document."
       "For a long-term archive raise the level with kyso extend --level b-lta."

LevelRequired "level-required" Error indeterminate(SigConstraintsFailure) Time
    vi "Chữ ký đạt mức {level}, chính sách kiểm tra đòi hỏi mức {required}."
       "Nâng mức chữ ký bằng kyso extend, hoặc chọn chính sách khác nếu được phép."
    en "The signature reaches level {level}; the policy asks for {required}."
       "Raise the level with kyso extend, or choose another policy if you may."

AlgorithmEnded "algorithm-ended" Error indeterminate(CryptoConstraintsFailureNoPoe) Identity
    vi "Thuật toán {algorithm} không còn được tin cậy từ {time} và không có bằng chứng văn bản đã có trước đó."
       "Kiểm tra với dấu thời gian hoặc thời điểm nhận chứng minh được (--received)."
    en "The algorithm {algorithm} is not relied on any more since {time}, and nothing proves that the document \
        existed before."
       "Verify with a timestamp or with a time of receipt that can be proven (--received)."

CertificateExpiredNotRevoked "certificate-expired-not-revoked" Error indeterminate(OutOfBoundsNotRevoked) Identity
    vi "Chứng thư số của người ký đã hết hạn ngày {not_after}, chưa từng bị thu hồi; không có bằng chứng văn bản \
        được ký trước đó."
       "Kiểm tra với thời điểm đã nhận văn bản bằng --received, nếu chứng minh được; lần sau nên gắn dấu \
        thời gian."
    en "The signer's certificate expired on {not_after} and was not revoked until then; nothing proves that the \
        document was signed before."
       "Verify with the time of receipt (--received) if that can be proven; next time add a timestamp."

    ] } };
}
