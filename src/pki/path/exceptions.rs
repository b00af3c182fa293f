//! Where kyso and an outside suite differ, and why: `exceptions.txt`.

/// The exceptions of one suite, each of which must be met.
pub(in crate::pki) struct Exceptions(Vec<(&'static str, bool)>);

impl Exceptions {
    /// A line of the file is: suite, case, reason.
    pub(in crate::pki) fn of(suite: &str) -> Self {
        let lines =
            include_str!("exceptions.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let cases = lines.filter_map(|line| {
            let mut words = line.splitn(3, ' ');
            let (Some(of), Some(case), Some(reason)) = (words.next(), words.next(), words.next()) else {
                panic!("{line}: suite, case and reason");
            };
            assert!(reason.len() > 20, "{line}: a reason");
            (of == suite).then_some((case, false))
        });
        Self(cases.collect())
    }

    /// Whether the case may differ; `differs` says whether it does.
    pub(in crate::pki) fn settle(&mut self, case: &str, differs: bool) -> Result<(), String> {
        match (self.0.iter_mut().find(|(known, _)| *known == case), differs) {
            (None, false) => Ok(()),
            (None, true) => Err(format!("{case}: differs from what the suite states")),
            (Some(_), false) => Err(format!("{case}: no longer differs; take it out of exceptions.txt")),
            (Some((_, met)), true) => {
                *met = true;
                Ok(())
            }
        }
    }

    /// How many exceptions were met; all of them must be.
    pub(in crate::pki) fn met(&self) -> usize {
        let unmet: Vec<_> = self.0.iter().filter(|(_, met)| !met).collect();
        assert!(unmet.is_empty(), "exceptions of no case: {unmet:?}");
        self.0.len()
    }
}
