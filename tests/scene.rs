//! Scenes from outside: pictures of the examples, and laws of the layout over random blueprints.

#[path = "scene/golden.rs"]
mod golden;
#[path = "scene/laws.rs"]
mod laws;
#[path = "scene/pages.rs"]
mod pages;
#[path = "scene/pictures.rs"]
mod pictures;
#[path = "scene/random.rs"]
mod random;
