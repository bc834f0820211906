//! An open document from outside: what a person does to it by keyboard, pointer and clipboard.

mod capture;
mod clipboard;
mod comparing;
mod deeds;
mod desk;
mod finding;
mod folding;
mod gestures;
mod lanes;
mod middle;
mod pasting;
mod random;
mod reshape;
mod rows;
mod steps;
mod variants;
mod walking;
mod wide;
mod words;
