//! Saving, saving elsewhere, exporting: what is written, and what becomes of it.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Files,
    ask::Ask,
    claims::Access,
    dialogs::{Request, Wants},
    export::PictureKind,
    flow::{BLUEPRINTS, Going, Purpose, name_of},
    job::{Job, Progress},
    work::{self, Content},
};
use crate::{
    format::{self, PlainCells},
    session::{Action, Session},
    store::{DiskChange, Expected, Shown, Stamp, StoreError},
};

/// A file being written.
pub(super) struct Writing {
    pub(super) path: PathBuf,
    job: Job<WrittenFile>,
    /// Which state of the document it is; `None` for a picture.
    revision: Option<u64>,
    /// What follows once it is on disk.
    pub(super) then: Option<Going>,
    /// Someone asked to save again meanwhile.
    again: bool,
}

impl Writing {
    /// Whether it is the document, and not a picture of it.
    pub(super) fn is_document(&self) -> bool {
        self.revision.is_some()
    }
}

/// A file to write when the one being written is done.
pub(super) struct Wish {
    /// Where to; without one where the document has its file by then.
    path: Option<PathBuf>,
    /// A picture; without one the document as it is by then.
    picture: Option<Content>,
    expected: Expected,
    /// What follows once it is on disk.
    pub(super) then: Option<Going>,
}

struct WrittenFile {
    content: Content,
    result: Result<Stamp, StoreError>,
    /// What stands at the path instead, when that is what stopped it.
    there: Option<Stamp>,
}

impl Files {
    /// Saves to the document's file; one that has none is asked for. Goes on when it is on disk.
    pub(super) fn save(&mut self, session: &mut Option<Session>, then: Option<Going>) {
        let Some(open) = session else { return };
        match &mut self.writing {
            // Saved again to where it is being written, which may be another place than before.
            Some(writing) if writing.is_document() => {
                writing.again = true;
                writing.then = then.or(writing.then.take());
                return;
            }
            Some(_) if open.path().is_some() => {
                self.write_later(None, None, Expected::Absent, then);
                return;
            }
            _ => {}
        }
        match (open.path().cloned(), self.document.stamp) {
            // Whoever answers the question whether to save has read in it that the file is gone.
            (Some(path), Some(_))
                if then.is_some() && self.document.on_disk == Some(DiskChange::Gone) =>
            {
                self.write_document(&path, Expected::Absent, then, session);
            }
            (Some(path), Some(stamp)) => {
                self.write_document(&path, Expected::Same(stamp), then, session);
            }
            // Recovered work whose file was never there when it was made.
            (Some(path), None) => self.write_document(&path, Expected::Absent, then, session),
            (None, _) => self.save_as(session, then),
        }
    }

    /// Asks where to save, and saves there.
    pub(super) fn save_as(&mut self, session: &mut Option<Session>, then: Option<Going>) {
        let Some(open) = session else { return };
        if let Some(why) = self.may_not_save(open, None) {
            self.ask = Some(Ask::failed(
                "This blueprint is read-only",
                format!("It cannot be saved under another name either: {why}."),
            ));
            return;
        }
        let original = self.document.copy_of.as_deref();
        let beside = open.path().map(PathBuf::as_path).or(original);
        let suggested = match (open.path().and_then(|path| path.file_name()), original) {
            (Some(name), _) => name.to_string_lossy().into_owned(),
            (None, Some(original)) => copy_name(original),
            (None, None) => file_name(&open.blueprint().title, format::FILE_ENDING),
        };
        let request = Request {
            wants: Wants::Save(suggested),
            folder: self.folder(beside),
            kind: BLUEPRINTS,
        };
        self.ask_dialog(Purpose::SaveAs { then }, request);
    }

