//! The settings, changed at once in memory and soon after on disk, so that no drive holds up the window.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    thread::{self, JoinHandle},
};

use crate::store::{
    Store,
    settings::{Settings, SettingsFile},
};

type SettingsChange = Box<dyn Fn(&mut Settings) + Send>;

/// The settings and the thread that writes them.
pub(super) struct Preferences {
    settings: Settings,
    /// `None` when there is no place for settings, and while this is dropped.
    changes: Option<Sender<SettingsChange>>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Mutex<Option<String>>>,
}

impl Preferences {
    /// Reads them; without a folder they last as long as the window.
    pub(super) fn open(store: &Store, data_dir: Option<&Path>) -> Self {
        let trouble = Arc::new(Mutex::new(None));
        let Some(data_dir) = data_dir else {
            return Self {
                settings: Settings::default(),
                changes: None,
                thread: None,
                trouble,
            };
        };
        let file = SettingsFile::new(store.clone(), data_dir);
        let (settings, error) = file.load();
        *lock(&trouble) = error.map(|error| {
            format!("The settings could not be read, so what holds are the defaults. {error}")
        });
        let (changes, inbox) = channel::<SettingsChange>();
        let told = Arc::clone(&trouble);
        let run = move || {
            for change in inbox {
                if let Err(error) = file.change(change) {
                    *lock(&told) = Some(error.to_string());
                }
            }
        };
        let thread = thread::Builder::new().name("settings".into()).spawn(run);
        Self {
            settings,
            changes: Some(changes),
            thread: thread.ok(),
            trouble,
        }
    }

    /// As they are now.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes them. The same change is made to what stands on disk, for another window shares it.
    pub(super) fn change(&mut self, change: impl Fn(&mut Settings) + Send + 'static) {
        change(&mut self.settings);
        if let Some(changes) = &self.changes {
            _ = changes.send(Box::new(change));
        }
    }

    /// What went wrong, to be said once.
    pub(super) fn take_trouble(&self) -> Option<String> {
        lock(&self.trouble).take()
    }
}

impl Drop for Preferences {
    fn drop(&mut self) {
        self.changes = None;
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
