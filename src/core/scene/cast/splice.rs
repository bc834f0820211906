//! Putting things into a list, and taking others out, at several places at once. Both have to be in ascending order.

/// Below this many changes each moves what stands behind it; above, the list is made anew.
const FEW: usize = 16;

/// Takes out what stands at the places `gone`, and puts in what `came`, each before the place named with it.
/// Places are those of the list as it is given, and in order.
pub(super) fn splice<T>(list: &mut Vec<T>, gone: &[usize], came: Vec<(usize, T)>) {
    if gone.len() + came.len() <= FEW {
        // From the back, so that the places in front stay what they are.
        let mut gone = gone.iter().rev().copied().peekable();
        let mut came = came.into_iter().rev().peekable();
        loop {
            let next = came.peek().map(|(at, _)| *at);
            if let Some(at) = gone.next_if(|at| next.is_none_or(|next| *at >= next)) {
                list.remove(at);
            } else if let Some((at, item)) = came.next() {
                list.insert(at, item);
            } else {
                return;
            }
        }
    }
    let old = std::mem::take(list);
    list.reserve(old.len() + came.len() - gone.len());
    let mut gone = gone.iter().copied().peekable();
    let mut came = came.into_iter().peekable();
    for (place, item) in old.into_iter().enumerate() {
        while let Some((_, new)) = came.next_if(|(at, _)| *at <= place) {
            list.push(new);
        }
        if gone.next_if_eq(&place).is_none() {
            list.push(item);
        }
    }
    list.extend(came.map(|(_, new)| new));
}

/// Where things stand after [`splice`].
pub(super) struct ListShift(Vec<u32>);

/// The place of what went.
const NOWHERE: u32 = u32::MAX;

impl ListShift {
    /// Of a list of `len`, with the places of what goes and of what comes.
    pub(super) fn new(len: usize, gone: &[usize], came: impl Iterator<Item = usize>) -> Self {
        let mut gone = gone.iter().copied().peekable();
        let mut came = came.peekable();
        let mut to = 0;
        let places = (0..len).map(|place| {
            while came.next_if(|at| *at <= place).is_some() {
                to += 1;
            }
            if gone.next_if_eq(&place).is_some() {
                return NOWHERE;
            }
            to += 1;
            to - 1
        });
        Self(places.collect())
    }

    /// Where that is which stood at `place`, if it did not go.
    pub(super) fn of(&self, place: usize) -> Option<usize> {
        let to = self.0.get(place).copied().filter(|to| *to != NOWHERE)?;
        Some(to as usize)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::FileFailurePersistence};

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
            ..ProptestConfig::default()
        })]

        #[test]
        fn everything_stands_where_the_shift_says(
            len in 0..60_usize,
            gone in prop::collection::btree_set(0..60_usize, 0..40),
            mut came in prop::collection::vec(0..61_usize, 0..20),
        ) {
            let old: Vec<usize> = (0..len).collect();
            let gone: Vec<usize> = gone.into_iter().filter(|at| *at < len).collect();
            came.retain(|at| *at <= len);
            came.sort_unstable();
            let mut list = old.clone();
            let shift = ListShift::new(len, &gone, came.iter().copied());
            splice(&mut list, &gone, came.iter().map(|at| (*at, 1_000 + *at)).collect());
            prop_assert_eq!(list.len(), len + came.len() - gone.len());
            for place in old {
                match shift.of(place) {
                    Some(to) => prop_assert_eq!(list[to], place),
                    None => prop_assert!(gone.contains(&place)),
                }
            }
            // What came stands before the first that stayed of those it was put before.
            for (to, item) in list.iter().enumerate().filter(|(_, item)| **item >= 1_000) {
                let behind = list[to..].iter().find(|item| **item < 1_000);
                prop_assert!(behind.is_none_or(|behind| *behind >= item - 1_000));
            }
        }
    }
}
