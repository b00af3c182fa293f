//! The words of the report: closed lists, each written once.

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word that stands for it in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

words! {
    /// What kind of file a document is, recognised from its bytes.
    Format {
        /// ISO 32000.
        Pdf = "pdf",
        /// A message of the national document exchange axis.
        EdXml = "edxml",
        /// XML with a signature of its own.
        Xml = "xml",
        /// A cryptographic message (RFC 5652) by itself.
        Cms = "cms",
    }
}

words! {
    /// The state of a whole document.
    Verdict {
        /// Every signature is TOTAL_PASSED.
        Passed = "passed",
        /// A signature is TOTAL_FAILED.
        Failed = "failed",
        /// A signature is INDETERMINATE and none failed.
        Indeterminate = "indeterminate",
        /// There is no signature: a normal state, apart from every other.
        Unsigned = "unsigned",
        /// The document could not be read.
        Unreadable = "unreadable",
    }
}

words! {
    /// What a signature is for.
    Kind {
        /// Somebody's signature.
        Signature = "signature",
        /// A timestamp over the whole document (ETSI EN 319 142-1 5.4.3).
        DocumentTimestamp = "document-timestamp",
    }
}

words! {
    /// The baseline level that a signature reaches (ETSI EN 319 142-1 6).
    Level {
        /// None of the baseline levels.
        None = "none",
        /// Basic.
        BB = "B-B",
        /// With a trusted time.
        BT = "B-T",
        /// With everything needed to verify it later.
        BLT = "B-LT",
        /// With that material itself protected by a timestamp.
        BLTA = "B-LTA",
    }
}

words! {
    /// The status of a signature (ETSI EN 319 102-1 5.1.3).
    Indication {
        /// All checks passed.
        TotalPassed = "TOTAL_PASSED",
        /// The signature is not valid.
        TotalFailed = "TOTAL_FAILED",
        /// What is known does not suffice to say.
        Indeterminate = "INDETERMINATE",
    }
}

words! {
    /// Why a signature is not TOTAL_PASSED (ETSI EN 319 102-1 5.1.3, tables 5 and 6).
    SubIndication {
        /// Not in the form that the standard asks for.
        FormatFailure = "FORMAT_FAILURE",
        /// The document is not what was signed.
        HashFailure = "HASH_FAILURE",
        /// The value was not made with the signer's key.
        SigCryptoFailure = "SIG_CRYPTO_FAILURE",
        /// The certificate was revoked before the signature was made.
        Revoked = "REVOKED",
        /// The certificate had expired before the signature was made.
        Expired = "EXPIRED",
        /// The signature was made before the certificate came into force.
        NotYetValid = "NOT_YET_VALID",
        /// A condition on signatures does not hold.
        SigConstraintsFailure = "SIG_CONSTRAINTS_FAILURE",
        /// A condition on certificate paths does not hold.
        ChainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE",
        /// The certificate path has another fault.
        CertificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        /// An algorithm or key size is not safe.
        CryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE",
        /// An algorithm or key size is not safe, and nothing proves that it was used while it was.
        CryptoConstraintsFailureNoPoe = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
        /// The policy cannot be applied.
        PolicyProcessingError = "POLICY_PROCESSING_ERROR",
        /// The policy document is not available.
        SignaturePolicyNotAvailable = "SIGNATURE_POLICY_NOT_AVAILABLE",
        /// Timestamps contradict each other.
        TimestampOrderFailure = "TIMESTAMP_ORDER_FAILURE",
        /// The signer's certificate cannot be identified.
        NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND",
        /// No path leads to a trust anchor.
        NoCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND",
        /// No path leads to a trust anchor, and nothing proves that one did.
        NoCertificateChainFoundNoPoe = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE",
        /// The certificate is revoked; whether the signature is older is not known.
        RevokedNoPoe = "REVOKED_NO_POE",
        /// The certificate of a CA is revoked; whether the signature is older is not known.
        RevokedCaNoPoe = "REVOKED_CA_NO_POE",
        /// Outside the certificate's validity period, though not revoked.
        OutOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED",
        /// Outside the certificate's validity period; whether the signature is older is not known.
        OutOfBoundsNoPoe = "OUT_OF_BOUNDS_NO_POE",
        /// No proof that something existed at a certain time.
        NoPoe = "NO_POE",
        /// Fresher revocation data will be available later.
        TryLater = "TRY_LATER",
        /// What was signed is not available.
        SignedDataNotFound = "SIGNED_DATA_NOT_FOUND",
        /// Any other reason.
        Generic = "GENERIC",
    }
}

