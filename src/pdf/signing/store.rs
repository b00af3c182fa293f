//! The incremental update that adds to the document security store, or makes one (ISO 32000-2 12.8.4.3, EN 319 142-1
//! 5.4.2). What is there stays; nothing is written twice.

use std::collections::{BTreeMap, HashMap};

use super::super::security::SecurityHandler;
use super::super::{Dictionary, Document, Object, ObjectId, deflated};
use super::change::Update;
use super::dss::{Dss, StoredObject, Vri, dss};
use super::permission::dictionary;
use super::splice::{name, reference};
use crate::asn1::Reader;
use crate::crypto::{self, DigestAlgorithm};
use crate::error::Result;
use crate::limits::Limits;

/// Evidence for one signature or document timestamp, each piece in DER.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoreEntry<'e> {
    /// [`vri_key`] of what it belongs to; `None`: to no single signature.
    pub(crate) key: Option<String>,
    pub(crate) certificates: Vec<&'e [u8]>,
    pub(crate) crls: Vec<&'e [u8]>,
    pub(crate) ocsps: Vec<&'e [u8]>,
}

/// The key of a signature in /VRI: the SHA-1 digest in upper-case hexadecimal digits (EN 319 142-1 5.4.2.3). Hashed is
/// what the whole string in /Contents stands for, the zeros behind the message included; of a document timestamp the
/// token alone (ISO 32000-2 Table 261, note a).
///
/// Of a document timestamp some writers hash the zeros too, as pyHanko does: a key of theirs that is `there` is the
/// one, so that nothing has two places.
pub(crate) fn vri_key(contents: &[u8], is_document_timestamp: bool, there: &[Vri]) -> String {
    let key = |bytes| -> String {
        let digest = crypto::digest(DigestAlgorithm::Sha1, bytes);
        digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
    };
    let whole = key(contents);
    let token = is_document_timestamp.then(|| Reader::new(contents).element().ok()).flatten();
    match token {
        Some(token) if !there.iter().any(|vri| vri.key == whole) => key(token.raw),
        _ => whole,
    }
}

/// The update that adds this evidence; `None` if all of it is there already, in its place.
pub(crate) fn store_update(
    document: &Document<'_>,
    security: Option<&SecurityHandler>,
    entries: &[StoreEntry<'_>],
    limits: &Limits,
) -> Result<Option<Vec<u8>>> {
    let mut update = Update::new(document, security)?;
    let there = dss(&update.view, limits)?.unwrap_or_default();
    let mut wanted: [Vec<ObjectId>; 3] = Default::default();
    let mut vri: BTreeMap<&str, [Vec<ObjectId>; 3]> = BTreeMap::new();
    for (index, kind) in KINDS.iter().enumerate() {
        let mut known: HashMap<&[u8], ObjectId> = HashMap::new();
        for stored in (kind.all)(&there) {
            known.entry(stored.bytes.as_ref()).or_insert(stored.id);
        }
        for entry in entries {
            for der in (kind.offered)(entry).iter().copied() {
                let id = match known.get(der) {
                    Some(id) => *id,
                    None => update.write_stream(der)?,
                };
                known.insert(der, id);
                push_new(wanted.get_mut(index), id);
                if let Some(key) = &entry.key {
                    push_new(vri.entry(key).or_default().get_mut(index), id);
                }
            }
        }
    }
    if !update.write_store(&there, &wanted, &vri)? {
        return Ok(None);
    }
    update.writer.finish().map(Some)
}

fn push_new(list: Option<&mut Vec<ObjectId>>, id: ObjectId) {
    if let Some(list) = list.filter(|list| !list.contains(&id)) {
        list.push(id);
    }
}

/// One of the three kinds of evidence, and where each list of it is.
struct Kind {
    /// The array in the store.
    store: &'static [u8],
    /// The array in the dictionary of one signature.
    vri: &'static [u8],
    all: fn(&Dss) -> Vec<&StoredObject>,
    in_store: fn(&Dss) -> &[StoredObject],
    in_vri: fn(&Vri) -> &[StoredObject],
    offered: for<'o, 'e> fn(&'o StoreEntry<'e>) -> &'o [&'e [u8]],
}

