//! A field for a path, where the system has no file dialog.

use std::path::{Path, PathBuf};

use egui::{
    Key, RichText, TextEdit, Ui,
    text::{CCursor, CCursorRange},
};

use super::{
    dialogs::Wants,
    flow::{Dialog, Purpose},
};
use crate::{
    app::look,
    scene::Ink,
    store::{EntryKind, Shown, Store, with_extension},
};

/// The field, and what it was opened for.
pub(super) struct PathField {
    pub(super) dialog: Dialog,
    text: String,
    error: Option<String>,
    shown: bool,
}

impl PathField {
    /// It says where a dialog would have begun, selected, so that typing replaces it.
    pub(super) fn new(dialog: Dialog) -> Self {
        let folder = dialog.request.folder.clone();
        let folder = folder.or_else(|| std::env::current_dir().ok());
        let name = match &dialog.request.wants {
            Wants::Save(name) => name,
            // The folder alone, with the separator behind it.
            Wants::Open => "",
        };
        let path = folder.unwrap_or_default().join(name);
        let text = path.to_string_lossy().into_owned();
        Self {
            dialog,
            text,
            error: None,
            shown: false,
        }
    }

    pub(super) fn title(&self) -> &'static str {
        match self.dialog.purpose {
            Purpose::Open { .. } => "Open a blueprint",
            Purpose::SaveAs { .. } => "Save as",
            Purpose::Picture(_) => "Export",
            Purpose::Table(_) => "Save the table as CSV",
        }
    }

    /// The path that was typed, if it will do; else the reason stands below the field.
    pub(super) fn confirm(&mut self, store: &Store) -> Option<PathBuf> {
        match checked(&self.text, &self.dialog, store) {
            Ok(path) => Some(path),
            Err(why) => {
                self.error = Some(why);
                None
            }
        }
    }

    /// The field; says whether Enter was pressed in it.
    pub(super) fn field_ui(&mut self, ui: &mut Ui) -> bool {
        let name = RichText::new("Path").size(11.0);
        let name = ui.label(name.color(look::ink(ui, Ink::TextMuted)));
        let field = TextEdit::singleline(&mut self.text)
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 6))
            .hint_text("~/blueprints/refund-status.blueprint.ron");
        let mut output = field.show(ui);
        let response = output.response.response.labelled_by(name.id);
        if !self.shown {
            self.shown = true;
            response.request_focus();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(self.text.chars().count()));
            output.state.cursor.set_char_range(Some(all));
            output.state.store(ui.ctx(), response.id);
        }
        if response.changed() {
            self.error = None;
        }
        if let Some(error) = &self.error {
            let label = ui.colored_label(look::ink(ui, Ink::DangerText), error);
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(egui::accesskit::Live::Assertive);
            });
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    }
}

fn checked(text: &str, dialog: &Dialog, store: &Store) -> Result<PathBuf, String> {
    let path = expand(text).ok_or("Type the path of a file.")?;
    let kind = store.kind(&path).map_err(|error| error.to_string())?;
    if kind == Some(EntryKind::Folder) {
        return Err(format!(
            "{} is a folder. Type the path of a file in it.",
            Shown(&path)
        ));
    }
    match dialog.request.wants {
        Wants::Open if kind.is_none() => match store.kind(&with_extension(&path)) {
            // The ending may be left out, as when saving.
            Ok(Some(EntryKind::File)) => Ok(with_extension(&path)),
            _ => Err(format!("{} does not exist.", Shown(&path))),
        },
        Wants::Open => Ok(path),
        Wants::Save(_) => {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            match folder.map(|folder| (folder, store.kind(folder))) {
                Some((_, Ok(Some(EntryKind::Folder)))) | None => Ok(path),
                Some((folder, _)) => Err(format!("The folder {} does not exist.", Shown(folder))),
            }
        }
    }
}

/// The path someone typed or pasted: quotes around it go, `~` is the home folder.
fn expand(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    let text = ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(text);
    let in_home = match text.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with(std::path::is_separator) => {
            std::env::home_dir()
                .map(|home| home.join(rest.trim_start_matches(std::path::is_separator)))
        }
        _ => None,
    };
    let path = in_home.unwrap_or_else(|| PathBuf::from(text));
    let has_name = !text.is_empty() && Path::new(text).file_name().is_some();
    has_name.then_some(path)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::expand;

    #[test]
    fn typed_paths_are_made_plain() {
        let check = |text: &str, expected: Option<PathBuf>| assert_eq!(expand(text), expected);
        check("", None);
        check("  ", None);
        check("..", None);
        check(" /a/b ", Some("/a/b".into()));
        check("\"/a/b c\"", Some("/a/b c".into()));
        check("a~/b", Some("a~/b".into()));
        check("~other/b", Some("~other/b".into()));
        check("~/b", std::env::home_dir().map(|home| home.join("b")));
    }
}
