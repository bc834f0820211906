//! The content of a file in brief, to tell whether it is still the same. Knows nothing of files.

use std::{ffi::OsStr, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Length and 128-bit FNV-1a hash of a file's content.
///
/// FNV because a stamp also stands in recovery files, where it must mean the same in every version
/// of the program, which std's hashers do not promise; 128 bits because then two contents that
/// differ never share a stamp by chance. Nobody has a reason to forge one: both files are the user's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    bytes: u64,
    hash: u128,
}

impl Stamp {
    /// The stamp of this content. Takes about a millisecond a megabyte.
    pub fn of(content: &[u8]) -> Self {
        // Offset basis and prime of 128 bits: RFC 9923, section 5.
        const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let hash = content.iter().fold(BASIS, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
        });
        Self {
            bytes: content.len() as u64,
            hash,
        }
    }

    /// Length of the content, in bytes.
    pub fn bytes(self) -> u64 {
        self.bytes
    }
}

/// Eight letters that tell one name from the next, for the names of files; two may share them.
pub(super) fn short_hash(name: &OsStr) -> String {
    let hash = Stamp::of(name.as_encoded_bytes()).hash;
    // The lower half mixes best; cutting it is meant.
    format!("{:08x}", hash & 0xffff_ffff)
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:032x}", self.bytes, self.hash)
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stamp({self})")
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parsed = text.split_once('-').and_then(|(bytes, hash)| {
            Some(Self {
                bytes: bytes.parse().ok()?,
                hash: u128::from_str_radix(hash, 16).ok()?,
            })
        });
        parsed.ok_or_else(|| D::Error::custom(format!("`{text}` is no stamp of a file")))
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    /// The published values of 128-bit FNV-1a.
    #[test]
    fn hashes_as_published() {
        let check = |text: &str, hash| {
            assert_eq!(Stamp::of(text.as_bytes()).hash, hash, "{text}");
        };
        check("", 0x6c62272e07bb014262b821756295c58d);
        check("a", 0xd228cb696f1a8caf78912b704e4a8964);
        check("foobar", 0x343e1662793c64bf6f0d3597ba446f18);
    }

    #[test]
    fn survives_being_written() {
        let stamp = Stamp::of(b"Blueprint()");
        let text = ron::to_string(&stamp).expect("a string");
        assert_eq!(ron::from_str::<Stamp>(&text), Ok(stamp));
        assert!(ron::from_str::<Stamp>("\"11\"").is_err());
    }
}
