//! Ids of records: short, readable, typed by what they name.

use std::{fmt, marker::PhantomData, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of a `T`. Made once, kept when the title changes, never reused.
pub struct Id<T>(Arc<str>, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id spelled `text`.
    pub fn new(text: &str) -> Self {
        Self(text.into(), PhantomData)
    }

    /// Its spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its spelling, shared with it.
    pub(super) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0), PhantomData)
    }
}

impl<T> Default for Id<T> {
    fn default() -> Self {
        Self::new("")
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        // Most ids that are compared with their like are copies of each other: their letters need not be read.
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return std::cmp::Ordering::Equal;
        }
        self.0.cmp(&other.0)
    }
}

impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<T> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

/// A source of fresh ids: splitmix64 (Steele, Lea and Flood 2014), which is enough to keep ids apart.
/// The window seeds it from the system, a test by hand.
#[derive(Clone, Debug)]
pub struct Ids(u64);

impl Ids {
    /// The same seed makes the same ids in the same order.
    pub fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// A fresh id for a record called `title`: up to three of its words and four random characters,
    /// such as `opens-chat-k3f9`.
    pub fn named<T>(&mut self, title: &str) -> Id<T> {
        let slug = slug(title);
        let tail = self.random(4);
        Id::new(&if slug.is_empty() {
            tail
        } else {
            format!("{slug}-{tail}")
        })
    }

    /// As [`Ids::named`], but none that `taken` knows.
    pub fn fresh<T>(&mut self, title: &str, taken: impl Fn(&Id<T>) -> bool) -> Id<T> {
        loop {
            let id = self.named(title);
            if !taken(&id) {
                return id;
            }
        }
    }

    /// A fresh id for a connector: `c-` and six random characters.
    pub fn connector(&mut self) -> super::ConnectorId {
        Id::new(&format!("c-{}", self.random(6)))
    }

    /// `count` random characters out of `a-z0-9`.
    fn random(&mut self, count: usize) -> String {
        const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        (0..count)
            .map(|_| char::from(ALPHABET[(self.next() % 36) as usize]))
            .collect()
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// The first three words of `title`, in lower case ASCII, joined by hyphens.
pub(crate) fn slug(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().take(3).collect();
    let mut slug = words.join("-");
    slug.truncate(24);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StepId;

    #[test]
    fn a_fresh_id_is_none_that_is_taken() {
        let first: StepId = Ids::from_seed(3).named("Asks");
        let fresh = Ids::from_seed(3).fresh("Asks", |id| *id == first);
        assert_ne!(fresh, first);
        assert_eq!(Ids::from_seed(3).fresh("Asks", |_| false), first);
    }

    #[test]
    fn ids_come_from_the_title() {
        let mut ids = Ids::from_seed(7);
        let id: StepId = ids.named("Opens chat, and picks a topic");
        assert!(id.as_str().starts_with("opens-chat-and-"), "{id}");
        let none: StepId = ids.named("返金");
        assert_eq!(none.as_str().len(), 4);
        assert!(ids.connector().as_str().starts_with("c-"));
        let parted: StepId = ids.named("24/7 and/or");
        assert!(!parted.as_str().contains('/'), "{parted}");
    }
}
