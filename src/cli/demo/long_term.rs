//! The part with servers: signatures with timestamps, and what they need to be verified.

use super::folder::Folder;
use super::words::Words;
use super::{ARCHIVED, PKI, TIMED};
use crate::cli::output::Report;
use crate::cli::pki::PASSWORD;
use crate::cli::serve::{Bound, Services};
use crate::cli::status::Status;
use crate::cli::{Session, now};
use crate::error::Result;
use crate::extend::{ExtendOptions, sign_at_level};
use crate::net::{Cache, CacheOptions, FetchOutcome, HttpTimestampAuthority, NetOptions, Network};
use crate::pki::TrustStore;
use crate::pki::test_pki::TestPki;
use crate::report::{DocumentReport, Level, Verdict};
use crate::sign::SignOptions;
use crate::time::Time;
use crate::verify::{VerifyOptions, verify, verify_with};

/// What the other parts have made.
pub(super) struct Stage<'a> {
    pub(super) test_pki: &'a TestPki,
    pub(super) letter: &'a [u8],
    pub(super) folder: &'a Folder,
    pub(super) words: &'a Words<'a>,
}

impl Stage<'_> {
    /// Signs at B-T and B-LTA, and verifies with and without the servers.
    pub(super) fn play(&self, bound: Bound, session: &Session, out: &mut Report) -> Result<Status> {
        let url = bound.url();
        let services = Services::in_folder(&self.folder.path(PKI), PASSWORD, now)?;
        let _server = bound.serve(move |request| services.answer(request));
        let options = NetOptions { allow_private: true, ..NetOptions::default() };
        let authority = HttpTimestampAuthority::new(&format!("{url}/tsa"), options.clone())?;
        let network = Network::new(options, Cache::in_memory(CacheOptions::default()));

        let person = self.test_pki.member("person")?;
        let chain = self.test_pki.chain("person")?;
        let mut status = Status::Passed;
        for (number, name, level) in [(7, TIMED, Level::BT), (9, ARCHIVED, Level::BLTA)] {
            let raising = ExtendOptions::new(self.options(now())?);
            let update = sign_at_level(
                self.letter,
                &person.key,
                &chain,
                &SignOptions::new(session.now),
                level,
                &raising,
                Some(&authority),
                Some(&mut network.fetcher()),
            )?;
            let document = update.append_to(self.letter);
            self.folder.write(name, &document)?;

            // Time went by since the signature: the timestamp may be a second later.
            let options = self.options(now())?;
            let alone = if level == Level::BT { Verdict::Indeterminate } else { Verdict::Passed };
            out.write(&self.words.step(number, name, false))?;
            status = status.and(self.show(name, verify(&document, &options)?, alone, out)?);
            if level == Level::BT {
                out.write(&self.words.step(8, name, true))?;
                let mut fetcher = network.fetcher();
                let report = verify_with(&document, &options, &mut fetcher)?;
                status = status.and(self.show(name, report, Verdict::Passed, out)?);
                let fetched =
                    fetcher.records().iter().filter(|record| record.outcome == FetchOutcome::Fetched);
                let (mut count, mut bytes, mut milliseconds) = (0_usize, 0_usize, 0_u64);
                for record in fetched {
                    count = count.saturating_add(1);
                    bytes = bytes.saturating_add(record.bytes);
                    milliseconds = milliseconds.saturating_add(record.milliseconds);
                }
                out.write(&self.words.asked(count, bytes, milliseconds))?;
            }
        }
        Ok(status)
    }

    /// Trust, and no evidence at hand.
    fn options(&self, time: Time) -> Result<VerifyOptions> {
        let mut options = VerifyOptions::new(TrustStore::new(), time);
        options.trust.add_anchor(self.test_pki.member("root")?.certificate.clone());
        Ok(options)
    }

    fn show(
        &self,
        name: &str,
        mut report: DocumentReport,
        expected: Verdict,
        out: &mut Report,
    ) -> Result<Status> {
        report.file = Some(self.folder.path(name).display().to_string());
        out.write(&report.to_text(self.words.language))?;
        if report.verdict == expected {
            return Ok(Status::Passed);
        }
        out.write(&self.words.unexpected(report.verdict))?;
        Ok(Status::Undone)
    }
}
