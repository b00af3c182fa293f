//! Attacks inside of /Contents: on the cryptographic message (RFC 5652), its attributes and its certificates. Where the
//! signer's key is needed, the forger has it, so that only the rule that is broken can refuse the file.

use kyso::{Code, Verdict};

use crate::attack::{Attack, PLAIN};
use crate::der::Node;
use crate::forge::{self, ALGORITHM, Places};
use crate::gap::honest_file;
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "C2",
        name: "one bit of the signature value",
        bases: PLAIN,
        file: |_| changed(|message| flip(signer_info(message).at(&[VALUE]), 100)),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureWrong],
    },
    Attack {
        number: "C2",
        name: "the signature value is empty",
        bases: PLAIN,
        file: |_| changed(|message| *signer_info(message).at(&[VALUE]) = Node::octets(0x04, &[])),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureWrong],
    },
    Attack {
        number: "C2",
        name: "the signature value is zero",
        bases: PLAIN,
        file: |_| changed(|message| *signer_info(message).at(&[VALUE]) = Node::octets(0x04, &[0; 256])),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureWrong],
    },
    Attack {
        number: "C2",
        name: "the signature value is one, whose power is one",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                let mut one = [0; 256];
                one[255] = 1;
                *signer_info(message).at(&[VALUE]) = Node::octets(0x04, &one);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignatureWrong],
    },
    Attack {
        number: "C2",
        name: "the digest in the attributes is exchanged, without a new value",
        bases: PLAIN,
        file: |_| changed(|message| flip(attribute(message, MESSAGE_DIGEST).at(&[1, 0]), 0)),
        verdict: Verdict::Failed,
        errors: &[Code::MessageDigestMismatch, Code::SignatureWrong],
    },
    Attack {
        number: "C2",
        name: "the attributes of another document with its value",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |_| {
                forge::message(b"something else that was signed")
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::MessageDigestMismatch],
    },
    Attack {
        number: "C1",
        name: "no signed attributes; the value is over the content",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |content| {
                edited(content, |message| {
                    let value = signer::person().key.sign(ALGORITHM, content).expect("a value");
                    let info = signer_info(message);
                    *info.at(&[VALUE]) = Node::octets(0x04, &value);
                    info.list().remove(ATTRIBUTES);
                })
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignedAttributesMissing, Code::SigningCertificateAttributeMissing],
    },
    Attack {
        number: "C1",
        name: "the value is over the attributes as they stand, with the tag of the field",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |content| {
                edited(content, |message| {
                    let attributes = signer_info(message).at(&[ATTRIBUTES]).encode();
                    let value = signer::person().key.sign(ALGORITHM, &attributes).expect("a value");
                    *signer_info(message).at(&[VALUE]) = Node::octets(0x04, &value);
                })
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignatureWrong],
    },
    Attack {
        number: "C2",
        name: "no message-digest attribute",
        bases: PLAIN,
        file: |_| resigned(|attributes| attributes.retain(|a| !is(a, MESSAGE_DIGEST))),
        verdict: Verdict::Failed,
        errors: &[Code::MessageDigestAttributeMissing],
    },
    Attack {
        number: "C2",
        name: "no content-type attribute",
        bases: PLAIN,
        file: |_| resigned(|attributes| attributes.retain(|a| !is(a, CONTENT_TYPE))),
        verdict: Verdict::Failed,
        errors: &[Code::ContentTypeAttributeMissing],
    },
    Attack {
        number: "C2",
        name: "the message-digest attribute twice, the second wrong",
        bases: PLAIN,
        file: |_| {
            resigned(|attributes| {
                let mut second = attributes.iter().find(|a| is(a, MESSAGE_DIGEST)).expect("it").clone();
                flip(second.at(&[1, 0]), 0);
                attributes.push(second);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::AttributeRepeated],
    },
    Attack {
        number: "C2",
        name: "two values in the message-digest attribute",
        bases: PLAIN,
        file: |_| {
            resigned(|attributes| {
                let own = attributes.iter_mut().find(|a| is(a, MESSAGE_DIGEST)).expect("it");
                let mut second = own.at(&[1, 0]).clone();
                flip(&mut second, 0);
                own.at(&[1]).list().push(second);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::AttributeValueCountWrong],
    },
    Attack {
        number: "C2",
        name: "the content type is not data",
        bases: PLAIN,
        file: |_| {
            resigned(|attributes| {
                let own = attributes.iter_mut().find(|a| is(a, CONTENT_TYPE)).expect("it");
                *own.at(&[1, 0]) = Node::octets(0x06, SIGNED_DATA);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ContentTypeAttributeMismatch],
    },
    Attack {
        number: "C3",
        name: "content inside of the message, which hides what is signed",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |content| {
                edited(content, |message| {
                    let octets = Node::octets(0x04, b"content");
                    signed_data(message).at(&[2]).list().push(Node::nodes(0xa0, vec![octets]));
                })
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::CmsEmbeddedContent],
    },
    Attack {
        number: "C2",
        name: "two signers",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                let second = signer_info(message).clone();
                signed_data(message).at(&[SIGNERS]).list().push(second);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::CmsSeveralSigners],
    },
    Attack {
        number: "C2",
        name: "no signer",
        bases: PLAIN,
        file: |_| changed(|message| signed_data(message).at(&[SIGNERS]).list().clear()),
        verdict: Verdict::Failed,
        errors: &[Code::CmsNoSigner, Code::SigningCertificateAttributeMissing],
    },
    Attack {
        number: "C4",
        name: "no signing-certificate attribute, where CAdES demands it",
        bases: PLAIN,
        file: |_| resigned(|attributes| attributes.retain(|a| !is(a, SIGNING_CERTIFICATE))),
        verdict: Verdict::Indeterminate,
        errors: &[Code::SigningCertificateAttributeMissing],
    },
    Attack {
        number: "C4",
        name: "the signing-certificate attribute names another certificate",
        bases: PLAIN,
        file: |_| {
            resigned(|attributes| {
                let own = attributes.iter_mut().find(|a| is(a, SIGNING_CERTIFICATE)).expect("it");
                flip(own.at(&[1, 0, 0, 0, 0]), 5);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::SigningCertificateMismatch],
    },
    Attack {
        number: "C4",
        name: "another signer's certificate and name in the place of the own ones",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                let mut other = Node::parse(signer::certificates("agency")[0].der());
                let (serial, issuer) = (other.at(&[0, 1]).clone(), other.at(&[0, 3]).clone());
                replace_signer(message, &other);
                *signer_info(message).at(&[1]) = Node::nodes(0x30, vec![issuer, serial]);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::SigningCertificateMismatch, Code::SignatureWrong],
    },
    Attack {
        number: "C4",
        name: "a certificate with the signer's name and number, made by a stranger with another key",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                let mut other = Node::parse(signer::certificates("other-person")[0].der());
                let mut own = Node::parse(signer::person().chain[0].der());
                *own.at(&[0, 6]) = other.at(&[0, 6]).clone();
                replace_signer(message, &own);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::SigningCertificateMismatch, Code::SignatureWrong, Code::CertificateSignatureInvalid],
    },
    Attack {
        number: "C2",
        name: "the signer's certificate is taken out",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                signed_data(message).at(&[CERTIFICATES]).list().clear();
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::SignerCertificateNotFound],
    },
    Attack {
        number: "C5",
        name: "another digest algorithm than the one of the signature",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                *signer_info(message).at(&[2, 0]) = Node::octets(0x06, SHA512);
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::DigestAlgorithmDisagreement,
            Code::MessageDigestMismatch,
            Code::AlgorithmProtectionMismatch,
        ],
    },
    Attack {
        number: "C5",
        name: "a digest algorithm that nobody knows",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                *signer_info(message).at(&[2, 0]) = Node::octets(0x06, &[0x2a, 3, 4]);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::AlgorithmProtectionMismatch, Code::DigestAlgorithmUnsupported],
    },
    Attack {
        number: "C5",
        name: "a signature algorithm that nobody knows",
        bases: PLAIN,
        file: |_| {
            changed(|message| {
                *signer_info(message).at(&[4, 0]) = Node::octets(0x06, &[0x2a, 3, 4]);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::AlgorithmProtectionMismatch, Code::SignatureAlgorithmUnsupported],
    },
    Attack {
        number: "C2",
        name: "a message of another type than SignedData",
        bases: PLAIN,
        file: |_| changed(|message| *message.at(&[0]) = Node::octets(0x06, DATA)),
        verdict: Verdict::Failed,
        errors: &[Code::CmsUnreadable],
    },
    Attack {
        number: "C2",
        name: "a certificate in the place of a message",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |_| signer::person().chain[0].der().to_vec())
        },
        verdict: Verdict::Failed,
        errors: &[Code::CmsUnreadable],
    },
    Attack {
        number: "C2",
        name: "text in the place of a message",
        bases: PLAIN,
        file: |_| forge::seal_with(honest_file(), Places::honest, |_| b"signed by the minister".to_vec()),
        verdict: Verdict::Failed,
        errors: &[Code::CmsUnreadable],
    },
    Attack {
        number: "C2",
        name: "half of a message",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |content| {
                let message = forge::message(content);
                message[..message.len() / 2].to_vec()
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::CmsUnreadable],
    },
    Attack {
        number: "C2",
        name: "a stranger signs",
        bases: PLAIN,
        file: |_| signer::signer("other-person").sign(&crate::pdf_maker::classic(), &signer::sign_options()),
        verdict: Verdict::Indeterminate,
        errors: &[Code::IssuerNotFound],
    },
    Attack {
        number: "C2",
        name: "a certificate that had expired signs, and says so",
        bases: PLAIN,
        file: |_| signed_out_of_time("expired"),
        verdict: Verdict::Failed,
        errors: &[Code::CertificateExpiredAtSigning, Code::CertificateExpired],
    },
    Attack {
        number: "C12",
        name: "a certificate that had expired signs, and claims an earlier time",
        bases: PLAIN,
        file: |_| {
            let mut options = kyso::SignOptions::new(signer::time("2025-06-01T00:00:00Z"));
            options.danger_allow_expired = true;
            signer::signer("expired").sign(&crate::pdf_maker::classic(), &options)
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::CertificateExpired],
    },
    Attack {
        number: "C2",
        name: "a certificate that is not in force yet signs",
        bases: PLAIN,
        file: |_| signed_out_of_time("not-yet-valid"),
        verdict: Verdict::Failed,
        errors: &[Code::CertificateNotYetValidAtSigning, Code::CertificateNotYetValid],
    },
];

/// The same message in BER, as Java and .NET wrote it: honest, and passed.
pub(crate) fn in_ber() -> Vec<u8> {
    forge::seal_with(honest_file(), Places::honest, |content| {
        Node::parse(&forge::message(content)).encode_indefinite()
    })
}

/// Something among the unsigned attributes that nobody knows: honest, and passed.
pub(crate) fn with_unsigned_attribute() -> Vec<u8> {
    changed(|message| {
        let oid = Node::octets(0x06, &[0x2a, 3, 4]);
        let values = Node::nodes(0x31, vec![Node::octets(0x04, b"note")]);
        let attribute = Node::nodes(0x30, vec![oid, values]);
        signer_info(message).list().push(Node::nodes(0xa1, vec![attribute]));
    })
}

/// A file that was signed with a certificate out of its validity.
fn signed_out_of_time(name: &str) -> Vec<u8> {
    let mut options = signer::sign_options();
    options.danger_allow_expired = true;
    signer::signer(name).sign(&crate::pdf_maker::classic(), &options)
}

/// The usual message, changed after it was signed.
fn changed(change: fn(&mut Node)) -> Vec<u8> {
    forge::seal_with(honest_file(), Places::honest, |content| edited(content, change))
}

/// The usual message with other attributes, which are signed.
fn resigned(change: fn(&mut Vec<Node>)) -> Vec<u8> {
    forge::seal_with(honest_file(), Places::honest, |content| {
        edited(content, |message| {
            let attributes = signer_info(message).at(&[ATTRIBUTES]);
            change(attributes.list());
            attributes.list().sort_by_key(Node::encode);
            let mut set = attributes.clone();
            set.tag = 0x31;
            let value = signer::person().key.sign(ALGORITHM, &set.encode()).expect("a value");
            *signer_info(message).at(&[VALUE]) = Node::octets(0x04, &value);
        })
    })
}

fn edited(content: &[u8], change: impl FnOnce(&mut Node)) -> Vec<u8> {
    let mut message = Node::parse(&forge::message(content));
    change(&mut message);
    message.encode()
}

fn signed_data(message: &mut Node) -> &mut Node {
    message.at(&[1, 0])
}

fn signer_info(message: &mut Node) -> &mut Node {
    message.at(&[1, 0, SIGNERS, 0])
}

/// The signed attribute of this type.
fn attribute<'m>(message: &'m mut Node, oid: &[u8]) -> &'m mut Node {
    let attributes = signer_info(message).at(&[ATTRIBUTES]).list();
    attributes.iter_mut().find(|attribute| is(attribute, oid)).expect("the attribute")
}

fn is(attribute: &Node, oid: &[u8]) -> bool {
    attribute.clone().at(&[0]).encode()[2..] == *oid
}

/// Puts another certificate in the place of the signer's.
fn replace_signer(message: &mut Node, certificate: &Node) {
    let own = signer::person().chain[0].der();
    for node in signed_data(message).at(&[CERTIFICATES]).list() {
        if node.encode() == own {
            *node = certificate.clone();
        }
    }
}

/// Turns over a bit of this octet.
fn flip(node: &mut Node, at: usize) {
    let crate::der::Inside::Octets(octets) = &mut node.inside else { panic!("a constructed element") };
    octets[at] ^= 1;
}

// Positions in SignedData and SignerInfo.
const CERTIFICATES: usize = 3;
const SIGNERS: usize = 4;
const ATTRIBUTES: usize = 3;
const VALUE: usize = 5;

const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f];
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];
