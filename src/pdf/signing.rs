//! Where a signature sits in a PDF: fields, signature dictionaries, byte ranges, locks and certification, and the
//! incremental update that adds one (ISO 32000-2 12.7.5.5 and 12.8).

mod byte_range;
mod change;
mod changes;
mod dictionary;
mod dss;
mod extension;
mod field;
mod form;
mod open;
mod permission;
mod plan;
mod seed_value;
mod splice;
mod store;
mod update;
mod write;

use super::text::text_string;
pub(crate) use byte_range::{ByteRange, ByteRangeFault};
pub(crate) use changes::{
    Change, ChangeClass, Concern, RevisionChanges, Subject, Unexpected, Unexplained, What, changes_of,
};
pub use dictionary::SubFilter;
pub(crate) use dictionary::{Coverage, SignatureDictionary};
pub(crate) use dss::{Dss, StoredObject, dss};
pub(crate) use field::{SignatureForm, signature_fields, signature_form, signatures};
pub(crate) use open::open_for_update;
pub use permission::Certification;
pub(crate) use permission::{FieldLock, LockAction, Permission, certification};
pub(crate) use plan::{FieldRequest, plan, plan_timestamp};
pub(crate) use store::{StoreEntry, store_update, vri_key};
pub(crate) use update::{SignatureEntries, SignatureUpdate, timestamp_update, update};

#[cfg(test)]
mod tests;
