//! Lists, merged item by item, and the order in which the items then stand.

use std::collections::{BTreeMap, BTreeSet};

use super::{Conflicts, ItemKey, Versions, of_values, to_ron};
use crate::model::Value;

/// Merges a list: by the ids of its items, where they have such.
///
/// Items without ids are told apart by what they say, so that each side can put some in and take some out. Items with
/// fields that both sides took out may have been changed by both: such a list is one value, as is one that says
/// something twice.
pub(in crate::model) fn merge_list<T: Value>(
    all: Versions<&Vec<T>>,
    out: &mut Conflicts,
) -> Vec<T> {
    let by_id = |item: &T| item.item_id().map(ItemKey::from);
    if let Some(lists) = all.map(|list| ByKey::of(list, by_id)).whole() {
        let merged = Merged::of(&lists, out);
        if merged.is_disputed {
            // Which order is kept the merge of the items says.
            let _ = out.dispute(lists.as_ref().map(|list| &list.keys));
        }
        return merged.items;
    }
    let by_value = |item: &T| Some(to_ron(item).get_ron().into());
    let lists = all.map(|list| ByKey::of(list, by_value)).whole();
    if let Some(lists) = lists.filter(|lists| T::fresh().is_none() || !is_changed_twice(lists)) {
        let merged = Merged::of(&lists, out);
        if !merged.is_disputed {
            return merged.items;
        }
    }
    out.dispute(all)
}

/// A list whose items have a key each.
struct ByKey<'v, T> {
    /// The keys, in the order of the list.
    keys: Vec<ItemKey>,
    items: BTreeMap<ItemKey, &'v T>,
}

impl<'v, T> ByKey<'v, T> {
    /// `None` when an item has no key, or two have the same.
    fn of(list: &'v [T], key: impl Fn(&T) -> Option<ItemKey>) -> Option<Self> {
        let keys: Vec<ItemKey> = list.iter().map(key).collect::<Option<_>>()?;
        let items: BTreeMap<ItemKey, &T> = keys.iter().cloned().zip(list).collect();
        (items.len() == keys.len()).then_some(Self { keys, items })
    }

    fn has(&self, key: &ItemKey) -> bool {
        self.items.contains_key(key)
    }
}

/// Whether both sides took the same item out, and one of them put another in.
fn is_changed_twice<T>(all: &Versions<ByKey<'_, T>>) -> bool {
    let Versions { base, ours, theirs } = all;
    let mut old = base.keys.iter();
    let mut new = ours.keys.iter().chain(&theirs.keys);
    old.any(|key| !ours.has(key) && !theirs.has(key)) && new.any(|key| !base.has(key))
}

/// The items of both sides, in order.
struct Merged<T> {
    items: Vec<T>,
    /// Whether both sides brought the old items into another order.
    is_disputed: bool,
}

impl<T: Value> Merged<T> {
    fn of(all: &Versions<ByKey<'_, T>>, out: &mut Conflicts) -> Self {
        let sides = all.ours.keys.iter().chain(&all.theirs.keys);
        let keys: BTreeSet<&ItemKey> = sides.collect();
        let how = of_values();
        let mut items: BTreeMap<&ItemKey, T> = BTreeMap::new();
        for key in keys {
            let found = all.as_ref().map(|list| list.items.get(key).copied());
            if let Some(item) = out.item(key, found, &how) {
                items.insert(key, item);
            }
        }
        let keys = all.as_ref().map(|list| &*list.keys);
        let order = Order::of(keys, |key| items.contains_key(key));
        let keys = order.keys.into_iter();
        Self {
            items: keys.filter_map(|key| items.remove(key)).collect(),
            is_disputed: order.is_disputed,
        }
    }
}

/// The order in which the items of two sides stand.
pub(super) struct Order<'v, K> {
    pub(super) keys: Vec<&'v K>,
    /// Whether both sides brought the old items into another order; then they stand as in the base.
    pub(super) is_disputed: bool,
}

