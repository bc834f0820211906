//! Laws: the map says what a tree says, and names what differs.

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::FileFailurePersistence};

use super::*;

type Pair = (Records<u16, u32>, BTreeMap<u16, Arc<u32>>);

#[derive(Clone, Debug)]
enum Change {
    Insert(u16, u32),
    Remove(u16),
    Raise(u16),
    /// Many keys from one on, so that chunks fill, are cut and run empty.
    InsertRun(u16, u16),
    RemoveRun(u16, u16),
    /// Drops every key that this divides.
    Thin(u16),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let key = || 0..2_000_u16;
    let change = prop_oneof![
        4 => (key(), any::<u32>()).prop_map(|(key, v)| Change::Insert(key, v)),
        4 => key().prop_map(Change::Remove),
        2 => key().prop_map(Change::Raise),
        1 => (key(), 1..300_u16).prop_map(|(from, count)| Change::InsertRun(from, count)),
        1 => (key(), 1..300_u16).prop_map(|(from, count)| Change::RemoveRun(from, count)),
        1 => (2..40_u16).prop_map(Change::Thin),
    ];
    prop::collection::vec(change, 0..40)
}

fn make(change: &Change, (records, map): &mut Pair) {
    match *change {
        Change::Insert(key, value) => {
            let value = Arc::new(value);
            assert_eq!(
                records.insert(key, Arc::clone(&value)),
                map.insert(key, value)
            );
        }
        Change::Remove(key) => assert_eq!(records.remove(&key), map.remove(&key)),
        Change::Raise(key) => {
            for own in [records.get_mut(&key), map.get_mut(&key)]
                .into_iter()
                .flatten()
            {
                let value = Arc::make_mut(own);
                *value = value.wrapping_add(1);
            }
            // Both hold the same pointer again, as two copies of a document would.
            if let (Some(own), Some(its)) = (records.get_mut(&key), map.get(&key)) {
                *own = Arc::clone(its);
            }
        }
        Change::InsertRun(from, count) => {
            let run = (from..from + count).map(|key| (key, Arc::new(u32::from(key))));
            records.extend(run.clone());
            for (key, value) in run {
                map.insert(key, value);
            }
            for (key, value) in map.range(from..from + count) {
                records.insert(*key, Arc::clone(value));
            }
        }
        Change::RemoveRun(from, count) => {
            for key in from..from + count {
                assert_eq!(records.remove(&key), map.remove(&key));
            }
        }
        Change::Thin(by) => {
            records.retain(|key, _| key % by != 0);
            map.retain(|key, _| key % by != 0);
        }
    }
}

/// Everything that can be asked of the map says what a tree says.
fn check((records, map): &Pair) {
    assert_eq!(records.len(), map.len());
    assert_eq!(records.is_empty(), map.is_empty());
    assert!(records.iter().eq(map));
    assert!(records.iter().rev().eq(map.iter().rev()));
    assert_eq!(records.iter().len(), map.len());
    let (mut both, mut tree) = (records.keys(), map.keys());
    while let Some(key) = both.next() {
        assert_eq!(Some(key), tree.next());
        assert_eq!(both.next_back(), tree.next_back());
    }
    assert_eq!(tree.next(), None);
    for key in (0..2_300).step_by(7) {
        assert_eq!(records.get(&key), map.get(&key));
    }
    assert!(
        records
            .chunks
            .iter()
            .all(|chunk| (1..=MOST).contains(&chunk.len()))
    );
    assert_eq!(format!("{records:?}"), format!("{map:?}"));
    let again: Records<u16, u32> = map.iter().map(|(k, v)| (*k, Arc::clone(v))).collect();
    assert_eq!(&again, records);
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        cases: 128,
        ..ProptestConfig::default()
    })]

    #[test]
    fn records_are_a_map(first in changes(), then in changes()) {
        let mut pair = Pair::default();
        for change in &first {
            make(change, &mut pair);
        }
        check(&pair);
        let old = pair.clone();
        for change in &then {
            make(change, &mut pair);
        }
        check(&pair);
        check(&old);
        // The differences are those of the trees, by pointer.
        let keys: std::collections::BTreeSet<_> = old.1.keys().chain(pair.1.keys()).collect();
        let pointer = |record: Option<&Arc<u32>>| record.map(Arc::as_ptr);
        let wanted: Vec<_> = keys
            .into_iter()
            .map(|key| (key, pointer(old.1.get(key)), pointer(pair.1.get(key))))
            .filter(|(_, before, after)| before != after)
            .collect();
        let found: Vec<_> = old.0.differences(&pair.0)
            .map(|(key, before, after)| (key, pointer(before), pointer(after)))
            .collect();
        prop_assert_eq!(found, wanted);
        prop_assert_eq!(old.0 == pair.0, old.1 == pair.1);
    }
}

#[test]
fn a_copy_shares_all_chunks_but_those_that_changed() {
    let old: Records<u32, u32> = (0..10_000).map(|key| (key * 2, Arc::new(key))).collect();
    let mut new = old.clone();
    assert!(Arc::ptr_eq(&old.chunks, &new.chunks));
    for key in [5_000, 5_001, 15_001] {
        new.insert(key, Arc::new(1));
    }
    new.remove(&8);
    let is_shared = |chunk: &&Arc<_>| old.chunks.iter().any(|own| Arc::ptr_eq(own, chunk));
    let shared = new.chunks.iter().filter(is_shared).count();
    assert_eq!(shared + 3, new.chunks.len());
    let keys: Vec<u32> = old.differences(&new).map(|(key, ..)| *key).collect();
    assert_eq!(keys, [8, 5_000, 5_001, 15_001]);
}

#[test]
fn of_doubled_keys_the_last_counts() {
    let records: Records<u8, u8> = [(2, Arc::new(1)), (1, Arc::new(2)), (2, Arc::new(3))].into();
    let found: Vec<_> = records.iter().map(|(key, value)| (*key, **value)).collect();
    assert_eq!(found, [(1, 2), (2, 3)]);
    assert_eq!(*records[&2], 3);
    let read: Records<u8, u8> = ron::from_str("{2: 1, 1: 2, 2: 3}").expect("a map");
    assert_eq!(read, records);
    assert_eq!(ron::to_string(&read).expect("written"), "{1:2,2:3}");
}
