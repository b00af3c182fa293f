//! A timestamp token, and the chain of whoever made it.

use std::rc::Rc;

use super::chain::{ChainFacts, ChainGatherer};
use crate::cms::timestamp::{TimestampFault, TimestampToken, TokenCheck, authority_faults, check_token};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::pki::Certificate;
use crate::time::Time;

/// What was found about a timestamp.
#[derive(Debug, Clone)]
pub(in crate::verify) struct TokenFacts {
    /// The time that the authority states.
    pub(in crate::verify) time: Time,
    /// The digest algorithm of the imprint, if it is known.
    pub(in crate::verify) imprint_algorithm: Option<DigestAlgorithm>,
    pub(in crate::verify) check: TokenCheck,
    /// What is wrong with the authority's certificate as one that makes timestamps.
    pub(in crate::verify) authority_faults: Vec<TimestampFault>,
    pub(in crate::verify) chain: Option<Rc<ChainFacts>>,
}

impl TokenFacts {
    pub(super) fn gather(
        token: &TimestampToken,
        imprinted: &dyn Fn(DigestAlgorithm) -> Option<Digest>,
        offered: &[Certificate],
        chains: &mut ChainGatherer<'_>,
    ) -> Self {
        let check = check_token(token, imprinted, offered);
        let certificate = check.check.signer_certificate.clone();
        Self {
            time: token.info.gen_time,
            imprint_algorithm: token.info.imprint_algorithm,
            check,
            authority_faults: certificate.as_ref().map(authority_faults).unwrap_or_default(),
            chain: certificate.map(|certificate| chains.chain(&certificate)),
        }
    }

    pub(in crate::verify) fn authority(&self) -> Option<&Certificate> {
        self.check.check.signer_certificate.as_ref()
    }
}
