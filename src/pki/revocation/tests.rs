//! Answers about certificates made for the purpose, and those of outside suites; each test is one rule.

mod crls;
mod indirect;
pub(in crate::pki) mod judge;
mod made_up;
mod mutations;
mod openssl;
mod openssl_reads;
mod partitions;
mod pkits;
mod plain;
mod responses;
