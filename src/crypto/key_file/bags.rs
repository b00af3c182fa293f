//! SafeContents of PKCS#12: bags of keys and certificates (RFC 7292 section 4.2).

use super::pbe::Scheme;
use super::{FoundCertificate, Work};
use crate::asn1::{Element, Reader, Tag, oid, string};
use crate::error::Result;

/// What was found in bags so far.
#[derive(Default)]
pub(super) struct Bags<'a> {
    pub(super) keys: Vec<KeyBag<'a>>,
    pub(super) certificates: Vec<FoundCertificate>,
}

pub(super) struct KeyBag<'a> {
    pub(super) key: BaggedKey<'a>,
    pub(super) key_id: Option<Vec<u8>>,
    pub(super) friendly_name: Option<String>,
}

pub(super) enum BaggedKey<'a> {
    /// PrivateKeyInfo (PKCS#8).
    Plain(&'a [u8]),
    /// EncryptedPrivateKeyInfo (PKCS#8).
    Shrouded { scheme: Scheme<'a>, encrypted: &'a [u8] },
}

impl<'a> Bags<'a> {
    /// Adds what a SafeContents in DER holds. Bags of other kinds (CRL, secrets) are left aside.
    pub(super) fn read(&mut self, safe_contents: &'a [u8], work: &mut Work) -> Result<()> {
        let mut reader = Reader::new(safe_contents);
        let bags = reader.sequence("SafeContents")?;
        self.read_all(bags, work.depth, work)
    }

    fn read_all(&mut self, mut bags: Reader<'a>, depth: usize, work: &mut Work) -> Result<()> {
        while !bags.is_empty() {
            let mut bag = bags.sequence("SafeBag")?;
            let kind = bag.oid("kind of a bag")?;
            let mut value = bag.enter(Tag::context(0), "contents of a bag")?;
            match kind {
                oid::KEY_BAG => {
                    let key = BaggedKey::Plain(value.element()?.raw);
                    let (friendly_name, key_id) = attributes(bag)?;
                    self.keys.push(KeyBag { key, key_id, friendly_name });
                }
                oid::PKCS8_SHROUDED_KEY_BAG => {
                    let mut fields = value.sequence("EncryptedPrivateKeyInfo")?;
                    let scheme = Scheme::read(&fields.element()?, work)?;
                    let encrypted = fields.expect(Tag::OCTET_STRING, "encrypted key")?.content;
                    let (friendly_name, key_id) = attributes(bag)?;
                    self.keys.push(KeyBag {
                        key: BaggedKey::Shrouded { scheme, encrypted },
                        key_id,
                        friendly_name,
                    });
                }
                oid::CERT_BAG => {
                    let mut fields = value.sequence("CertBag")?;
                    if fields.oid("kind of certificate")? != oid::X509_CERTIFICATE {
                        continue;
                    }
                    let mut value = fields.enter(Tag::context(0), "certificate")?;
                    let der = value.expect(Tag::OCTET_STRING, "certificate")?.content.to_vec();
                    work.certificates.spend(1)?;
                    let (friendly_name, key_id) = attributes(bag)?;
                    self.certificates.push(FoundCertificate { der, key_id, friendly_name });
                }
                oid::SAFE_CONTENTS_BAG => {
                    let nested = value.sequence("SafeContents")?;
                    let deeper = depth.checked_sub(1).ok_or_else(|| bag.error("nested bags"))?;
                    self.read_all(nested, deeper, work)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// friendlyName and localKeyID (RFC 2985 5.5) of a bag.
fn attributes(mut bag: Reader<'_>) -> Result<(Option<String>, Option<Vec<u8>>)> {
    let (mut friendly_name, mut key_id) = (None, None);
    let Some(set) = bag.optional(Tag::SET)? else { return Ok((None, None)) };
    let mut attributes = set.reader();
    while !attributes.is_empty() {
        let mut attribute = attributes.sequence("attribute of a bag")?;
        let kind = attribute.oid("attribute of a bag")?;
        let mut values = attribute.enter(Tag::SET, "attribute of a bag")?;
        if values.is_empty() {
            continue;
        }
        let value: Element<'_> = values.element()?;
        match kind {
            oid::FRIENDLY_NAME => friendly_name = string::text(&value).map(|(text, _)| text),
            oid::LOCAL_KEY_ID => key_id = Some(value.content.to_vec()),
            _ => {}
        }
    }
    Ok((friendly_name, key_id))
}
