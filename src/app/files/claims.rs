//! Two windows on one file: who has it, and what the second may do.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    thread,
    time::{Duration, Instant, SystemTime},
};

use super::{
    Files,
    job::{Job, Progress},
    leftovers::age,
};
use crate::store::{Claim, Claimed, Holder, SeenBy, Store};

/// What a file is opened for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Access {
    /// To change it; who finds that another window has it open chooses again.
    #[default]
    Edit,
    /// To read it, while another window has it.
    Read,
    /// To work on a copy, which is saved under another name.
    Copy,
}

/// Which window may change a file.
#[derive(Clone, Default)]
pub(super) enum Whose {
    /// It was not asked for.
    #[default]
    Unasked,
    /// This one, as long as any part of the program holds this.
    Ours(Arc<Claimed>),
    /// Another: who opened it and when, in words to go on with.
    Others(String),
    /// No lock is to be had: windows cannot tell each other.
    Unseen,
}

impl Whose {
    /// Asks for the file, unless this window has it already.
    pub(super) fn ask(store: &Store, path: &Path, how: Asking) -> Self {
        if let Self::Ours(claimed) = &how.known
            && claimed.is_of(store, path)
        {
            return how.known;
        }
        how.wait_for_releases();
        match store.claim(path, how.data_dir.as_deref()) {
            Claim::Held(claimed) => Self::Ours(Arc::new(claimed)),
            Claim::Taken(holder) => Self::Others(words(store, holder.as_ref())),
            Claim::Unseen => Self::Unseen,
        }
    }

    /// Whether other machines cannot see that this window has it.
    pub(super) fn is_hidden(&self) -> bool {
        match self {
            Self::Ours(claimed) => claimed.seen_by() == SeenBy::ThisMachine,
            Self::Unseen => true,
            Self::Unasked | Self::Others(_) => false,
        }
    }

    /// Who else has it open.
    pub(super) fn others(&self) -> Option<&str> {
        match self {
            Self::Others(words) => Some(words),
            _ => None,
        }
    }
}

/// What asking for a file needs to know of the window.
pub(super) struct Asking {
    /// What is known of the file that is open now, which may be the same.
    known: Whose,
    /// The program's folder for data.
    data_dir: Option<PathBuf>,
    releases: Weak<()>,
}

impl Asking {
    /// On a slow drive a lock of this window takes a while to go after its file was closed, and would look like
    /// another window's. A drive that hangs is not waited for for ever.
    fn wait_for_releases(&self) {
        const LONGEST: Duration = Duration::from_secs(10);
        let start = Instant::now();
        while self.releases.strong_count() > 1 && start.elapsed() < LONGEST {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn words(store: &Store, holder: Option<&Holder>) -> String {
    let Some(holder) = holder else {
        return "another window has it open".to_owned();
    };
    let when = age(holder.since(), SystemTime::now());
    match holder.is_me(store) {
        true => format!("you opened it in another window {when}"),
        false => format!("{holder} opened it {when}"),
    }
}

impl Files {
    pub(super) fn asking(&self) -> Asking {
        Asking {
            known: self.document.whose.clone(),
            data_dir: self.guard.data_dir().map(Path::to_path_buf),
            releases: Arc::downgrade(&self.releases),
        }
    }

    /// Asks for the file of the open document, beside the window: for work that does not come from opening a file.
    pub(super) fn claim_later(&mut self, path: &Path) {
        let (store, path, how) = (self.store.clone(), path.to_path_buf(), self.asking());
        let ask = move || Whose::ask(&store, &path, how);
        let job = Job::start(&self.ctx, ask);
        let progress = job.poll_patiently();
        self.document.claiming = Some(job);
        self.claimed(progress);
    }

    /// Takes the answer.
    pub(super) fn poll_claiming(&mut self) {
        if let Some(job) = &self.document.claiming {
            let progress = job.poll();
            self.claimed(progress);
        }
    }

    fn claimed(&mut self, progress: Progress<Whose>) {
        match progress {
            Progress::Working => return,
            Progress::Broken => {}
            Progress::Done(whose) => {
                let before = std::mem::replace(&mut self.document.whose, whose);
                self.unclaim(before);
            }
        }
        self.document.claiming = None;
    }

    /// Lets the file of a document go that ends, beside the window.
    pub(super) fn unclaim(&self, whose: Whose) {
        if let Whose::Ours(claimed) = whose {
            // The program may end right after: the lock file should not stay behind it.
            let release = Arc::clone(&self.releases);
            let let_go = move || {
                drop(claimed);
                drop(release);
            };
            Job::start(&self.ctx, let_go).poll_patiently();
        }
    }
}