    /// Writes the document as it is now to `path`.
    pub(super) fn write_document(
        &mut self,
        path: &Path,
        expected: Expected,
        then: Option<Going>,
        session: &mut Option<Session>,
    ) {
        let Some(open) = session else { return };
        if let Some(why) = self.may_not_save(open, Some(path)) {
            let text = format!("It cannot be saved: {why}.");
            self.ask = Some(Ask::failed("This blueprint is read-only", text));
            return;
        }
        if let Some(writing) = &mut self.writing {
            if writing.is_document() && writing.path == path {
                writing.again = true;
                writing.then = then.or(writing.then.take());
            } else {
                self.write_later(Some(path), None, expected, then);
            }
            return;
        }
        let content = Content::Blueprint(
            Arc::clone(open.blueprint()),
            self.document.migrated_from,
            self.document.line_ends.clone(),
        );
        let revision = open.history().revision();
        self.write(path, content, expected, Some(revision), then);
        self.finish_writing_if_quick(session);
    }

    /// Writes a picture to `path`.
    pub(super) fn write_picture(
        &mut self,
        path: &Path,
        content: Content,
        expected: Expected,
        then: Option<Going>,
        session: &mut Option<Session>,
    ) {
        if self.writing.is_some() {
            self.write_later(Some(path), Some(content), expected, then);
            return;
        }
        self.write(path, content, expected, None, then);
        self.finish_writing_if_quick(session);
    }

    /// Notes what to write when the file being written is done. Of two wishes for one file the later counts,
    /// and what was to follow the other follows it.
    fn write_later(
        &mut self,
        path: Option<&Path>,
        picture: Option<Content>,
        expected: Expected,
        then: Option<Going>,
    ) {
        let of_same = |wish: &Wish| wish.path.as_deref() == path;
        let same = self.wishes.iter().position(of_same);
        let same = same.and_then(|place| self.wishes.remove(place));
        let then = then.or(same.and_then(|wish| wish.then));
        self.wishes.push_back(Wish {
            path: path.map(Path::to_path_buf),
            picture,
            expected,
            then,
        });
    }

    /// Writes what is wished next, unless a question is open about what was written before.
    fn write_next(&mut self, session: &mut Option<Session>) {
        if self.writing.is_some() || self.ask.is_some() {
            return;
        }
        let Some(wish) = self.wishes.pop_front() else {
            return;
        };
        match (wish.path, wish.picture) {
            (Some(path), Some(picture)) => {
                self.write_picture(&path, picture, wish.expected, wish.then, session);
            }
            (Some(path), None) => self.write_document(&path, wish.expected, wish.then, session),
            (None, _) => self.save(session, wish.then),
        }
    }

    /// What follows a file that is on disk, once all that is wished is.
    fn follow(&mut self, then: Option<Going>, session: &mut Option<Session>) {
        if let Some(last) = self.wishes.back_mut() {
            last.then = then.or(last.then.take());
            self.ctx.request_repaint();
        } else if let Some(going) = then {
            self.go(going, session);
        }
    }

    /// Writes a picture over what stands at `path`.
    pub(super) fn replace(
        &mut self,
        path: &Path,
        content: Content,
        there: Stamp,
        then: Option<Going>,
        session: &mut Option<Session>,
    ) {
        match content {
            Content::Blueprint(..) => {
                self.write_document(path, Expected::Same(there), then, session);
            }
            Content::Picture(_) | Content::Table(_) => {
                self.write_picture(path, content, Expected::Same(there), then, session);
            }
        }
    }

    /// Asks where the cells of a table shall be saved.
    pub(crate) fn ask_for_csv(&mut self, cells: PlainCells, open: &Session) {
        let suggested = name_beside(open, &format!("{}.csv", file_name(&cells.name, "")));
        let request = Request {
            wants: Wants::Save(suggested),
            folder: self.folder(open.path().map(PathBuf::as_path)),
            kind: CSV,
        };
        self.ask_dialog(Purpose::Table(cells), request);
    }