impl<'v, K: Ord> Order<'v, K> {
    /// The order of those that stay, each of which one of the sides has.
    ///
    /// Those which all three have go before. Each of the others stands behind its left neighbour, several there by
    /// their keys, so that it does not matter which side is which.
    pub(super) fn of(all: Versions<&'v [K]>, stays: impl Fn(&K) -> bool) -> Self {
        let sets = all.map(|keys| keys.iter().collect::<BTreeSet<_>>());
        let is_common = |key: &K| {
            sets.base.contains(key) && sets.ours.contains(key) && sets.theirs.contains(key)
        };
        let common = all.map(|keys| {
            let common = keys.iter().filter(|key| is_common(key));
            common.collect::<Vec<&K>>()
        });
        let settled = common.as_ref().settled();
        let common_keys = settled.unwrap_or(&common.base);
        let mut behind: BTreeMap<Option<&'v K>, BTreeSet<&'v K>> = BTreeMap::new();
        let mut placed: BTreeSet<&K> = BTreeSet::new();
        // What both sides made stands as in one of them, always the same: in a circle of neighbours none would stand.
        let first = all.ours.min(all.theirs);
        let second = all.ours.max(all.theirs);
        for keys in [first, second] {
            let mut left = None;
            for key in keys.iter().filter(|key| stays(key)) {
                if !is_common(key) && placed.insert(key) {
                    behind.entry(left).or_default().insert(key);
                }
                left = Some(key);
            }
        }
        let behind = |key: Option<&'v K>| behind.get(&key).into_iter().flatten().rev().copied();
        let mut keys = Vec::new();
        let starts = std::iter::once(None).chain(common_keys.iter().copied().map(Some));
        for start in starts {
            keys.extend(start);
            let mut open: Vec<&'v K> = behind(start).collect();
            while let Some(key) = open.pop() {
                keys.push(key);
                open.extend(behind(Some(key)));
            }
        }
        Self {
            keys,
            is_disputed: settled.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Merges words as items, of which those in `gone` go; gives them in order.
    fn ordered(base: &str, ours: &str, theirs: &str, gone: &str) -> (String, bool) {
        let words = Versions { base, ours, theirs }.map(|text| text.split(' ').collect::<Vec<_>>());
        let gone: Vec<&str> = gone.split(' ').collect();
        let order = Order::of(words.as_ref().map(|words| &**words), |word| {
            !gone.contains(word)
        });
        let keys: Vec<&str> = order.keys.into_iter().copied().collect();
        (keys.join(" "), order.is_disputed)
    }

    fn check(base: &str, ours: &str, theirs: &str, gone: &str, merged: &str) {
        for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
            let (keys, is_disputed) = ordered(base, ours, theirs, gone);
            assert_eq!(keys, merged, "{ours} and {theirs}");
            assert!(!is_disputed);
        }
    }

    #[test]
    fn new_items_stand_behind_their_left_neighbour() {
        check("a b", "a x b", "a b y", "", "a x b y");
        check("a b", "x y a b", "n a b", "", "n x y a b");
        check("a b", "a z b", "a x y b", "", "a x y z b");
        check("a b c", "c a b", "a b new c", "", "c a b new");
    }

    #[test]
    fn what_goes_is_nobodys_neighbour() {
        check("a b c", "a b x c", "a c", "b", "a x c");
        // It was deleted on one side and changed on the other: it stays where it was.
        check("a b c", "a b c", "a c", "", "a b c");
    }

    #[test]
    fn what_both_sides_made_stands_once() {
        check("a b", "a x y b", "a b y x", "", "a b y x");
        check("a b", "x a b y", "y a b x", "", "x a b y");
    }

    #[test]
    fn two_new_orders_are_one_too_many() {
        for (ours, theirs) in [("b a c", "a c b"), ("a c b", "b a c")] {
            let (keys, is_disputed) = ordered("a b c", ours, theirs, "");
            assert_eq!(keys, "a b c");
            assert!(is_disputed);
        }
    }
}
