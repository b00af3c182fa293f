//! The flags of the tool and the state that they make.

/// What speaks against a signature. The values and names are those of the tool; with [`VgcaFlags::NONE`] there are
/// fourteen. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VgcaFlag {
    /// There is no signature.
    NotSigned,
    /// The document is not what was signed.
    DocumentModified,
    /// Nothing but the signer's word says when it was signed.
    NotTimestamped,
    /// The timestamp does not belong to the signature, or is broken.
    InvalidTimestampImprint,
    /// The certificate of the timestamping authority is not good.
    InvalidTsaCertificate,
    /// The signer's certificate is not good.
    InvalidSigningCertificate,
    /// The signer's certificate could not be checked.
    ErrorCheckingSigningCertificate,
    /// The certificate of the timestamping authority could not be checked.
    ErrorCheckingTsaCertificate,
    /// Revocation of the signer's certificate was not checked.
    NonCheckingRevokedSigningCert,
    /// Revocation of the timestamping authority's certificate was not checked.
    NonCheckingRevokedTsaCert,
    /// Something that is allowed was added after signing.
    NonCoversWholeDocument,
    /// The signature could not be checked.
    ErrorCheckingSignature,
    /// The signature or the document is malformed.
    FatalError,
}

impl VgcaFlag {
    /// Every flag, by value.
    pub const ALL: &'static [Self] = &[
        Self::NotSigned,
        Self::DocumentModified,
        Self::NotTimestamped,
        Self::InvalidTimestampImprint,
        Self::InvalidTsaCertificate,
        Self::InvalidSigningCertificate,
        Self::ErrorCheckingSigningCertificate,
        Self::ErrorCheckingTsaCertificate,
        Self::NonCheckingRevokedSigningCert,
        Self::NonCheckingRevokedTsaCert,
        Self::NonCoversWholeDocument,
        Self::ErrorCheckingSignature,
        Self::FatalError,
    ];

    /// Its bit.
    pub const fn value(self) -> u32 {
        self.row().0
    }

    /// Its name in the tool.
    pub const fn as_str(self) -> &'static str {
        self.row().1
    }

    /// What the tool shows, in Vietnamese.
    pub const fn text(self) -> &'static str {
        self.row().2
    }

    const fn row(self) -> (u32, &'static str, &'static str) {
        match self {
            Self::NotSigned => (0x1, "NotSigned", "Văn bản chưa được ký số"),
            Self::DocumentModified => (0x2, "DocumentModified", "Tài liệu đã bị thay đổi"),
            Self::NotTimestamped => (0x4, "NotTimestamped", "Chữ ký không được gắn dấu thời gian"),
            Self::InvalidTimestampImprint => (0x8, "InvalidTimestampImprint", "Dấu thời gian không hợp lệ"),
            Self::InvalidTsaCertificate => (0x10, "InvalidTSACertificate", "Chứng thư số TSA không hợp lệ"),
            Self::InvalidSigningCertificate => {
                (0x20, "InvalidSigningCertificate", "Chứng thư số không hợp lệ")
            }
            Self::ErrorCheckingSigningCertificate => {
                (0x40, "ErrorCheckingSigningCertificate", "Lỗi kiểm tra chứng thư số")
            }
            Self::ErrorCheckingTsaCertificate => {
                (0x80, "ErrorCheckingTSACertificate", "Lỗi kiểm tra chứng thư số TSA")
            }
            Self::NonCheckingRevokedSigningCert => (
                0x100,
                "NonCheckingRevokedSigningCert",
                "Không kiểm tra tình trạng hủy bỏ của chứng thư số ký",
            ),
            Self::NonCheckingRevokedTsaCert => {
                (0x200, "NonCheckingRevokedTSACert", "Không kiểm tra tình trạng hủy bỏ của chứng thư số TSA")
            }
            Self::NonCoversWholeDocument => (
                0x400,
                "NonCoversWholeDocument",
                "Nội dung đã ký chưa bị thay đổi; tài liệu có thay đổi trong giới hạn cho phép",
            ),
            Self::ErrorCheckingSignature => (0x800, "ErrorCheckingSignature", "Lỗi kiểm tra chữ ký"),
            Self::FatalError => (0x1000, "FatalError", "Định dạng chữ ký không hợp lệ"),
        }
    }
}

/// Several flags as the number that the tool gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct VgcaFlags(u32);

impl VgcaFlags {
    /// No flag: nothing speaks against the signature.
    pub const NONE: Self = Self(0);

    /// The number.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether this flag is among them.
    pub const fn contains(self, flag: VgcaFlag) -> bool {
        self.0 & flag.value() != 0
    }

    /// The flags, by value.
    pub fn iter(self) -> impl Iterator<Item = VgcaFlag> {
        VgcaFlag::ALL.iter().copied().filter(move |flag| self.contains(*flag))
    }

    /// The state that these flags make: any that says "invalid" makes the signature invalid; any other, but for
    /// changes that are allowed, leaves too little information. A missing timestamp is enough for that.
    pub fn state(self) -> VgcaState {
        if self.is_invalid() {
            VgcaState::Invalid
        } else if self.0 & !VgcaFlag::NonCoversWholeDocument.value() != 0 {
            VgcaState::NotEnoughInformation
        } else {
            VgcaState::Valid
        }
    }

    #[must_use]
    pub(super) const fn with(self, flag: VgcaFlag) -> Self {
        Self(self.0 | flag.value())
    }

    #[must_use]
    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_invalid(self) -> bool {
        INVALID.iter().any(|flag| self.contains(*flag))
    }
}

/// The three overall states of the tool. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VgcaState {
    /// Nothing speaks against it.
    Valid,
    /// Something could not be checked, or there is no timestamp.
    NotEnoughInformation,
    /// Something is wrong.
    Invalid,
}

impl VgcaState {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Valid, Self::NotEnoughInformation, Self::Invalid];

    /// The word that stands for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotEnoughInformation => "not-enough-information",
            Self::Invalid => "invalid",
        }
    }

    /// What the tool shows, in Vietnamese.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Valid => "Chữ ký hợp lệ!",
            Self::NotEnoughInformation => "Không đủ thông tin xác thực chữ ký!",
            Self::Invalid => "Chữ ký không hợp lệ!",
        }
    }
}

const INVALID: &[VgcaFlag] = &[
    VgcaFlag::DocumentModified,
    VgcaFlag::InvalidTimestampImprint,
    VgcaFlag::InvalidTsaCertificate,
    VgcaFlag::InvalidSigningCertificate,
];
