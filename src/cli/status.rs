//! Exit statuses and their order of precedence.

use std::process::ExitCode;

use crate::report::Verdict;

/// How the command ends. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Every document passed, or the work is done.
    Passed,
    /// A document failed.
    Failed,
    /// The arguments are wrong.
    Usage,
    /// A document is indeterminate.
    Indeterminate,
    /// A document has no signature.
    Unsigned,
    /// A document could not be read, or the work could not be done.
    Undone,
}

impl Status {
    /// The status for one document.
    pub(super) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Passed => Self::Passed,
            Verdict::Failed => Self::Failed,
            Verdict::Indeterminate => Self::Indeterminate,
            Verdict::Unsigned => Self::Unsigned,
            Verdict::Unreadable => Self::Undone,
        }
    }

    /// Of two statuses the one that speaks for both: 2, 5, 1, 3, 4, 0.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        if self.precedence() <= other.precedence() { self } else { other }
    }

    fn precedence(self) -> u8 {
        match self {
            Self::Usage => 0,
            Self::Undone => 1,
            Self::Failed => 2,
            Self::Indeterminate => 3,
            Self::Unsigned => 4,
            Self::Passed => 5,
        }
    }

    fn number(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Indeterminate => 3,
            Self::Unsigned => 4,
            Self::Undone => 5,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.number())
    }
}

#[cfg(test)]
mod tests {
    use super::Status;
    use crate::report::Verdict;

    #[test]
    fn the_statuses_are_those_of_the_manual() {
        let numbers = Verdict::ALL.iter().map(|verdict| Status::of(*verdict).number());
        assert_eq!(numbers.collect::<Vec<_>>(), [0, 1, 3, 4, 5]);
        assert_eq!(Status::Usage.number(), 2);
    }

    #[test]
    fn with_several_documents_the_order_is_5_1_3_4_0() {
        let order = [Status::Undone, Status::Failed, Status::Indeterminate, Status::Unsigned, Status::Passed];
        for (index, first) in order.iter().enumerate() {
            for second in &order[index..] {
                assert_eq!(first.and(*second), *first);
                assert_eq!(second.and(*first), *first);
            }
        }
    }
}