words! {
    /// Is the document what was signed, and is every later change allowed?
    Integrity {
        /// Yes.
        Intact = "intact",
        /// No.
        Broken = "broken",
        /// It could not be decided.
        Unknown = "unknown",
    }
}

words! {
    /// Does the certificate lead to an anchor, and was it in force?
    Identity {
        /// Yes.
        Trusted = "trusted",
        /// No: the evidence speaks against it.
        Untrusted = "untrusted",
        /// It could not be decided.
        Unknown = "unknown",
    }
}

words! {
    /// How well the time of the signature is known.
    TimeAssurance {
        /// By a timestamp or another proof that the caller supplied.
        Proven = "proven",
        /// By the signer's own word alone.
        Claimed = "claimed",
        /// Not at all.
        Unknown = "unknown",
    }
}

words! {
    /// What a timestamp is over (RFC 3161, EN 319 122-1 5.2.8 and 5.3, ISO 32000-2 12.8.5).
    TimestampKind {
        /// The value of a signature.
        Signature = "signature-timestamp",
        /// The content, made before it was signed.
        Content = "content-timestamp",
        /// A whole document with its signatures and evidence.
        Document = "document-timestamp",
    }
}

words! {
    /// Where the best time of a signature comes from.
    TimeSource {
        /// A timestamp that was verified.
        Timestamp = "timestamp",
        /// A time at which the caller can prove the document existed.
        Proof = "proof",
        /// The signer's own word: evidence of nothing.
        Claimed = "claimed",
    }
}

words! {
    /// Who signed. Vietnamese certificates do not say it; it is concluded from the names.
    Role {
        /// A natural person.
        Person = "person",
        /// An agency or another organisation.
        Agency = "agency",
        /// It cannot be told.
        Unknown = "unknown",
    }
}

words! {
    /// Which part of the file a signature covers.
    Coverage {
        /// All bytes of the file but the signature's own value.
        WholeFile = "whole-file",
        /// All bytes of an earlier revision; something follows.
        WholeRevision = "whole-revision",
        /// Less than the revision that holds it.
        Partial = "partial",
    }
}

words! {
    /// What was done to the document after this signature.
    Changes {
        /// Nothing, or nothing that was found.
        None = "none",
        /// Data for later verification was added.
        ValidationData = "validation-data",
        /// Fields were filled in or signed.
        FormFilling = "form-filling",
        /// Annotations were added or changed.
        Annotations = "annotations",
        /// Something else, or something that was not judged.
        Other = "other",
    }
}

words! {
    /// How much a finding matters.
    Severity {
        /// It keeps the signature from being valid, or the work from being done.
        Error = "error",
        /// It deserves attention.
        Warning = "warning",
        /// It is worth knowing.
        Info = "info",
    }
}

words! {
    /// A piece of evidence that a verdict lacks.
    Evidence {
        /// The certificate of an issuer.
        IssuerCertificate = "issuer-certificate",
        /// A trust anchor.
        TrustAnchor = "trust-anchor",
        /// A certificate revocation list.
        Crl = "crl",
        /// An OCSP response.
        Ocsp = "ocsp",
        /// A timestamp.
        Timestamp = "timestamp",
    }
}

words! {
    /// What a revocation answer says about a certificate.
    RevocationStatus {
        /// Not revoked.
        Good = "good",
        /// Revoked.
        Revoked = "revoked",
        /// The answer does not say.
        Unknown = "unknown",
    }
}
