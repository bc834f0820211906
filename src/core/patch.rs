//! The difference of two blueprints, and of two variants of one.
//!
//! A [`Patch`] is the one type of change: undo, recovery and the change list are made of it. It is found
//! by comparing ([`diff`]), never written by hand, so its inverse is itself with both sides swapped.
//! Knows the model and nothing else.

mod change_kind;
mod compare;
mod concern;
mod filter;
mod overlay;
mod table;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::model::{
    Blueprint, Connector, ConnectorId, Id, Key, Keyed, Kind, Listed, Record, Records, Register,
    Removed, Step, StepId, Variant, VariantId, Visit,
};

pub use change_kind::{ChangeKind, counts_in_words};
pub use compare::{
    Change, Compared, Comparison, Subject, Touched, change_of, changes, diff_variants,
};
pub use concern::{Concern, ConcernLine, concern};
pub use filter::{ChangeFilter, Who};
pub use overlay::{Overlay, is_stand_in};
pub use table::{VariantsCell, VariantsColumn, VariantsRow, VariantsTable, table};
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

/// The records of a map that came, went or changed.
pub type MapPatch<K, V> = BTreeMap<K, Swap<Option<Arc<V>>>>;

/// How a list of records that carry their ids differs.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPatch<T> {
    /// The records that came, went or changed.
    pub records: MapPatch<Id<T>, T>,
    /// The ids of all of them, where their order is another one.
    pub order: Option<Swap<Vec<Id<T>>>>,
}

impl<T> Default for ListPatch<T> {
    fn default() -> Self {
        Self {
            records: BTreeMap::new(),
            order: None,
        }
    }
}

impl<T> ListPatch<T> {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.order.is_none()
    }

    fn inverted(self) -> Self {
        Self {
            records: inverted(self.records),
            order: self.order.map(Swap::inverted),
        }
    }
}

/// The same swaps the other way round.
fn inverted<K: Ord, V>(swaps: BTreeMap<K, Swap<V>>) -> BTreeMap<K, Swap<V>> {
    let swaps = swaps.into_iter();
    swaps.map(|(id, swap)| (id, swap.inverted())).collect()
}

