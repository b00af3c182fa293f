//! Symmetric ciphers of PDF encryption (ISO 32000-2 7.6) and of key files (RFC 8018, RFC 7292).
//!
//! Nothing here is authenticated: whoever decrypts learns at most that the padding is plausible.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::{NoPadding, Padding, Pkcs7};
use cbc::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit,
    StreamCipher,
};
use zeroize::Zeroizing;

/// RC4, both ways. A key that is empty or longer than 256 bytes gives the data back unchanged.
pub(crate) fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut out = data.to_vec();
    if let Ok(mut cipher) = rc4::Rc4::new_from_slice(key) {
        cipher.apply_keystream(&mut out);
    }
    out
}

/// AES in CBC mode with a key of 16, 24 or 32 bytes and an `iv` of 16. With `padding` (RFC 5652 6.3) that is checked
/// and removed. `None` if a length or the padding is wrong.
pub(crate) fn aes_cbc_decrypt(key: &[u8], iv: &[u8], data: &[u8], padding: bool) -> Option<Vec<u8>> {
    cbc_decrypt(BlockCipher::Aes, key, iv, data, padding).map(|mut plain| std::mem::take(&mut *plain))
}

/// The other way round. Without `padding` the data must be whole blocks of 16 bytes. `None` if a length is wrong.
pub(crate) fn aes_cbc_encrypt(key: &[u8], iv: &[u8], data: &[u8], padding: bool) -> Option<Vec<u8>> {
    match key.len() {
        16 => encrypt(Aes128::new_from_slice(key).ok()?, iv, data, padding),
        24 => encrypt(Aes192::new_from_slice(key).ok()?, iv, data, padding),
        32 => encrypt(Aes256::new_from_slice(key).ok()?, iv, data, padding),
        _ => None,
    }
}

/// The block ciphers of key files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockCipher {
    Aes,
    Des,
    /// With two or three keys.
    TripleDes,
    /// With so many effective key bits (RFC 2268).
    Rc2(usize),
}

impl BlockCipher {
    /// Bytes of a block, and so of the initialisation vector.
    pub(super) fn block_len(self) -> usize {
        match self {
            Self::Aes => 16,
            Self::Des | Self::TripleDes | Self::Rc2(_) => 8,
        }
    }
}

/// Decrypts in CBC mode. `None` if a length or the padding is wrong.
pub(super) fn cbc_decrypt(
    cipher: BlockCipher,
    key: &[u8],
    iv: &[u8],
    data: &[u8],
    padding: bool,
) -> Option<Zeroizing<Vec<u8>>> {
    match (cipher, key.len()) {
        (BlockCipher::Aes, 16) => decrypt(Aes128::new_from_slice(key).ok()?, iv, data, padding),
        (BlockCipher::Aes, 24) => decrypt(Aes192::new_from_slice(key).ok()?, iv, data, padding),
        (BlockCipher::Aes, 32) => decrypt(Aes256::new_from_slice(key).ok()?, iv, data, padding),
        (BlockCipher::Des, 8) => decrypt(des::Des::new_from_slice(key).ok()?, iv, data, padding),
        (BlockCipher::TripleDes, 16) => decrypt(des::TdesEde2::new_from_slice(key).ok()?, iv, data, padding),
        (BlockCipher::TripleDes, 24) => decrypt(des::TdesEde3::new_from_slice(key).ok()?, iv, data, padding),
        (BlockCipher::Rc2(bits), 1..=128) if (1..=1024).contains(&bits) => {
            decrypt(rc2::Rc2::new_with_eff_key_len(key, bits), iv, data, padding)
        }
        _ => None,
    }
}

fn decrypt<C: BlockCipherDecrypt>(
    cipher: C,
    iv: &[u8],
    data: &[u8],
    padding: bool,
) -> Option<Zeroizing<Vec<u8>>> {
    let mode = cbc::Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    let mut plain = Zeroizing::new(data.to_vec());
    let length = match padding {
        true => mode.decrypt_padded::<Pkcs7>(&mut plain).ok()?.len(),
        false => mode.decrypt_padded::<NoPadding>(&mut plain).ok()?.len(),
    };
    plain.truncate(length);
    Some(plain)
}

