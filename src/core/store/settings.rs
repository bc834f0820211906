//! What the program remembers about its user: recent files, theme, motion, scale and small notes.
//!
//! One RON file in the data folder, shared by all windows. Nothing of a document stands here, and
//! nothing of the window's place: that is kept with the window.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::{Expected, Hold, Stamp, Store, StoreError, place::path_text};

/// How many recent files are remembered.
pub const MAX_RECENT: usize = 12;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Whether things may move on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Motion {
    /// Short transitions.
    #[default]
    Full,
    /// Nothing moves that the user does not move.
    Reduced,
}

/// Where the list of changes stands beside the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListSide {
    /// At its right.
    #[default]
    Right,
    /// At its left.
    Left,
    /// Below it.
    Bottom,
}

/// How large words and controls are, beside what the system asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// 100 %.
    #[default]
    Normal,
    /// 125 %.
    Larger,
    /// 150 %.
    Large,
    /// 200 %.
    Largest,
}

impl Scale {
    /// How many times as large as at 100 %.
    pub fn factor(self) -> f32 {
        match self {
            Self::Normal => 1.0,
            Self::Larger => 1.25,
            Self::Large => 1.5,
            Self::Largest => 2.0,
        }
    }
}

/// The settings of one user on one machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Whether things may move.
    pub motion: Motion,
    /// How large words and controls are.
    pub scale: Scale,
    /// What the user is called: who wrote a reply, who decided.
    pub name: String,
    /// What the user is in the team: `Risk officer`.
    pub function: String,
    /// Where the list of changes stands.
    pub changes_at: ListSide,
    /// Files opened or saved, newest first; those that are missing stay, a drive may come back.
    #[serde(with = "path_text::list")]
    pub recent: Vec<PathBuf>,
    /// Anything small under a name of the caller's choice, such as which panel was open.
    pub notes: BTreeMap<String, String>,
}

impl Settings {
    /// Puts a file to the top of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        // A relative path would mean another file the next time.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
        self.forget(&path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
    }

    /// Takes a file from the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|recent| recent != path);
    }
}

/// The file that holds the [`Settings`].
#[derive(Clone, Debug)]
pub struct SettingsFile {
    store: Store,
    folder: PathBuf,
}

impl SettingsFile {
    /// The settings in this data folder; the folder is made with the first change.
    pub fn new(store: Store, data_dir: &Path) -> Self {
        Self {
            store,
            folder: data_dir.into(),
        }
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.join("settings.ron")
    }

    /// The settings, or the defaults while there is no file.
    ///
    /// A file that cannot be understood is set aside as `settings.bad.ron`, and the error that comes
    /// with the defaults says so; so does one for a file that cannot be read at all.
    pub fn load(&self) -> (Settings, Option<StoreError>) {
        let (settings, _, trouble) = self.read();
        (settings, trouble)
    }

    /// Changes the settings as they are on disk now, which another window may have changed since
    /// they were loaded, and returns the result.
    pub fn change(&self, change: impl Fn(&mut Settings)) -> Result<Settings, StoreError> {
        const ROUNDS: usize = 10;
        self.store.create_folder(&self.folder)?;
        let _hold = self.hold();
        let mut round = 0;
        loop {
            let (mut settings, stamp, trouble) = self.read();
            // Set aside is fine; but what cannot be read must not be replaced by defaults.
            if let Some(error) = trouble
                && !matches!(error, StoreError::Corrupt { .. })
            {
                return Err(error);
            }
            change(&mut settings);
            let text = to_ron(&settings, &self.path())?;
            let expected = stamp.map_or(Expected::Absent, Expected::Same);
            match self.store.save(&self.path(), text.as_bytes(), expected) {
                Ok(_) => return Ok(settings),
                // Without the lock another window was quicker: once more, on top of its change.
                Err(
                    StoreError::ChangedOnDisk { .. }
                    | StoreError::AlreadyThere { .. }
                    | StoreError::Gone { .. },
                ) if round < ROUNDS => round += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn read(&self) -> (Settings, Option<Stamp>, Option<StoreError>) {
        let path = self.path();
        let loaded = match self.store.read(&path) {
            Ok(loaded) => loaded,
            Err(StoreError::NotFound { .. }) => return (Settings::default(), None, None),
            Err(error) => return (Settings::default(), None, Some(error)),
        };
        match ron::de::from_bytes(&loaded.bytes) {
            Ok(settings) => (settings, Some(loaded.stamp), None),
            Err(why) => {
                let trouble = match self.set_aside(&path) {
                    Ok(path) => StoreError::Corrupt {
                        path,
                        why: why.to_string(),
                    },
                    Err(error) => error,
                };
                (Settings::default(), None, Some(trouble))
            }
        }
    }

    /// Renames the bad file; an earlier one is not replaced.
    fn set_aside(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let names = std::iter::once("settings.bad.ron".to_owned())
            .chain((2..).map(|number| format!("settings.bad-{number}.ron")));
        for name in names {
            let aside = self.folder.join(name);
            if self.store.kind(&aside)?.is_none() {
                self.store.rename(path, &aside)?;
                return Ok(aside);
            }
        }
        Err(StoreError::AlreadyThere { path: path.into() })
    }

    /// Waits a moment for other windows. Their changes take milliseconds; one that hangs must not
    /// hang this one, and the comparison on saving holds without the lock too.
    fn hold(&self) -> Option<Hold> {
        const TRIES: usize = 100;
        const PAUSE: Duration = Duration::from_millis(10);
        for _ in 0..TRIES {
            match self
                .store
                .storage()
                .hold(&self.folder.join("settings.lock"), "")
            {
                Ok(Hold::Taken) => thread::sleep(PAUSE),
                Ok(held) => return Some(held),
                Err(_) => return None,
            }
        }
        None
    }
}

fn to_ron(settings: &Settings, path: &Path) -> Result<String, StoreError> {
    let pretty = PrettyConfig::new().new_line("\n");
    ron::ser::to_string_pretty(settings, pretty)
        .map(|text| text + "\n")
        .map_err(|error| StoreError::Unfaithful {
            path: path.into(),
            why: error.to_string(),
        })
}
