//! A scan for prepared attacks: what a document holds that can show something else later, elsewhere or to others than
//! to the one who signs (attacks P5 to P8 and P21). None of it is forbidden, and honest documents have some of it; who
//! signs or relies on a signature should know.

mod field;
mod known;
mod page;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeSet;

use super::content::settle;
use super::{Document, Object, ObjectId, View};
use crate::error::{ErrorKind, Result};
use crate::limits::{Budget, Limits};

use walk::Walk;

/// What was found, each kind once.
#[derive(Debug, Default)]
pub(crate) struct Risks {
    pub(crate) risks: Vec<Risk>,
    /// Everything was looked at. Otherwise the document asks for more work than was allowed, or has parts that cannot be
    /// read.
    pub(crate) complete: bool,
}

/// One kind of risk, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Risk {
    pub(crate) kind: RiskKind,
    /// The objects concerned, by number; empty for what is told by its pages.
    pub(crate) objects: BTreeSet<u32>,
    /// The pages concerned, counted from 1, as far as known.
    pub(crate) pages: BTreeSet<usize>,
    /// What it is called in the file: a kind of action, a font, a field.
    pub(crate) names: BTreeSet<String>,
}

/// The kinds of risk. Complete by nature: the scan knows these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RiskKind {
    /// Text that lies wholly under an image or a filled area that is drawn later.
    TextHidden,
    /// Text of the page that lies wholly under an annotation or a form field that is filled.
    TextUnderAnnotation,
    /// An object that is a page, a page tree or a catalog, and is no part of the document that is shown.
    PageOutside,
    /// The value of a form field is another than its appearance shows.
    FieldDiffers,
    Script,
    /// An action that starts programs, fills in forms or changes what is shown: /Launch, /ImportData, /Hide,
    /// /SetOCGState.
    Action,
    /// An action that leads out of the document: /SubmitForm, /GoToR, /GoToE.
    ActionOutward,
    /// The data of a stream stand in another file (7.3.8.2, /F).
    ExternalStream,
    /// What is shown is taken from another document (8.10.4 reference XObjects) or replaced for printing (OPI).
    ReferencedContent,
    /// Optional content that is hidden, or shown on conditions (8.11).
    LayersHidden,
    /// Optional content that is shown unless the reader hides it.
    Layers,
    /// An XFA form, which viewers that know it show in place of the pages.
    Xfa,
    /// Film, sound, 3D and the like.
    RichMedia,
    EmbeddedFile,
    /// A font that is neither in the file nor one of the fourteen that every reader has.
    FontMissing,
}

/// Scans the document as it is in this revision. The work is bounded by `work` units of some hundred nanoseconds, and
/// spends little of what the other questions about the document may. What cannot be read makes the result incomplete.
pub(crate) fn risks(document: &Document<'_>, revision: usize, work: usize) -> Risks {
    let mut scan = Scan {
        view: document.view(revision).inflating_at_most(work.saturating_mul(INFLATED)),
        work: Budget::new(0, "the scan for risks"),
        risks: Vec::new(),
        complete: true,
        limits: document.limits().clone(),
    };
    // What everybody should know stands near the catalog; what one page does takes what is left.
    let shares = [work / 2, work / 4, work];
    let mut left = work;
    let mut walk = Walk::new(document, revision);
    for (share, step) in shares.into_iter().zip([Step::Objects, Step::Fields, Step::Pages]) {
        let share = share.min(left);
        scan.work = Budget::new(share, "the scan for risks");
        let result = match step {
            Step::Objects => walk.run(&mut scan),
            Step::Fields => field::scan(&mut scan),
            Step::Pages => page::scan(&mut scan, &walk),
        };
        scan.complete &= result.is_ok();
        left = left.saturating_sub(share.saturating_sub(scan.work.left()));
    }
    scan.risks.sort_by_key(|risk| risk.kind);
    Risks { risks: scan.risks, complete: scan.complete }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Objects,
    Fields,
    Pages,
}

/// What the steps share.
struct Scan<'d, 'a> {
    view: View<'d, 'a>,
    work: Budget,
    risks: Vec<Risk>,
    complete: bool,
    limits: Limits,
}

impl<'a> Scan<'_, 'a> {
    /// Notes a risk; one that is known already gains what is new.
    fn note(&mut self, kind: RiskKind) -> &mut Risk {
        let at = match self.risks.iter().position(|risk| risk.kind == kind) {
            Some(at) => at,
            None => {
                let (objects, pages, names) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
                self.risks.push(Risk { kind, objects, pages, names });
                self.risks.len().saturating_sub(1)
            }
        };
        #[expect(clippy::expect_used, reason = "the position of an item that was found or just added")]
        self.risks.get_mut(at).expect("an item of the list")
    }

    /// Looks up an object, and pays for that.
    fn look_up(&mut self, id: ObjectId) -> Result<Option<Object<'a>>> {
        settle(&self.view, &mut self.work)?;
        self.work.spend(1)?;
        let found = self.view.object(id);
        Ok(self.tolerate(found)?.flatten())
    }

    /// A part that cannot be read is passed over; the scan is incomplete then.
    fn tolerate<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind() != ErrorKind::LimitExceeded => {
                self.complete = false;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Risk {
    fn at(&mut self, object: Option<u32>) -> &mut Self {
        if self.objects.len() < MOST_NAMED {
            self.objects.extend(object);
        }
        self
    }

    fn on(&mut self, page: Option<usize>) -> &mut Self {
        if self.pages.len() < MOST_NAMED {
            self.pages.extend(page);
        }
        self
    }

    fn called(&mut self, name: &[u8]) -> &mut Self {
        if self.names.len() < MOST_NAMED {
            let name: String = String::from_utf8_lossy(name).chars().take(LONGEST_NAME).collect();
            self.names.insert(name);
        }
        self
    }
}

/// Objects, pages and names that are told of one kind of risk.
const MOST_NAMED: usize = 20;

/// Characters of a name that are told.
const LONGEST_NAME: usize = 100;

/// Bytes of object streams that may be inflated for one unit.
const INFLATED: usize = 32;
