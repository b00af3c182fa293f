//! The words for what changed.

/// What a revision changed, all in all; a later one of these contains the earlier ones. Complete for the rules that
/// there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChangeClass {
    /// Nothing but identical copies, and the date and program in the information dictionary.
    Nothing,
    /// Validation data (EN 319 142-1 5.4.2).
    ValidationData,
    /// A document timestamp (EN 319 142-1 5.4.3), with or without validation data.
    DocumentTimestamp,
    /// Filled in fields, new signatures (ISO 32000-2 Table 257, /P 2).
    FormFilling,
    /// Annotations that were added, changed or removed (/P 3).
    Annotations,
    /// Something that no rule explains.
    Unexplained,
}

/// One thing that a revision did, as people would name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) what: What,
    /// The objects concerned, for experts.
    pub(crate) objects: Vec<u32>,
    /// The page on which it is seen, counted from 1.
    pub(crate) page: Option<usize>,
    /// Why people could be misled by it, although it is allowed in form.
    pub(crate) concerns: Vec<Concern>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum What {
    /// The information dictionary has another date or program.
    Information,
    /// Other XMP metadata.
    Metadata,
    /// Another entry of the catalog that changes nothing that is shown.
    Catalog {
        key: String,
    },
    /// Validation data was added.
    ValidationData,
    /// A document timestamp was added in this field.
    DocumentTimestamp {
        field: String,
    },
    /// A signature was added, in a new field or in one that was there.
    Signature {
        field: String,
        visible: bool,
        certifies: bool,
    },
    /// A signature field without a signature was added.
    SignatureField {
        field: String,
        visible: bool,
    },
    /// A field got another value.
    FieldFilled {
        field: String,
    },
    /// An entry of the form says how all fields are drawn.
    Form {
        key: String,
    },
    AnnotationAdded {
        subtype: String,
    },
    AnnotationChanged {
        subtype: String,
    },
    AnnotationRemoved {
        subtype: String,
    },
}

impl What {
    /// The full name of the field concerned, if it is one.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Self::DocumentTimestamp { field }
            | Self::Signature { field, .. }
            | Self::SignatureField { field, .. }
            | Self::FieldFilled { field } => Some(field),
            _ => None,
        }
    }

    /// The class of changes that it belongs to.
    pub(crate) fn class(&self) -> ChangeClass {
        match self {
            Self::Information | Self::Metadata | Self::Catalog { .. } => ChangeClass::Nothing,
            Self::ValidationData => ChangeClass::ValidationData,
            Self::DocumentTimestamp { .. } => ChangeClass::DocumentTimestamp,
            Self::Signature { .. }
            | Self::SignatureField { .. }
            | Self::FieldFilled { .. }
            | Self::Form { .. } => ChangeClass::FormFilling,
            Self::AnnotationAdded { .. }
            | Self::AnnotationChanged { .. }
            | Self::AnnotationRemoved { .. } => ChangeClass::Annotations,
        }
    }
}

/// Why a change that is allowed in form could mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub(crate) enum Concern {
    /// It lies over text or images that were there, or over another signature.
    CoversContent,
    /// The value of a field changed, and what is drawn for it did not.
    AppearanceMissing,
    /// What is drawn for a field is another text than its value.
    AppearanceDiffers,
    /// It is there for some readers or devices only.
    Hidden,
    /// What people saw there is gone, or is something else.
    Replaced,
}

/// What an unexplained change concerns, in the words of people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub(crate) enum Subject {
    /// It cannot be told.
    #[default]
    Unknown,
    /// Cross-reference data, trailer, or bytes between the objects.
    Structure,
    Catalog,
    PageTree,
    Page,
    /// What is drawn on the page.
    PageContent,
    /// A font that pages use.
    Font,
    /// An image that pages use.
    Image,
    /// A drawing that pages use (a form XObject).
    Drawing,
    /// Colour spaces, patterns and whatever else pages use.
    Resource,
    Annotation {
        subtype: String,
    },
    Form,
    Field {
        name: String,
    },
    Signature,
    /// JavaScript and other actions.
    Action,
    EmbeddedFile,
    /// Named destinations, outlines, labels of pages.
    Navigation,
    StructureTree,
    OptionalContent,
    Metadata,
    ValidationData,
}

/// An object that a rule explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Explained {
    pub(crate) object: u32,
    pub(crate) rule: Rule,
}