/// What turns one blueprint into another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// The blueprint's own fields: a blueprint without its collections.
    pub head: Option<Swap<Arc<Blueprint>>>,
    /// The records of the registers that came, went or changed.
    pub registers: BTreeMap<Key, Swap<Option<Keyed>>>,
    /// The registers whose records have another order, with all of them.
    pub orders: BTreeMap<Kind, Swap<Vec<Key>>>,
    /// The variants' own fields and their order: variants without what they hold.
    pub variants: ListPatch<Variant>,
    /// What the variants hold.
    pub contents: BTreeMap<VariantId, Contents>,
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
        ..Patch::default()
    };
    for kind in Kind::ALL {
        kind.visit(DiffRegister {
            old,
            new,
            patch: &mut patch,
        });
    }
    if same_list(&old.variants, &new.variants) {
        return patch;
    }
    let heads = |blueprint: &Blueprint| -> Vec<Arc<Variant>> {
        let heads = blueprint.variants.iter();
        heads.map(|v| Arc::new(v.head())).collect()
    };
    let (old_heads, new_heads) = (heads(old), heads(new));
    patch.variants = diff_list(&old_heads, &new_heads);
    let nothing = Variant::default();
    let (olds, news) = (by_id(old), by_id(new));
    for (id, old) in &olds {
        let new = news.get(id).copied().unwrap_or(&nothing);
        if !std::ptr::eq(*old, new) {
            let contents = Contents::between(old, new);
            patch.contents.insert((*id).clone(), contents);
        }
    }
    for (id, new) in news {
        if !olds.contains_key(id) {
            let contents = Contents::between(&nothing, new);
            patch.contents.insert(id.clone(), contents);
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

    /// The records of a register that came, went or changed.
    pub fn records(&self, kind: Kind) -> impl Iterator<Item = &Swap<Option<Keyed>>> {
        let is_it = move |key: &Key| key.in_register().is_some_and(|(of, _)| of == kind);
        let records = self.registers.iter();
        records
            .filter(move |(key, _)| is_it(key))
            .map(|(_, swap)| swap)
    }

    /// Whether a register differs.
    pub fn touches(&self, kind: Kind) -> bool {
        self.orders.contains_key(&kind) || self.records(kind).next().is_some()
    }

    /// How many records it touches; an order that changes alone counts once.
    pub fn count(&self) -> usize {
        let contents = self.contents.values();
        let contents = contents.map(|c| c.steps.len() + c.connectors.len() + c.removed.len());
        let reordered = |kind: &&Kind| self.records(**kind).next().is_none();
        usize::from(self.head.is_some())
            + self.registers.len()
            + self.orders.keys().filter(reordered).count()
            + self.variants.records.len()
            + usize::from(self.variants.order.is_some() && self.variants.records.is_empty())
            + contents.sum::<usize>()
    }

    /// What takes it back.
    #[must_use]
    pub fn inverted(self) -> Self {
        Self {
            head: self.head.map(Swap::inverted),
            registers: inverted(self.registers),
            orders: inverted(self.orders),
            variants: self.variants.inverted(),
            contents: self
                .contents
                .into_iter()
                .map(|(id, contents)| {
                    let contents = Contents {
                        steps: inverted(contents.steps),
                        connectors: inverted(contents.connectors),
                        removed: inverted(contents.removed),
                    };
                    (id, contents)
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
        for (kind, swap) in &self.orders {
            let held = kind.visit(KeysOf(&new));
            expect_equal(&held, &swap.before, kind.field())?;
        }
        for (key, swap) in &self.registers {
            let kind = key.in_register().map(|(kind, _)| kind);
            let kind = kind.ok_or_else(|| stale("the registers"))?;
            kind.visit(ApplyRecord(&mut new, key, swap))?;
        }
        for (kind, swap) in &self.orders {
            kind.visit(ApplyOrder(&mut new, swap))?;
        }
        self.apply_variants(&mut new)?;
        *blueprint = new;
        Ok(())
    }

    fn apply_variants(&self, new: &mut Blueprint) -> Result<(), Stale> {
        let old = new.variants.clone();
        let mut bodies: BTreeMap<VariantId, Arc<Variant>> = old
            .iter()
            .map(|variant| (variant.id.clone(), Arc::clone(variant)))
            .collect();
        let mut heads: Vec<_> = old.iter().map(|v| Arc::new(v.head())).collect();
        apply_list(&self.variants, &mut heads, "variants")?;
        new.variants = heads;
        for (id, contents) in &self.contents {
            if !bodies.contains_key(id) && new.variant(id).is_none() {
                return Err(stale(&format!("variants/{id}")));
            }
            let body = bodies.entry(id.clone()).or_default();
            contents.apply(Arc::make_mut(body), id)?;
        }
        for variant in &mut new.variants {
            let Some(body) = bodies.remove(&variant.id) else {
                continue;
            };
            if body.head() == **variant {
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
            Some((id, _)) => Err(stale(&format!("variants/{id}"))),
            None => Ok(()),
        }
    }
}

fn by_id(blueprint: &Blueprint) -> BTreeMap<&VariantId, &Variant> {
    let variants = blueprint.variants.iter();
    variants.map(|variant| (&variant.id, &**variant)).collect()
}

fn same_list<T>(old: &[Arc<T>], new: &[Arc<T>]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| Arc::ptr_eq(a, b))
}

/// Notes how a register differs.
struct DiffRegister<'a> {
    old: &'a Blueprint,
    new: &'a Blueprint,
    patch: &'a mut Patch,
}

impl Visit for DiffRegister<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        let differing = T::all(self.old).differing(T::all(self.new));
        for (id, (before, after)) in differing.records {
            let keyed = |record: Arc<T>| T::keyed(id.clone(), record);
            let swap = Swap {
                before: before.map(keyed),
                after: after.map(keyed),
            };
            self.patch.registers.insert(T::key(id.clone()), swap);
        }
        if let Some((before, after)) = differing.order {
            let keys = |ids: Vec<Id<T>>| ids.into_iter().map(T::key).collect();
            let swap = Swap {
                before: keys(before),
                after: keys(after),
            };
            self.patch.orders.insert(T::KIND, swap);
        }
    }
}

/// The keys of all records of a register, in order.
struct KeysOf<'a>(&'a Blueprint);

