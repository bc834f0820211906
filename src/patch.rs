//! The difference of two blueprints, and of two variants of one.

/// How a step or connector of one variant differs in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only in the second.
    Added,
    /// Only in the first.
    Removed,
    /// Its lane, moment or rank differs.
    Moved,
    /// Another field differs.
    Changed,
    /// Its AI touchpoint appeared, went or changed.
    Ai,
}

/// What differs between two variants of a blueprint, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Steps that differ.
    pub steps:
        std::collections::BTreeMap<crate::model::StepId, std::collections::BTreeSet<ChangeKind>>,
    /// Connectors that differ.
    pub connectors: std::collections::BTreeMap<
        crate::model::ConnectorId,
        std::collections::BTreeSet<ChangeKind>,
    >,
}

/// Compares the variants `first` and `second` of `blueprint`; empty when one of them does not exist.
pub fn diff_variants(
    _blueprint: &crate::model::Blueprint,
    _first: &crate::model::VariantId,
    _second: &crate::model::VariantId,
) -> Comparison {
    Comparison::default()
}
