//! A map of shared records, of which two states of a document hold most in common.
//!
//! Entries stand in the order of their keys, in chunks. A copy of a map costs a pointer, a change copies one
//! chunk and the list of chunks, and [`Records::differences`] passes over every chunk that two maps share:
//! what an edit costs does not grow with the document. Knows nothing of what the records are.

mod spelled;

use std::{
    cmp::Ordering, fmt, iter::FusedIterator, marker::PhantomData, ops::Index, slice, sync::Arc,
};

pub(super) use spelled::{Word, map_or_list};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

/// Entries of a chunk that was filled in one go.
const FILL: usize = 64;
/// A chunk with more entries is cut in two.
const MOST: usize = 2 * FILL;
/// A chunk with fewer joins its neighbour.
const LEAST: usize = FILL / 4;

/// Entries in the order of their keys; none is empty.
type Chunk<K, V> = Vec<(K, Arc<V>)>;

/// Records by key, in the order of the keys.
pub struct Records<K, V> {
    chunks: Arc<Vec<Arc<Chunk<K, V>>>>,
    len: usize,
}

impl<K, V> Clone for Records<K, V> {
    fn clone(&self) -> Self {
        Self {
            chunks: Arc::clone(&self.chunks),
            len: self.len,
        }
    }
}

impl<K, V> Default for Records<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Records<K, V> {
    /// A map without records.
    pub fn new() -> Self {
        Self {
            chunks: Arc::default(),
            len: 0,
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Everything, in the order of the keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            chunks: self.chunks.iter(),
            front: [].iter(),
            back: [].iter(),
            left: self.len,
        }
    }

    /// The keys, in their order.
    pub fn keys(&self) -> Keys<'_, K, V> {
        self.iter().map(|(key, _)| key)
    }

    /// The records, in the order of their keys.
    pub fn values(&self) -> Values<'_, K, V> {
        self.iter().map(|(_, record)| record)
    }
}

impl<K: Ord, V> Records<K, V> {
    /// The record of `key`.
    pub fn get(&self, key: &K) -> Option<&Arc<V>> {
        Some(self.get_key_value(key)?.1)
    }

    /// The record of `key`, with the key as it stands here.
    pub fn get_key_value(&self, key: &K) -> Option<(&K, &Arc<V>)> {
        let chunk = self.chunks.get(self.chunk_of(key))?;
        let place = search(chunk, key).ok()?;
        let (key, record) = &chunk[place];
        Some((key, record))
    }

    /// Whether there is a record of `key`.
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// What differs between this map and `other`, in the order of the keys: the key, the record here and
    /// the record there. Records are compared by pointer alone; chunks that both share are not looked into.
    pub fn differences<'a>(&'a self, other: &'a Self) -> Differences<'a, K, V> {
        let is_same = Arc::ptr_eq(&self.chunks, &other.chunks);
        let cursor = |map: &'a Self| Cursor {
            chunks: if is_same { &[] } else { &map.chunks },
            at: 0,
        };
        Differences(cursor(self), cursor(other))
    }

    /// The chunk in which `key` stands, or would stand.
    fn chunk_of(&self, key: &K) -> usize {
        let after = self.chunks.partition_point(|chunk| chunk[0].0 <= *key);
        after.saturating_sub(1)
    }

    /// Puts sorted entries, no key twice, into full chunks.
    fn of_sorted(entries: Vec<(K, Arc<V>)>) -> Self {
        let len = entries.len();
        let mut chunks = Vec::with_capacity(len.div_ceil(FILL));
        let mut entries = entries.into_iter();
        while entries.len() > 0 {
            let mut chunk = Vec::with_capacity(FILL.min(entries.len()));
            chunk.extend(entries.by_ref().take(FILL));
            chunks.push(Arc::new(chunk));
        }
        Self {
            chunks: Arc::new(chunks),
            len,
        }
    }
}

fn search<K: Ord, V>(chunk: &Chunk<K, V>, key: &K) -> Result<usize, usize> {
    chunk.binary_search_by(|(own, _)| own.cmp(key))
}