    /// Writes the cells of a table to the place that was chosen.
    pub(super) fn write_table(
        &mut self,
        cells: PlainCells,
        path: &Path,
        session: &mut Option<Session>,
    ) {
        let path = with_ending(path, CSV.1);
        self.write_picture(
            &path,
            Content::Table(cells),
            Expected::Absent,
            None,
            session,
        );
    }

    fn write(
        &mut self,
        path: &Path,
        content: Content,
        expected: Expected,
        revision: Option<u64>,
        then: Option<Going>,
    ) {
        let (store, target) = (self.store.clone(), path.to_path_buf());
        let job = Job::start(&self.ctx, move || {
            let result = work::save(&store, &target, &content, expected);
            let there = match &result {
                Err(StoreError::AlreadyThere { .. } | StoreError::ChangedOnDisk { .. }) => {
                    store.read(&target).ok()
                }
                _ => None,
            };
            WrittenFile {
                content,
                result,
                there: there.map(|loaded| loaded.stamp),
            }
        });
        self.writing = Some(Writing {
            path: path.to_path_buf(),
            job,
            revision,
            then,
            again: false,
        });
    }

    fn finish_writing_if_quick(&mut self, session: &mut Option<Session>) {
        if let Some(writing) = &self.writing {
            let progress = writing.job.poll_patiently();
            self.finish_writing(progress, session);
        }
    }

    pub(super) fn poll_writing(&mut self, session: &mut Option<Session>) {
        if let Some(writing) = &self.writing {
            let progress = writing.job.poll();
            self.finish_writing(progress, session);
        }
        self.write_next(session);
    }

    fn finish_writing(&mut self, progress: Progress<WrittenFile>, session: &mut Option<Session>) {
        if matches!(progress, Progress::Working) {
            return;
        }
        let Some(writing) = self.writing.take() else {
            return;
        };
        let Progress::Done(written) = progress else {
            let title = format!("{} was not saved", name_of(&writing.path));
            let text = "Writing it ended in a fault of the program. Your work is still open; please \
                        report this.";
            self.ask = Some(Ask::failed(&title, text.to_owned()));
            return;
        };
        match (written.result, writing.revision) {
            (Ok(_), None) => {
                if let Some(open) = session {
                    let done = format!("Exported to {}", Shown(&writing.path));
                    let words = match &written.content {
                        Content::Picture(drawn) => drawn.words(&done),
                        Content::Blueprint(..) | Content::Table(_) => done,
                    };
                    open.say(&words, Vec::new());
                }
                self.follow(writing.then, session);
            }
            (Ok(stamp), Some(revision)) => {
                self.saved(&writing.path, stamp, revision, session);
                if writing.again && self.is_unsaved(session.as_ref()) {
                    self.save(session, writing.then);
                } else {
                    let then = writing.then.map(|going| Going {
                        // What is still typed cannot be read, or it would be saved too: nothing to ask again.
                        discards: Some(revision),
                        ..going
                    });
                    self.follow(then, session);
                }
            }
            (Err(error), revision) => {
                // News of the file that came while it was being written were not listened to.
                self.watcher.look_now();
                if let (StoreError::Unconfirmed { stamp, .. }, Some(revision)) = (&error, revision)
                {
                    // The content is there, so the next save has to expect it; but it may not last.
                    self.saved(&writing.path, *stamp, revision, session);
                    if let Some(open) = session {
                        open.mark_unsaved();
                    }
                }
                self.ask = Some(Ask::not_saved(
                    writing.path,
                    written.content,
                    &error,
                    written.there,
                    writing.then,
                ));
            }
        }
    }

