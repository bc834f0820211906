//! The core of Frontstage: service blueprints before and after AI joins a service, without a window.
//!
//! The map of the house, from the ground up; each room may use only what stands above it here:
//!
//! | room | what it owns |
//! | --- | --- |
//! | [`model`] | the blueprint and its words: variants, lanes, steps, connectors, AI touchpoints |
//! | [`format`](mod@format) | the RON file: read, write, migrate |
//! | [`edit`] | every change a person can make, and when it is refused |
//! | [`patch`] | the difference of two blueprints or two variants; undo, compare, recovery |
//! | [`measure`] | what a blueprint is worth: runs, times, work, cost, load, and what a variant saves |
//! | [`checks`] | what a blueprint forgets: rules, each with why it matters and what to do |
//! | [`history`] | undo and redo, each named, with the selection |
//! | [`scene`] | a blueprint laid out: cards, connectors, text; knows no window |
//! | [`paint`] | a scene as SVG |
//! | [`store`] | files: safe saving, locks, recovery |
//! | [`session`] | one open document: commands, selection, history, caches |
//! | [`gesture`] | the pointer on the canvas, as edits; knows no window |
//! | [`templates`] | blueprints to start from |

pub mod checks;
pub mod edit;
pub mod format;
pub mod gesture;
pub mod history;
pub mod measure;
pub mod model;
pub mod paint;
pub mod patch;
pub mod scene;
pub mod session;
pub mod store;
pub mod templates;
