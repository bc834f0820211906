//! The window: all of egui stands in here.

pub mod inspector;
pub mod look;
mod widgets;
