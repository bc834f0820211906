//! The difference of two blueprints, and of two variants of one.
//!
//! A [`Patch`] is the one type of change: undo, recovery and the change list are made of it. It is found
//! by comparing ([`diff`]), never written by hand, so its inverse is itself with both sides swapped.
//! Knows the model and nothing else.

mod compare;
mod concern;
mod filter;
mod overlay;
mod table;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{
    AiSystem, Blueprint, Comment, CommentId, Connector, ConnectorId, Lane, Phase, Records, Removed,
    Role, Step, StepId, Variant, VariantId,
};

pub use compare::{
    Change, ChangeKind, Compared, Comparison, Subject, Touched, change_of, changes, diff_variants,
};
pub use concern::{Concern, Line, concern};
pub use filter::{ChangeFilter, Who};
pub use overlay::{Overlay, is_stand_in};
pub use table::{Table, TableCell, TableColumn, TableRow, table};
pub use words::label;

/// A value on both sides of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Swap<T> {
    /// What it was.
    pub before: T,
    /// What it is.
    pub after: T,
}

impl<T> Swap<T> {
    fn inverted(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

/// A list that differs, whole: its records are shared, so this costs a pointer a record.
pub type ListPatch<T> = Option<Swap<Vec<Arc<T>>>>;

/// The records of a map that came, went or changed.
pub type MapPatch<K, V> = BTreeMap<K, Swap<Option<Arc<V>>>>;

/// What turns one blueprint into another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// The blueprint's own fields: a blueprint without its collections.
    pub head: Option<Swap<Arc<Blueprint>>>,
    /// The lanes.
    pub lanes: ListPatch<Lane>,
    /// The phases with their moments.
    pub phases: ListPatch<Phase>,
    /// The roles.
    pub roles: ListPatch<Role>,
    /// The AI systems.
    pub ai_systems: ListPatch<AiSystem>,
    /// The comments.
    pub comments: MapPatch<CommentId, Comment>,
    /// The variants' own fields and order: variants without what they hold.
    pub variants: ListPatch<Variant>,
    /// What the variants hold. A variant is named by its id and by how many of that id stand before it,
    /// because a file may hold an id twice.
    pub contents: BTreeMap<(VariantId, usize), Contents>,
}

/// What differs inside a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The steps.
    pub steps: MapPatch<StepId, Step>,
    /// The connectors.
    pub connectors: MapPatch<ConnectorId, Connector>,
    /// The reasons for removed steps.
    pub removed: MapPatch<StepId, Removed>,
}

/// A patch met a blueprint it was not made for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place} is not what this change was made from")]
pub struct Stale {
    /// The first place that differs, as a path.
    pub place: String,
}

impl Contents {
    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.connectors.is_empty() && self.removed.is_empty()
    }

    fn apply(&self, variant: &mut Variant, id: &VariantId) -> Result<(), Stale> {
        let place = |what: &str| format!("variants/{id}/{what}");
        apply_map(&self.steps, &mut variant.steps, &place("steps"))?;
        apply_map(
            &self.connectors,
            &mut variant.connectors,
            &place("connectors"),
        )?;
        apply_map(&self.removed, &mut variant.removed, &place("removed"))
    }

    fn between(old: &Variant, new: &Variant) -> Self {
        Self {
            steps: diff_map(&old.steps, &new.steps),
            connectors: diff_map(&old.connectors, &new.connectors),
            removed: diff_map(&old.removed, &new.removed),
        }
    }
}

/// What turns `old` into `new`; empty when they are equal.
pub fn diff(old: &Blueprint, new: &Blueprint) -> Patch {
    let (old_head, new_head) = (old.head(), new.head());
    let mut patch = Patch {
        head: (old_head != new_head).then(|| Swap {
            before: Arc::new(old_head),
            after: Arc::new(new_head),
        }),
        lanes: diff_list(&old.lanes, &new.lanes),
        phases: diff_list(&old.phases, &new.phases),
        roles: diff_list(&old.roles, &new.roles),
        ai_systems: diff_list(&old.ai_systems, &new.ai_systems),
        comments: diff_map(&old.comments, &new.comments),
        ..Patch::default()
    };
    if same_list(&old.variants, &new.variants) {
        return patch;
    }
    let heads = |blueprint: &Blueprint| -> Vec<Arc<Variant>> {
        let heads = blueprint.variants.iter();
        heads.map(|v| Arc::new(v.head())).collect()
    };
    patch.variants = diff_list(&heads(old), &heads(new));
    let nothing = Variant::default();
    let (olds, news) = (numbered(old), numbered(new));
    for (key, old) in &olds {
        let new = news.get(key).copied().unwrap_or(&nothing);
        if !std::ptr::eq(*old, new) {
            patch
                .contents
                .insert(key.clone(), Contents::between(old, new));
        }
    }
    for (key, new) in news {
        if !olds.contains_key(&key) {
            patch.contents.insert(key, Contents::between(&nothing, new));
        }
    }
    patch.contents.retain(|_, contents| !contents.is_empty());
    patch
}

impl Patch {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What takes it back.
    #[must_use]
    pub fn inverted(self) -> Self {
        fn map<K: Ord, V>(map: MapPatch<K, V>) -> MapPatch<K, V> {
            let swaps = map.into_iter();
            swaps.map(|(id, swap)| (id, swap.inverted())).collect()
        }
        Self {
            head: self.head.map(Swap::inverted),
            lanes: self.lanes.map(Swap::inverted),
            phases: self.phases.map(Swap::inverted),
            roles: self.roles.map(Swap::inverted),
            ai_systems: self.ai_systems.map(Swap::inverted),
            comments: map(self.comments),
            variants: self.variants.map(Swap::inverted),
            contents: self
                .contents
                .into_iter()
                .map(|(key, contents)| {
                    let contents = Contents {
                        steps: map(contents.steps),
                        connectors: map(contents.connectors),
                        removed: map(contents.removed),
                    };
                    (key, contents)
                })
                .collect(),
        }
    }

