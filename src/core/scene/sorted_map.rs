//! A map kept as one list in the order of its keys.
//!
//! Thousands of cards change at once when a column gets wider: side by side in memory that takes
//! microseconds, where a tree would be walked node by node.

use std::ops::Index;

/// Values by key, in the order of the keys.
#[derive(Clone, Debug, PartialEq)]
pub struct SortedMap<K, V> {
    rows: Vec<(K, V)>,
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// The value of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.position(key).map(|place| &self.rows[place].1)
    }

    /// Whether there is a value of `key`.
    pub fn contains_key(&self, key: &K) -> bool {
        self.position(key).is_some()
    }

    fn position(&self, key: &K) -> Option<usize> {
        self.rows.binary_search_by(|(own, _)| own.cmp(key)).ok()
    }
}

impl<K: Ord + Clone, V> SortedMap<K, V> {
    /// Becomes the table made from `wanted`, which comes in the order of its keys: what `is_it` stays as it is,
    /// other values of the same key are `put` right, and those that are missing are made.
    pub(super) fn become_list<'a, T: Copy>(
        &mut self,
        wanted: impl Iterator<Item = (&'a K, T)>,
        is_it: impl Fn(&V, T) -> bool,
        put: impl Fn(&mut V, T),
        make: impl Fn(T) -> V,
    ) where
        K: 'a,
    {
        let mut at = 0;
        // Where rows came or went, those behind move once, when all is known.
        let mut others: Vec<(usize, (K, V))> = Vec::new();
        let mut gone: Vec<usize> = Vec::new();
        for (key, item) in wanted {
            if let Some((_, value)) = self.rows.get(at)
                && is_it(value, item)
            {
                at += 1;
                continue;
            }
            while self.rows.get(at).is_some_and(|(own, _)| own < key) {
                gone.push(at);
                at += 1;
            }
            match self.rows.get_mut(at) {
                Some((own, value)) if own == key => {
                    put(value, item);
                    at += 1;
                }
                None => {
                    self.rows.push((key.clone(), make(item)));
                    at += 1;
                }
                Some(_) => others.push((at, (key.clone(), make(item)))),
            }
        }
        gone.extend(at..self.rows.len());
        if let [(at, _)] = others[..]
            && gone.is_empty()
        {
            let row = others.pop().map(|(_, row)| row);
            self.rows.splice(at..at, row);
        } else if let ([at], []) = (&gone[..], &others[..]) {
            self.rows.remove(*at);
        } else if !gone.is_empty() || !others.is_empty() {
            let (mut others, mut gone) =
                (others.into_iter().peekable(), gone.into_iter().peekable());
            let old = std::mem::take(&mut self.rows);
            for (place, row) in old.into_iter().enumerate() {
                while let Some((_, row)) = others.next_if(|(at, _)| *at == place) {
                    self.rows.push(row);
                }
                if gone.next_if_eq(&place).is_none() {
                    self.rows.push(row);
                }
            }
            self.rows.extend(others.map(|(_, row)| row));
        }
    }
}

impl<K, V> SortedMap<K, V> {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Everything, in the order of the keys.
    pub fn iter(&self) -> MapIter<'_, K, V> {
        self.rows.iter().map(|(key, value)| (key, value))
    }

    /// The keys, in their order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(_, value)| value)
    }

    /// What stands at a place of the list.
    pub(super) fn at(&self, place: usize) -> (&K, &V) {
        let (key, value) = &self.rows[place];
        (key, value)
    }
}

/// The rows of a table, in the order of their keys.
pub type MapIter<'a, K, V> = std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&(K, V)) -> (&K, &V)>;

impl<'a, K, V> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = MapIter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    /// Of doubled keys the last counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(rows: I) -> Self {
        let mut rows: Vec<(K, V)> = rows.into_iter().collect();
        if !rows.is_sorted_by(|a, b| a.0 < b.0) {
            rows.sort_by(|a, b| a.0.cmp(&b.0));
            rows.reverse();
            rows.dedup_by(|a, b| a.0 == b.0);
            rows.reverse();
        }
        Self { rows }
    }
}

impl<K: Ord, V> Index<&K> for SortedMap<K, V> {
    type Output = V;

    /// # Panics
    /// When there is no value of `key`.
    fn index(&self, key: &K) -> &V {
        match self.position(key) {
            Some(place) => &self.rows[place].1,
            None => panic!("no such key"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_their_keys() {
        let table: SortedMap<u8, &str> = [(2, "b"), (1, "a"), (2, "c")].into_iter().collect();
        assert_eq!(table.iter().collect::<Vec<_>>(), [(&1, &"a"), (&2, &"c")]);
        assert_eq!(table.get(&2), Some(&"c"));
        assert_eq!(table.get(&3), None);
    }
}