/// Why an object may be touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Rule {
    /// The same value as before.
    Identical,
    /// The cross-reference stream of the revision.
    CrossReference,
    /// An object stream of the revision, all of whose objects are explained.
    ObjectStream,
    /// The catalog, with nothing changed but what other rules explain, its version and its extensions.
    Catalog,
    /// The information dictionary, with another date or program.
    Information,
    /// The DSS, what it is made of, and its entry in the catalog.
    ValidationData,
    /// A document timestamp, its field, and what leads to them.
    DocumentTimestamp,
    /// A page or its list of annotations, with nothing changed but annotations that other rules explain.
    Page,
    /// An annotation, its appearance, and what they alone are drawn with.
    Annotation,
    /// The form: fields behind the others, flags and resources.
    Form,
    /// A signature, its field, what is drawn for it, and what leads to them.
    Signature,
    /// A field that was filled in, and what is drawn for it.
    Field,
    /// The metadata stream of the document.
    Metadata,
    /// The place of new widgets in the structure tree.
    StructureTree,
    /// A drawing of nothing that nobody refers to.
    Unused,
}

/// Something that no rule explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unexplained {
    /// The object concerned, if it is one.
    pub(crate) object: Option<u32>,
    pub(crate) what: Unexpected,
    /// What people know the object as.
    pub(crate) subject: Subject,
    /// The page that it belongs to, counted from 1.
    pub(crate) page: Option<usize>,
}

impl Unexplained {
    pub(super) fn of(object: u32, what: Unexpected) -> Self {
        Self::new(Some(object), what)
    }

    pub(crate) fn new(object: Option<u32>, what: Unexpected) -> Self {
        Self { object, what, subject: Subject::Unknown, page: None }
    }
}

/// Why it is not explained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Unexpected {
    // The structure of the update.
    /// The trailer says something else under this key.
    Trailer { key: String },
    /// Several cross-reference sections make up the revision, which readers may take in another order.
    SeveralSections,
    /// Bytes that belong to no object and no section.
    StrayBytes { offset: usize, length: usize },
    /// The object overlaps with what else stands in the update: one of them lies inside of the other.
    Overlapping,
    /// The object is new, but stands in the bytes of an earlier revision.
    InEarlierBytes,
    /// An object stream with objects that the cross-reference section does not place there, or with strange entries.
    ObjectStream,

    // Objects.
    /// It existed and was deleted.
    Freed,
    /// Its generation is not the one that it had, or not 0 for a new object.
    GenerationChanged,
    /// It cannot be read, or only by tolerating a fault.
    Unreadable,
    /// It has another value than before.
    Replaced,
    /// It is new, and no rule has a use for it.
    Added,
    /// A dictionary of it has a key twice.
    DuplicateKey { key: String },
    /// An object that only the change may use is referred to from elsewhere (from this object), which the change would
    /// alter as well.
    Shared { by: u32 },

    /// It is a new signature, and none of them covers the revision.
    NotCovering,

    // The information dictionary and the catalog.
    /// The information dictionary says something else under this key.
    Information { key: String },
    /// The catalog says something else under this key.
    Catalog { key: String },
    /// The metadata of the document is gone, is not XML that every parser reads alike, or has another title.
    Metadata,
    /// The structure tree says something else than which new widgets there are.
    StructureTree,
    /// /Version is malformed or less than before.
    Version,
    /// /Extensions is malformed, or a version in it is less than before or missing.
    Extensions,

    // Validation data.
    /// The DSS or a part of it does not have the shape of EN 319 142-1 5.4.2.
    DssShape,
    /// The DSS was taken away.
    DssRemoved,
    /// The DSS leads to an object that was there before and did not belong to it.
    DssReachesOther,

    // The form, its fields and signatures.
    /// The form says something else under this key.
    Form { key: String },
    /// /Fields is not the list of before with new fields behind it.
    Fields,
    /// A new field, or one that was filled in or signed, says what it must not under this key, or lacks it.
    Field { key: String },
    /// A form has another field of this name already.
    FieldName,
    /// The field hangs in the form in more than one place, or has fields of its own.
    FieldTree,
    /// What is drawn for a field is made of what it must not be made of, under this key.
    Appearance { key: String },
    /// The value of a signature field is no dictionary of a signature or timestamp that is new, because of this key
    /// (ISO 32000-2 Table 255, EN 319 142-1 5.4.3).
    Signature { key: String },
    /// /Perms names something else under this key than a certification that is new.
    Permissions { key: String },

    // Pages.
    /// The page says something else under this key.
    Page { key: String },
    /// An annotation is of a subtype that no rule explains, or says what it must not under this key.
    Annotation { key: String },
    /// /Annots of a page is not the list of before with new annotations behind it that a rule explains.
    Annotations,
}

/// A key for people and tests.
pub(super) fn key(key: &[u8]) -> String {
    String::from_utf8_lossy(key).into_owned()
}
