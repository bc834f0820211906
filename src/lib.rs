//! Frontstage: service blueprints before and after AI joins a service.
//!
//! The rooms of the core are those of [`frontstage_core`], which has the map of them; a crate of their own, so that an
//! edit in the window builds the window alone. On top of them stand two more:
//!
//! | room | what it owns |
//! | --- | --- |
//! | [`cli`] | the command line |
//! | `app` | the window (feature `gui`) |

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;

pub use frontstage_core::{
    checks, edit, format, gesture, history, measure, model, paint, patch, scene, session, store,
    templates,
};