impl Visit for KeysOf<'_> {
    type Out = Vec<Key>;

    fn kind<T: Record>(self) -> Vec<Key> {
        let entries = T::all(self.0).entries();
        entries.map(|(id, _)| T::key(id.clone())).collect()
    }
}

/// Puts a record of a register in the place of another, or takes it out.
struct ApplyRecord<'a>(&'a mut Blueprint, &'a Key, &'a Swap<Option<Keyed>>);

impl Visit for ApplyRecord<'_> {
    type Out = Result<(), Stale>;

    fn kind<T: Record>(self) -> Result<(), Stale> {
        let Self(blueprint, key, swap) = self;
        let place = || stale(T::KIND.field());
        let id = T::id_in(key).ok_or_else(place)?;
        let side = |side: &Option<Keyed>| side.as_ref().and_then(T::record_in).cloned();
        let swap = Swap {
            before: side(&swap.before),
            after: side(&swap.after),
        };
        apply_record((id, &swap), T::all_mut(blueprint), T::KIND.field())
    }
}

/// Brings the records of a register into another order.
struct ApplyOrder<'a>(&'a mut Blueprint, &'a Swap<Vec<Key>>);

impl Visit for ApplyOrder<'_> {
    type Out = Result<(), Stale>;

    fn kind<T: Record>(self) -> Result<(), Stale> {
        let ids = self.1.after.iter().filter_map(T::id_in).cloned();
        arrange(
            T::all_mut(self.0),
            &ids.collect::<Vec<_>>(),
            T::KIND.field(),
        )
    }
}

fn apply_record<T: PartialEq + 'static>(
    (id, swap): (&Id<T>, &Swap<Option<Arc<T>>>),
    register: &mut impl Register<T>,
    place: &str,
) -> Result<(), Stale> {
    if register.record(id) != swap.before.as_ref() {
        return Err(stale(&format!("{place}/{id}")));
    }
    match &swap.after {
        Some(record) => register.put(id, Arc::clone(record), None),
        None => drop(register.take(id)),
    }
    Ok(())
}

/// Brings records into an order that has to name each of them once.
fn arrange<T: 'static>(
    register: &mut impl Register<T>,
    ids: &[Id<T>],
    place: &str,
) -> Result<(), Stale> {
    let all: BTreeSet<&Id<T>> = ids.iter().collect();
    let same = all.len() == ids.len() && register.count() == ids.len();
    if !same || !register.entries().all(|(id, _)| all.contains(id)) {
        return Err(stale(place));
    }
    register.arrange(ids);
    Ok(())
}

fn apply_list<T: Listed + PartialEq>(
    patch: &ListPatch<T>,
    list: &mut Vec<Arc<T>>,
    place: &str,
) -> Result<(), Stale> {
    if let Some(order) = &patch.order {
        let held: Vec<Id<T>> = list.iter().map(|record| record.id().clone()).collect();
        expect_equal(&held, &order.before, place)?;
    }
    for entry in &patch.records {
        apply_record(entry, list, place)?;
    }
    match &patch.order {
        Some(order) => arrange(list, &order.after, place),
        None => Ok(()),
    }
}

/// How a list differs: in its records, and in their order.
fn diff_list<T: Listed + PartialEq>(old: &Vec<Arc<T>>, new: &Vec<Arc<T>>) -> ListPatch<T> {
    let differing = old.differing(new);
    let records = differing.records.into_iter();
    let records = records.map(|(id, (before, after))| (id, Swap { before, after }));
    let order = differing
        .order
        .map(|(before, after)| Swap { before, after });
    ListPatch {
        records: records.collect(),
        order,
    }
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

fn apply_map<K: Ord + Clone + std::fmt::Display, V: PartialEq>(
    patch: &MapPatch<K, V>,
    map: &mut Records<K, V>,
    place: &str,
) -> Result<(), Stale> {
    for (id, swap) in patch {
        if map.get(id) != swap.before.as_ref() {
            return Err(stale(&format!("{place}/{id}")));
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
    Err(stale(place))
}

fn stale(place: &str) -> Stale {
    Stale {
        place: place.to_owned(),
    }
}
