//! Scenes from outside: pictures of the examples, and laws of the layout over random blueprints.

mod golden;
mod laws;
mod pages;
mod pictures;
mod random;