    fn saved(&mut self, path: &Path, stamp: Stamp, revision: u64, session: &mut Option<Session>) {
        self.document.migrated_from = None;
        self.document.notes.comments = false;
        self.document.notes.mended = false;
        self.document.notes.problems.clear();
        self.document.copy_of = None;
        self.watch(path, stamp);
        self.remember(path);
        self.claim_later(path);
        if let Some(open) = session {
            if std::mem::take(&mut self.document.is_read_beside) {
                // It has a file of its own by now.
                open.set_read_only(None);
            }
            self.document.access = Access::Edit;
            let is_first = open.path().is_none();
            open.mark_saved(path.to_path_buf(), revision);
            let title = open.blueprint().title.trim();
            if is_first && (title.is_empty() || title == UNTITLED) {
                let ask = ("Give it a title".to_owned(), Action::AskTitle);
                open.say("Saved. The blueprint has no title yet: slides and printed pages begin with it.", vec![ask]);
            }
        }
    }
}

/// Tables, for the dialogs.
const CSV: (&str, &str) = ("Tables (CSV)", "csv");

/// The title that a new blueprint has until somebody gives it one.
const UNTITLED: &str = "Untitled blueprint";

/// A file name made from a title: what every system takes, and no surprises in a shell.
fn file_name(title: &str, ending: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<_> = plain.split_whitespace().take(8).collect();
    let stem = words.join("-").to_lowercase();
    // Names may be 255 bytes long almost everywhere; this leaves room for what is added.
    let stem: String = stem.chars().take(60).collect();
    match stem.is_empty() {
        true => format!("untitled{ending}"),
        false => format!("{stem}{ending}"),
    }
}

/// What a copy of a file is called, beside it.
fn copy_name(original: &Path) -> String {
    let name = original.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(format::FILE_ENDING);
    let stem = stem.or_else(|| name.strip_suffix(".ron")).unwrap_or(&name);
    format!("{stem}-copy{}", format::FILE_ENDING)
}

/// What a picture of the document is called, beside the document.
pub(super) fn picture_name(open: &Session, kind: PictureKind) -> String {
    name_beside(open, kind.filter().1)
}

/// The name of the document's file, or one made of its title, with another ending.
fn name_beside(open: &Session, ending: &str) -> String {
    match open.path().and_then(|path| path.file_name()) {
        Some(name) => {
            let name = name.to_string_lossy();
            let stem = name.strip_suffix(format::FILE_ENDING);
            let stem = stem.or_else(|| name.strip_suffix(".ron"));
            format!("{}.{ending}", stem.unwrap_or(&name))
        }
        None => file_name(&open.blueprint().title, &format!(".{ending}")),
    }
}

/// The path with an ending such as `svg`: in the place of another one that exports have, else behind what is there.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending))
    {
        return path.to_path_buf();
    }
    let exported = |found: &OsStr| {
        let endings = PictureKind::ALL.map(|kind| kind.filter().1);
        let mut endings = endings.into_iter().chain([CSV.1]);
        endings.any(|other| found.eq_ignore_ascii_case(other))
    };
    if path.extension().is_some_and(exported) {
        return path.with_extension(ending);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{file_name, with_ending};

    #[test]
    fn names_are_made_from_titles() {
        let check = |title: &str, expected: &str| assert_eq!(file_name(title, ".x"), expected);
        check("Where is my refund?", "where-is-my-refund.x");
        check("Kündigung / Storno", "kündigung-storno.x");
        check("  ?? ", "untitled.x");
        check("../../etc/passwd", "etc-passwd.x");
    }

    #[test]
    fn an_export_has_the_ending_of_its_kind_alone() {
        let check = |typed: &str, ending: &str, expected: &str| {
            assert_eq!(with_ending(Path::new(typed), ending), Path::new(expected));
        };
        check("a/b", "svg", "a/b.svg");
        check("a/b.SVG", "svg", "a/b.SVG");
        check("out.svg", "pdf", "out.pdf");
        check("out.PNG", "csv", "out.csv");
        check("v1.2", "pdf", "v1.2.pdf");
        check("refund.blueprint.ron", "pdf", "refund.blueprint.ron.pdf");
    }
}