impl<K: Ord + Clone, V> Records<K, V> {
    /// Puts a record in, and gives back the one that stood there.
    pub fn insert(&mut self, key: K, record: Arc<V>) -> Option<Arc<V>> {
        let at = self.chunk_of(&key);
        let chunks = Arc::make_mut(&mut self.chunks);
        let Some(shared) = chunks.get_mut(at) else {
            chunks.push(Arc::new(vec![(key, record)]));
            self.len = 1;
            return None;
        };
        let place = search(shared, &key);
        let chunk = Arc::make_mut(shared);
        match place {
            Ok(place) => Some(std::mem::replace(&mut chunk[place].1, record)),
            Err(place) => {
                chunk.insert(place, (key, record));
                if chunk.len() > MOST {
                    let right = chunk.split_off(FILL);
                    chunks.insert(at + 1, Arc::new(right));
                }
                self.len += 1;
                None
            }
        }
    }

    /// Takes the record of `key` out.
    pub fn remove(&mut self, key: &K) -> Option<Arc<V>> {
        let at = self.chunk_of(key);
        let place = search(self.chunks.get(at)?, key).ok()?;
        let chunks = Arc::make_mut(&mut self.chunks);
        let chunk = Arc::make_mut(&mut chunks[at]);
        let (_, record) = chunk.remove(place);
        self.len -= 1;
        if chunk.len() < LEAST {
            let few = chunks.remove(at);
            join(chunks, at, few);
        }
        Some(record)
    }

    /// The record of `key`, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut Arc<V>> {
        let at = self.chunk_of(key);
        let place = search(self.chunks.get(at)?, key).ok()?;
        let chunks = Arc::make_mut(&mut self.chunks);
        Some(&mut Arc::make_mut(&mut chunks[at])[place].1)
    }

    /// Every record, to be changed, in the order of their keys. Nothing stays shared.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Arc<V>> {
        let chunks = Arc::make_mut(&mut self.chunks).iter_mut();
        let entries = chunks.flat_map(|chunk| Arc::make_mut(chunk).iter_mut());
        entries.map(|(_, record)| record)
    }

    /// Keeps the records that `keeps` says yes to. Chunks that lose none stay shared.
    pub fn retain(&mut self, mut keeps: impl FnMut(&K, &Arc<V>) -> bool) {
        let mut left: Vec<Arc<Chunk<K, V>>> = Vec::with_capacity(self.chunks.len());
        for chunk in &*self.chunks {
            let kept: Vec<bool> = chunk.iter().map(|(key, v)| keeps(key, v)).collect();
            if !kept.contains(&false) {
                left.push(Arc::clone(chunk));
                continue;
            }
            let entries = chunk.iter().zip(kept).filter(|(_, kept)| *kept);
            let entries: Chunk<K, V> = entries.map(|(entry, _)| entry.clone()).collect();
            if entries.len() >= LEAST {
                left.push(Arc::new(entries));
            } else {
                let end = left.len();
                join(&mut left, end, Arc::new(entries));
            }
        }
        let count: usize = left.iter().map(|chunk| chunk.len()).sum();
        if count != self.len {
            self.chunks = Arc::new(left);
            self.len = count;
        }
    }
}

/// Puts a small chunk that stands at `at` into the one before or after it, as long as that has room.
fn join<K: Clone, V>(chunks: &mut Vec<Arc<Chunk<K, V>>>, at: usize, few: Arc<Chunk<K, V>>) {
    if few.is_empty() {
        return;
    }
    let has_room = |chunk: &Arc<Chunk<K, V>>| chunk.len() + few.len() <= MOST;
    let before = at.checked_sub(1);
    if let Some(before) = before
        .and_then(|at| chunks.get_mut(at))
        .filter(|c| has_room(c))
    {
        Arc::make_mut(before).extend(few.iter().cloned());
    } else if let Some(after) = chunks.get_mut(at).filter(|c| has_room(c)) {
        Arc::make_mut(after).splice(0..0, few.iter().cloned());
    } else {
        chunks.insert(at, few);
    }
}

impl<K: Ord, V: PartialEq> PartialEq for Records<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(_, own, its): (_, Option<_>, Option<_>)| own == its;
        self.len == other.len && self.differences(other).all(is_same)
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Records<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: Ord, V> Index<&K> for Records<K, V> {
    type Output = Arc<V>;

    /// # Panics
    /// When there is no record of `key`.
    fn index(&self, key: &K) -> &Arc<V> {
        match self.get(key) {
            Some(record) => record,
            None => panic!("no such key"),
        }
    }
}

impl<K: Ord, V> FromIterator<(K, Arc<V>)> for Records<K, V> {
    /// Of doubled keys the last counts.
    fn from_iter<I: IntoIterator<Item = (K, Arc<V>)>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        if !entries.is_sorted_by(|a, b| a.0 < b.0) {
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries.reverse();
            entries.dedup_by(|a, b| a.0 == b.0);
            entries.reverse();
        }
        Self::of_sorted(entries)
    }
}

