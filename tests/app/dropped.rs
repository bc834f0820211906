//! A file dropped on the window.

use std::path::{Path, PathBuf};

use egui::DroppedFile;

/// A file at this path; the app reads it through its store.
#[derive(Debug)]
pub(crate) struct Dropped(pub(crate) PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("files are read through the store".into())
    }
}
