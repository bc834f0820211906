//! A map kept as one list in the order of its keys.
//!
//! Thousands of cards change at once when a column gets wider: side by side in memory that takes
//! microseconds, where a tree would be walked node by node.

use std::ops::Index;

/// Values by key, in the order of the keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<K, V> {
    rows: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<K: Ord, V> Table<K, V> {
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

impl<K, V> Table<K, V> {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Everything, in the order of the keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
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

    /// Everything, to be changed, in the order of the keys.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.rows.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// What stands at a place of the list.
    pub(super) fn at(&self, place: usize) -> (&K, &V) {
        let (key, value) = &self.rows[place];
        (key, value)
    }
}

/// The rows of a table, in the order of their keys.
pub type Iter<'a, K, V> = std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&(K, V)) -> (&K, &V)>;

impl<'a, K, V> IntoIterator for &'a Table<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for Table<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Table<K, V> {
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

impl<K: Ord, V> Index<&K> for Table<K, V> {
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
        let table: Table<u8, &str> = [(2, "b"), (1, "a"), (2, "c")].into_iter().collect();
        assert_eq!(table.iter().collect::<Vec<_>>(), [(&1, &"a"), (&2, &"c")]);
        assert_eq!(table.get(&2), Some(&"c"));
        assert_eq!(table.get(&3), None);
    }
}
