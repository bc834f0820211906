//! Opening the window, with which renderer, and what is said when none can open.
//!
//! eframe keeps winit's event loop from one call to the next, so a second renderer can be tried in the same
//! process once the first could not start.

use std::{cell::Cell, io::Write as _, path::PathBuf};

use super::{App, clipboard::SystemClipboard, files::dialogs};
use crate::store::{Store, data_dir};

/// What draws the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL, and where that cannot start, what else this build has.
    #[default]
    Any,
    /// OpenGL alone.
    Glow,
    /// Vulkan, Metal, Direct3D or OpenGL ES through wgpu; only in builds with the feature `wgpu`.
    Wgpu,
}

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
    /// There is none where the variables of the system say.
    #[error(
        "Frontstage could not reach the display that {variable} names ({value:?}).\n\
         Start it from a desktop session, or correct {variable}. These commands need no display: frontstage fmt, new, \
         render; see frontstage --help."
    )]
    NoSuchDisplay {
        /// The variable that names it.
        variable: &'static str,
        /// What it says.
        value: String,
    },
    /// The window or its graphics could not start.
    #[error(
        "Frontstage could not open its window: {0}\n\
         It draws with OpenGL 2.1 or newer. Try: install or update the graphics driver (on Debian: \
         apt install libgl1-mesa-dri), or draw in software with LIBGL_ALWAYS_SOFTWARE=1.{instead} \
         These commands need no window: frontstage fmt, new, render.",
        instead = WITHOUT_OPENGL
    )]
    Graphics(String),
    /// wgpu was asked for, and this build has none.
    #[error(
        "This build of Frontstage draws with OpenGL alone. With wgpu (Vulkan, Metal, Direct3D) it is built by: \
         cargo build --release --features wgpu"
    )]
    NoWgpu,
    /// wgpu could not start either.
    #[error(
        "Frontstage could not open its window with wgpu: {0}\n\
         It needs a driver for Vulkan, Metal, Direct3D 12 or OpenGL ES 3 (on Debian: apt install mesa-vulkan-drivers). \
         These commands need no window: frontstage fmt, new, render."
    )]
    Wgpu(String),
    /// Neither could start.
    #[error("{0}\n{1}")]
    Both(Box<Self>, Box<Self>),
}

/// The name by which desktops find the icon and the name of the window: that of the desktop entry.
const APP_ID: &str = "frontstage";
const ICON: &[u8] = include_bytes!("../../assets/install/icons/128.png");

/// When this variable is set, the program prints a line for each frame it drew: the bench of the window counts them.
const FRAMES: &str = "FRONTSTAGE_FRAMES";

/// What the message about OpenGL adds where wgpu was not tried.
const WITHOUT_OPENGL: &str = if cfg!(feature = "wgpu") {
    ""
} else {
    " A build with --features wgpu needs no OpenGL."
};

/// Opens the window, with `file` if there is one, and returns when it is closed.
///
/// # Errors
/// When no window can open: the message says what to try.
pub fn run(file: Option<PathBuf>, renderer: Renderer) -> Result<(), StartError> {
    if cfg!(target_os = "linux") && display().is_none() {
        return Err(StartError::NoDisplay);
    }
    let window = Window {
        file,
        has_started: Cell::new(false),
    };
    match renderer {
        Renderer::Glow => window.glow(),
        Renderer::Wgpu => window.wgpu(),
        Renderer::Any => match window.glow() {
            // A window that was open and ended badly is not opened again.
            Err(glow @ StartError::NoSuchDisplay { .. }) => Err(glow),
            Err(glow) if cfg!(feature = "wgpu") && !window.has_started.get() => {
                let also = |wgpu| StartError::Both(Box::new(glow), Box::new(wgpu));
                window.wgpu().map_err(also)
            }
            result => result,
        },
    }
}

/// The variable that says where the display is, and what it says; the first of them is asked.
fn display() -> Option<(&'static str, String)> {
    let names = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter();
    let mut set = names.filter_map(|name| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
        Some((name, value.to_string_lossy().into_owned()))
    });
    set.next()
}

/// Why no window opened, where `otherwise` says it unless there was no display.
fn explained(error: &eframe::Error, otherwise: fn(String) -> StartError) -> StartError {
    let is_of_display = matches!(
        error,
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_)
    );
    match display() {
        Some((variable, value)) if is_of_display && cfg!(target_os = "linux") => {
            StartError::NoSuchDisplay { variable, value }
        }
        _ => otherwise(without_source(&error.to_string())),
    }
}

/// An error of the system without the place in the sources where it was met, which says nothing to a user:
/// `os error at FILE.rs:88: words`.
fn without_source(error: &str) -> String {
    const AT: &str = "os error at ";
    let place = error.split_once(AT);
    let words = place.and_then(|(before, after)| Some((before, after.split_once(".rs:")?.1)));
    match words.and_then(|(before, after)| Some((before, after.split_once(": ")?.1))) {
        Some((before, words)) => format!("{before}{words}"),
        None => error.to_owned(),
    }
}

/// The window to open.
struct Window {
    file: Option<PathBuf>,
    /// Whether a renderer came as far as the app.
    has_started: Cell<bool>,
}

impl Window {
    fn glow(&self) -> Result<(), StartError> {
        self.open(eframe::Renderer::Glow)
            .map_err(|error| explained(&error, StartError::Graphics))
    }

    #[cfg(feature = "wgpu")]
    fn wgpu(&self) -> Result<(), StartError> {
        self.open(eframe::Renderer::Wgpu)
            .map_err(|error| explained(&error, StartError::Wgpu))
    }

    #[cfg(not(feature = "wgpu"))]
    #[expect(clippy::unused_self, reason = "the same call in builds with wgpu")]
    fn wgpu(&self) -> Result<(), StartError> {
        Err(StartError::NoWgpu)
    }

    fn open(&self, renderer: eframe::Renderer) -> eframe::Result {
        let icon = eframe::icon_data::from_png_bytes(ICON);
        let viewport = egui::ViewportBuilder::default()
            .with_title("Frontstage")
            .with_app_id(APP_ID)
            .with_icon(icon.unwrap_or_default())
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([640.0, 420.0]);
        let options = eframe::NativeOptions {
            viewport,
            renderer,
            ..Default::default()
        };
        let start = |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
            self.has_started.set(true);
            let dialogs = dialogs::system(context);
            let data = data_dir();
            let app = App::new(&context.egui_ctx, Store::disk(), dialogs, data.as_deref());
            let mut app = app.with_clipboard(Box::new(SystemClipboard::new()));
            if let Some(file) = &self.file {
                app.open(file);
            }
            Ok(match std::env::var_os(FRAMES) {
                Some(_) => Box::new(Counted(app)),
                None => Box::new(app),
            })
        };
        eframe::run_native("Frontstage", options, Box::new(start))
    }
}

/// The app, telling of each of its frames.
struct Counted(App);

impl eframe::App for Counted {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.0.ui(ui, frame);
        // Nobody listens any more: that is no trouble of the window's.
        _ = writeln!(std::io::stdout(), "frame");
    }

    fn persist_egui_memory(&self) -> bool {
        self.0.persist_egui_memory()
    }
}

#[cfg(test)]
mod tests {
    use super::without_source;

    #[test]
    fn an_error_does_not_say_where_the_sources_were() {
        let error =
            "winit: os error at /home/a/winit-0.30/src/linux/mod.rs:788: No connection: refused";
        assert_eq!(without_source(error), "winit: No connection: refused");
        assert_eq!(without_source("no OpenGL"), "no OpenGL");
    }
}
