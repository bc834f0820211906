//! The window: all of egui stands in here.

pub mod look;