impl<K: Ord + Clone, V> Extend<(K, Arc<V>)> for Records<K, V> {
    fn extend<I: IntoIterator<Item = (K, Arc<V>)>>(&mut self, entries: I) {
        for (key, record) in entries {
            self.insert(key, record);
        }
    }
}

impl<K: Ord, V, const N: usize> From<[(K, Arc<V>); N]> for Records<K, V> {
    fn from(entries: [(K, Arc<V>); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Records<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Records<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<K, V>(PhantomData<fn() -> (K, V)>);

        impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
            type Value = Records<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries: Vec<(K, Arc<V>)> = Vec::new();
                while let Some((key, record)) = map.next_entry::<K, V>()? {
                    entries.push((key, Arc::new(record)));
                }
                Ok(entries.into_iter().collect())
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<'a, K, V> IntoIterator for &'a Records<K, V> {
    type Item = (&'a K, &'a Arc<V>);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The keys of [`Records`], in their order.
pub type Keys<'a, K, V> = std::iter::Map<Iter<'a, K, V>, fn((&'a K, &'a Arc<V>)) -> &'a K>;

/// The records of [`Records`], in the order of their keys.
pub type Values<'a, K, V> = std::iter::Map<Iter<'a, K, V>, fn((&'a K, &'a Arc<V>)) -> &'a Arc<V>>;

/// The entries of [`Records`], in the order of their keys.
pub struct Iter<'a, K, V> {
    chunks: slice::Iter<'a, Arc<Chunk<K, V>>>,
    front: slice::Iter<'a, (K, Arc<V>)>,
    back: slice::Iter<'a, (K, Arc<V>)>,
    left: usize,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            chunks: self.chunks.clone(),
            front: self.front.clone(),
            back: self.back.clone(),
            left: self.left,
        }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a Arc<V>);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, record) = loop {
            if let Some(entry) = self.front.next() {
                break entry;
            }
            match self.chunks.next() {
                Some(chunk) => self.front = chunk.iter(),
                None => break self.back.next()?,
            }
        };
        self.left -= 1;
        Some((key, record))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let (key, record) = loop {
            if let Some(entry) = self.back.next_back() {
                break entry;
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = chunk.iter(),
                None => break self.front.next_back()?,
            }
        };
        self.left -= 1;
        Some((key, record))
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

impl<K, V> FusedIterator for Iter<'_, K, V> {}

/// What differs between two [`Records`], see [`Records::differences`].
pub struct Differences<'a, K, V>(Cursor<'a, K, V>, Cursor<'a, K, V>);

/// A place in a map.
struct Cursor<'a, K, V> {
    /// What is left; the first is begun.
    chunks: &'a [Arc<Chunk<K, V>>],
    /// The entry of the first.
    at: usize,
}

impl<'a, K, V> Cursor<'a, K, V> {
    fn peek(&self) -> Option<&'a (K, Arc<V>)> {
        Some(&self.chunks.first()?[self.at])
    }

    fn step(&mut self) {
        self.at += 1;
        if let [first, rest @ ..] = self.chunks
            && self.at == first.len()
        {
            self.chunks = rest;
            self.at = 0;
        }
    }
}

impl<'a, K: Ord, V> Iterator for Differences<'a, K, V> {
    type Item = (&'a K, Option<&'a Arc<V>>, Option<&'a Arc<V>>);

    fn next(&mut self) -> Option<Self::Item> {
        let Self(own, its) = self;
        loop {
            if let ([a, rest_a @ ..], [b, rest_b @ ..]) = (own.chunks, its.chunks)
                && own.at == 0
                && its.at == 0
                && Arc::ptr_eq(a, b)
            {
                (own.chunks, its.chunks) = (rest_a, rest_b);
                continue;
            }
            let order = match (own.peek(), its.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((a, _)), Some((b, _))) => a.cmp(b),
            };
            let before = own.peek().filter(|_| order.is_le());
            let after = its.peek().filter(|_| order.is_ge());
            if before.is_some() {
                own.step();
            }
            if after.is_some() {
                its.step();
            }
            match (before, after) {
                (Some((_, before)), Some((_, after))) if Arc::ptr_eq(before, after) => {}
                (before, after) => {
                    let (key, _) = before.or(after)?;
                    return Some((key, before.map(|(_, v)| v), after.map(|(_, v)| v)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
