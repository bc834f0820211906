//! Opening the window, and what is said when none can open.

use std::path::PathBuf;

use super::{App, files::dialogs};
use crate::store::{Store, data_dir};

/// Why no window opened, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no display.
    #[error(
        "Frontstage found no display to open a window on (neither WAYLAND_DISPLAY nor DISPLAY is set).\n\
         Start it from a desktop session. These commands need no display: frontstage fmt, new, render; \
         see frontstage --help."
    )]
    NoDisplay,
    /// The window or its graphics could not start.
    #[error(
        "Frontstage could not open its window: {0}\n\
         It draws with OpenGL 2.1 or newer. Try: install or update the graphics driver (on Debian: \
         apt install libgl1-mesa-dri), or draw in software with LIBGL_ALWAYS_SOFTWARE=1. \
         These commands need no window: frontstage fmt, new, render."
    )]
    Graphics(String),
}

/// Opens the window, with `file` if there is one, and returns when it is closed.
///
/// # Errors
/// When no window can open: the message says what to try.
pub fn run(file: Option<PathBuf>) -> Result<(), StartError> {
    if cfg!(target_os = "linux")
        && ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
            .iter()
            .all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty()))
    {
        return Err(StartError::NoDisplay);
    }
    let viewport = egui::ViewportBuilder::default()
        .with_title("Frontstage")
        .with_app_id("frontstage")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([640.0, 420.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let start = move |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let store = Store::disk();
        let dialogs = dialogs::system(context);
        let folder = data_dir();
        let mut app = App::new(&context.egui_ctx, store, dialogs, folder.as_deref());
        if let Some(file) = &file {
            app.open(file);
        }
        Ok(Box::new(app))
    };
    eframe::run_native("Frontstage", options, Box::new(start))
        .map_err(|error| StartError::Graphics(error.to_string()))
}