    /// Makes the change.
    ///
    /// # Errors
    /// When `blueprint` is not what the patch was made from; it is then untouched.
    pub fn apply(&self, blueprint: &mut Blueprint) -> Result<(), Stale> {
        let mut new = blueprint.clone();
        if let Some(swap) = &self.head {
            expect_equal(&new.head(), &*swap.before, "the blueprint")?;
            new = (*swap.after).clone().with_body_of(new);
        }
        apply_list(&self.lanes, &mut new.lanes, "lanes")?;
        apply_list(&self.phases, &mut new.phases, "phases")?;
        apply_list(&self.roles, &mut new.roles, "roles")?;
        apply_list(&self.ai_systems, &mut new.ai_systems, "ai_systems")?;
        apply_map(&self.comments, &mut new.comments, "comments")?;
        self.apply_variants(&mut new)?;
        *blueprint = new;
        Ok(())
    }

    fn apply_variants(&self, new: &mut Blueprint) -> Result<(), Stale> {
        let old = new.variants.clone();
        let mut bodies: BTreeMap<(VariantId, usize), Arc<Variant>> = number(&old)
            .map(|(key, variant)| (key, Arc::clone(variant)))
            .collect();
        if let Some(swap) = &self.variants {
            let heads: Vec<_> = old.iter().map(|v| Arc::new(v.head())).collect();
            expect_equal(&heads, &swap.before, "variants")?;
            new.variants.clone_from(&swap.after);
        }
        let keys: Vec<_> = number(&new.variants).map(|(key, _)| key).collect();
        for (key, contents) in &self.contents {
            if !bodies.contains_key(key) && !keys.contains(key) {
                let place = format!("variants/{}", key.0);
                return Err(Stale { place });
            }
            let body = bodies.entry(key.clone()).or_default();
            contents.apply(Arc::make_mut(body), &key.0)?;
        }
        for (variant, key) in new.variants.iter_mut().zip(keys) {
            let Some(body) = bodies.remove(&key) else {
                continue;
            };
            if self.variants.is_none() || body.head() == **variant {
                *variant = body;
                continue;
            }
            let head = (**variant).clone();
            *variant = Arc::new(head.with_body_of(Arc::unwrap_or_clone(body)));
        }
        // A variant goes empty: what it held was taken out above, or is not known to this patch.
        let is_full = |body: &Variant| {
            !(body.steps.is_empty() && body.connectors.is_empty() && body.removed.is_empty())
        };
        match bodies.into_iter().find(|(_, body)| is_full(body)) {
            Some(((id, _), _)) => Err(Stale {
                place: format!("variants/{id}"),
            }),
            None => Ok(()),
        }
    }
}

fn numbered(blueprint: &Blueprint) -> BTreeMap<(VariantId, usize), &Variant> {
    number(&blueprint.variants)
        .map(|(key, variant)| (key, &**variant))
        .collect()
}

fn number(variants: &[Arc<Variant>]) -> impl Iterator<Item = ((VariantId, usize), &Arc<Variant>)> {
    variants.iter().enumerate().map(|(place, variant)| {
        let earlier = variants[..place]
            .iter()
            .filter(|other| other.id == variant.id);
        ((variant.id.clone(), earlier.count()), variant)
    })
}

fn same_list<T>(old: &[Arc<T>], new: &[Arc<T>]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| Arc::ptr_eq(a, b))
}

fn diff_list<T: PartialEq>(old: &[Arc<T>], new: &[Arc<T>]) -> ListPatch<T> {
    (!same_list(old, new) && old != new).then(|| Swap {
        before: old.to_vec(),
        after: new.to_vec(),
    })
}

fn diff_map<K: Ord + Clone, V: PartialEq>(
    old: &Records<K, V>,
    new: &Records<K, V>,
) -> MapPatch<K, V> {
    let differing = old.differences(new);
    differing
        .filter(|(_, before, after)| before != after)
        .map(|(id, before, after)| {
            let swap = Swap {
                before: before.cloned(),
                after: after.cloned(),
            };
            (id.clone(), swap)
        })
        .collect()
}

fn apply_list<T: PartialEq>(
    patch: &ListPatch<T>,
    list: &mut Vec<Arc<T>>,
    place: &str,
) -> Result<(), Stale> {
    if let Some(swap) = patch {
        expect_equal(list, &swap.before, place)?;
        list.clone_from(&swap.after);
    }
    Ok(())
}

fn apply_map<K: Ord + Clone + std::fmt::Display, V: PartialEq>(
    patch: &MapPatch<K, V>,
    map: &mut Records<K, V>,
    place: &str,
) -> Result<(), Stale> {
    for (id, swap) in patch {
        if map.get(id) != swap.before.as_ref() {
            return Err(Stale {
                place: format!("{place}/{id}"),
            });
        }
        match &swap.after {
            Some(record) => map.insert(id.clone(), Arc::clone(record)),
            None => map.remove(id),
        };
    }
    Ok(())
}

fn expect_equal<T: PartialEq>(found: &T, expected: &T, place: &str) -> Result<(), Stale> {
    if found == expected {
        return Ok(());
    }
    Err(Stale {
        place: place.to_owned(),
    })
}
