//! The fields of records by name: what the inspector labels, compare words and search reads.

use super::{Blueprint, Connector, Lane, Step, Touchpoint};

/// A field of a `T`: its name in the file, its label on screen, and its value in words.
pub struct Field<T: 'static> {
    /// Name in the file.
    pub name: &'static str,
    /// Label on screen.
    pub label: &'static str,
    /// Whether two records agree in it.
    pub same: fn(&T, &T) -> bool,
    /// Its value as a person reads it; empty when nobody gave one.
    pub show: fn(&T, &Blueprint) -> String,
}

/// The fields of `T` in which `a` and `b` differ, in the table's order.
pub fn changed_fields<'t, T>(table: &'t [Field<T>], a: &T, b: &T) -> Vec<&'t Field<T>> {
    table.iter().filter(|field| !(field.same)(a, b)).collect()
}

/// Every field of a step but `ext`.
pub const STEP_FIELDS: &[Field<Step>] = &[];
/// Every field of a connector but `ext`.
pub const CONNECTOR_FIELDS: &[Field<Connector>] = &[];
/// Every field of a lane but `ext`.
pub const LANE_FIELDS: &[Field<Lane>] = &[];
/// Every field of an AI touchpoint.
pub const TOUCHPOINT_FIELDS: &[Field<Touchpoint>] = &[];