fn encrypt<C: BlockCipherEncrypt>(cipher: C, iv: &[u8], data: &[u8], padding: bool) -> Option<Vec<u8>> {
    fn run<C: BlockCipherEncrypt, P: Padding>(
        mode: cbc::Encryptor<C>,
        out: &mut [u8],
        length: usize,
    ) -> Option<usize> {
        Some(mode.encrypt_padded::<P>(out, length).ok()?.len())
    }
    let mode = cbc::Encryptor::inner_iv_slice_init(cipher, iv).ok()?;
    let mut out = Vec::with_capacity(data.len().saturating_add(16));
    out.extend_from_slice(data);
    let length = match padding {
        true => {
            out.resize(data.len().saturating_add(16), 0);
            run::<C, Pkcs7>(mode, &mut out, data.len())?
        }
        false => run::<C, NoPadding>(mode, &mut out, data.len())?,
    };
    out.truncate(length);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{BlockCipher, aes_cbc_decrypt, aes_cbc_encrypt, cbc_decrypt, rc4};

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<_> = text.chars().filter_map(|c| c.to_digit(16)).collect();
        digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("two digits")).collect()
    }

    #[test]
    fn rc4_gives_the_vectors_of_rfc_6229() {
        // Keys of 40 and 128 bits, offset 0.
        assert_eq!(rc4(&hex("0102030405"), &[0; 16]), hex("b2396305f03dc027ccc3524a0a1118a8"));
        let key = hex("0102030405060708090a0b0c0d0e0f10");
        assert_eq!(rc4(&key, &[0; 16]), hex("9ac7cc9a609d1ef7b2932899cde41b97"));
        assert_eq!(rc4(&[], b"data"), b"data");
    }

    #[test]
    fn aes_cbc_gives_the_vectors_of_sp_800_38a() {
        let iv = hex("000102030405060708090a0b0c0d0e0f");
        let plain = hex("6bc1bee22e409f96e93d7e117393172a");
        for (key, cipher) in [
            ("2b7e151628aed2a6abf7158809cf4f3c", "7649abac8119b246cee98e9b12e9197d"),
            ("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "4f021db243bc633d7178183a9fa071e8"),
            (
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "f58c4c04d6e5f1ba779eabfb5f7bfbd6",
            ),
        ] {
            let (key, cipher) = (hex(key), hex(cipher));
            assert_eq!(aes_cbc_encrypt(&key, &iv, &plain, false), Some(cipher.clone()));
            assert_eq!(aes_cbc_decrypt(&key, &iv, &cipher, false), Some(plain.clone()));
            let padded = aes_cbc_encrypt(&key, &iv, &plain, true).expect("lengths fit");
            assert_eq!(padded.len(), 32);
            assert_eq!(aes_cbc_decrypt(&key, &iv, &padded, true), Some(plain.clone()));
            assert_eq!(aes_cbc_decrypt(&key, &iv, &padded[..16], true), None);
            assert_eq!(aes_cbc_decrypt(&key, &iv, &padded[..15], true), None);
        }
    }

    #[test]
    fn rc2_gives_the_vectors_of_rfc_2268() {
        let zero = [0; 8];
        for (key, bits, plain, cipher) in [
            ("88", 64, "0000000000000000", "61a8a244adacccf0"),
            ("88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"),
            ("ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"),
        ] {
            let found = cbc_decrypt(BlockCipher::Rc2(bits), &hex(key), &zero, &hex(cipher), false);
            assert_eq!(found.map(|plain| plain.to_vec()), Some(hex(plain)));
        }
    }

    #[test]
    fn wrong_lengths_are_no_panic() {
        for (cipher, key, iv, data) in [
            (BlockCipher::Aes, 15, 16, 16),
            (BlockCipher::Aes, 16, 15, 16),
            (BlockCipher::Aes, 16, 16, 17),
            (BlockCipher::TripleDes, 8, 8, 8),
            (BlockCipher::Rc2(40), 0, 8, 8),
            (BlockCipher::Rc2(0), 5, 8, 8),
        ] {
            assert_eq!(cbc_decrypt(cipher, &vec![0; key], &vec![0; iv], &vec![0; data], false), None);
        }
        assert_eq!(aes_cbc_encrypt(&[0; 16], &[0; 16], &[0; 15], false), None);
    }
}