const KINDS: [Kind; 3] = [
    Kind {
        store: b"Certs",
        vri: b"Cert",
        all: Dss::all_certificates,
        in_store: |dss| &dss.certificates,
        in_vri: |vri| &vri.certificates,
        offered: |entry| &entry.certificates,
    },
    Kind {
        store: b"CRLs",
        vri: b"CRL",
        all: Dss::all_crls,
        in_store: |dss| &dss.crls,
        in_vri: |vri| &vri.crls,
        offered: |entry| &entry.crls,
    },
    Kind {
        store: b"OCSPs",
        vri: b"OCSP",
        all: Dss::all_ocsps,
        in_store: |dss| &dss.ocsps,
        in_vri: |vri| &vri.ocsps,
        offered: |entry| &entry.ocsps,
    },
];

/// A dictionary that is changed, and the object that it stands in.
struct Holder<'a> {
    id: ObjectId,
    dictionary: Dictionary<'a>,
}

/// Entries to be set, rendered.
type Set<'k> = Vec<(&'k [u8], Vec<u8>)>;

impl<'a> Update<'_, 'a> {
    /// Writes a new stream with these bytes.
    fn write_stream(&mut self, data: &[u8]) -> Result<ObjectId> {
        let id = self.writer.allocate()?;
        let deflated = deflated(data);
        let filter = if deflated.is_some() { "/Filter/FlateDecode" } else { "" };
        let data = deflated.as_deref().unwrap_or(data);
        let encrypted = self.security.map(|security| security.encrypt_stream(id, data)).transpose()?;
        let data = encrypted.as_deref().unwrap_or(data);
        let mut body = format!("<<{filter}/Length {}>>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.writer.write(id, &body)?;
        Ok(id)
    }

    /// Writes what changes in the store and the catalog. False: nothing does.
    fn write_store(
        &mut self,
        there: &Dss,
        wanted: &[Vec<ObjectId>; 3],
        vri: &BTreeMap<&str, [Vec<ObjectId>; 3]>,
    ) -> Result<bool> {
        let root = self.root()?;
        let catalog = self.dictionary_of(root)?;
        let entry = catalog.get(b"DSS");
        let own = entry.and_then(Object::as_reference);
        let store = dictionary(&self.view, entry)?;
        let is_new = store.is_none();
        let holder = match own.filter(|_| !is_new) {
            Some(id) => Holder { id, dictionary: store.unwrap_or_default() },
            None => Holder { id: root, dictionary: store.unwrap_or_default() },
        };
        let mut changes: Set<'_> = Vec::new();
        let mut written = false;
        for (kind, wanted) in KINDS.iter().zip(wanted) {
            written |= self.add(&holder, kind.store, (kind.in_store)(there), wanted, &mut changes)?;
        }
        written |= self.add_vri(&holder, there, vri, &mut changes)?;
        if !written {
            return Ok(false);
        }
        let mut catalog_changes: Set<'_> = Vec::new();
        if is_new {
            let id = self.writer.allocate()?;
            let mut body = b"<</Type/DSS".to_vec();
            append(&mut body, &changes);
            self.writer.write(id, &body)?;
            catalog_changes.push((b"DSS", reference(id).into_bytes()));
        } else if changes.is_empty() {
            // All of it stands in objects of their own.
        } else if own.is_none() {
            catalog_changes.push((b"DSS", self.renderer(root).dictionary(&holder.dictionary, &changes)?));
        } else {
            self.write_changed(holder.id, &holder.dictionary, &changes)?;
        }
        catalog_changes.extend(self.pades_extension()?);
        if !catalog_changes.is_empty() {
            self.write_changed(root, &catalog, &catalog_changes)?;
        }
        Ok(true)
    }

    /// The dictionaries of single signatures. False: nothing changes.
    fn add_vri(
        &mut self,
        store: &Holder<'a>,
        there: &Dss,
        vri: &BTreeMap<&str, [Vec<ObjectId>; 3]>,
        changes: &mut Set<'_>,
    ) -> Result<bool> {
        let entry = store.dictionary.get(b"VRI");
        let own = entry.and_then(Object::as_reference);
        let found = dictionary(&self.view, entry)?;
        let is_new = found.is_none();
        let holder =
            Holder { id: own.filter(|_| !is_new).unwrap_or(store.id), dictionary: found.unwrap_or_default() };
        let mut inner: Set<'_> = Vec::new();
        let mut written = false;
        for (key, lists) in vri {
            written |= self.add_signature(&holder, there, key, lists, &mut inner)?;
        }
        if is_new && written {
            let mut body = b"<<".to_vec();
            append(&mut body, &inner);
            changes.push((b"VRI", body));
        } else if own.is_none() && !inner.is_empty() {
            changes.push((b"VRI", self.renderer(store.id).dictionary(&holder.dictionary, &inner)?));
        } else if !inner.is_empty() {
            self.write_changed(holder.id, &holder.dictionary, &inner)?;
        }
        Ok(written)
    }

    /// The dictionary of one signature. False: nothing changes.
    fn add_signature<'k>(
        &mut self,
        vri: &Holder<'a>,
        there: &Dss,
        key: &'k str,
        lists: &[Vec<ObjectId>; 3],
        changes: &mut Set<'k>,
    ) -> Result<bool> {
        let entry = vri.dictionary.get(key.as_bytes());
        let own = entry.and_then(Object::as_reference);
        let found = dictionary(&self.view, entry)?;
        let known = there.vri.iter().find(|vri| vri.key == key);
        let is_new = found.is_none();
        let holder =
            Holder { id: own.filter(|_| !is_new).unwrap_or(vri.id), dictionary: found.unwrap_or_default() };
        let mut inner: Set<'_> = Vec::new();
        let mut written = is_new;
        for (kind, wanted) in KINDS.iter().zip(lists) {
            let known = known.map_or(&[][..], kind.in_vri);
            written |= self.add(&holder, kind.vri, known, wanted, &mut inner)?;
        }
        if is_new {
            let mut body = b"<</Type/VRI".to_vec();
            append(&mut body, &inner);
            changes.push((key.as_bytes(), body));
        } else if own.is_none() && !inner.is_empty() {
            changes.push((key.as_bytes(), self.renderer(vri.id).dictionary(&holder.dictionary, &inner)?));
        } else if !inner.is_empty() {
            self.write_changed(holder.id, &holder.dictionary, &inner)?;
        }
        Ok(written)
    }

    /// One array with what it does not have yet. False: it has everything.
    fn add(
        &mut self,
        holder: &Holder<'a>,
        key: &'static [u8],
        there: &[StoredObject],
        wanted: &[ObjectId],
        changes: &mut Set<'_>,
    ) -> Result<bool> {
        let is_there = |id: &&ObjectId| there.iter().any(|stored| stored.id == **id);
        let missing: Vec<ObjectId> = wanted.iter().filter(|id| !is_there(id)).copied().collect();
        if missing.is_empty() {
            return Ok(false);
        }
        let value = holder.dictionary.get(key);
        let is_array =
            matches!(value.map(|value| self.view.resolve(value)).transpose()?, Some(Object::Array(_)));
        let shared = value.and_then(Object::as_reference).is_some_and(|id| self.writer.has(id));
        if is_array && !shared {
            if let Some(array) = self.add_to_array(holder.id, &holder.dictionary, key, &missing)? {
                changes.push((key, array));
            }
        } else {
            // One stream in the place of an array, no array at all, or one that another list shares.
            let all = there.iter().map(|stored| stored.id).chain(missing);
            let all = all.map(reference).collect::<Vec<_>>().join(" ");
            changes.push((key, format!("[{all}]").into_bytes()));
        }
        Ok(true)
    }
}

/// Ends a new dictionary with these entries.
fn append(body: &mut Vec<u8>, entries: &Set<'_>) {
    for (key, value) in entries {
        name(body, key);
        body.push(b' ');
        body.extend_from_slice(value);
    }
    body.extend_from_slice(b">>");
}
