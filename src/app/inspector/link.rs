//! An address that leads outside Frontstage: it says where before it opens.

use egui::{OpenUrl, Ui};

use super::form::Form;
use crate::{
    app::widgets::{message_ui, muted_ui, text_button_ui},
    model::may_open,
    scene::{Icon, Ink},
};

impl Form<'_> {
    /// Opens the address in a field, after a click that shows where it leads.
    pub(super) fn open_link_ui(&mut self, ui: &mut Ui, path: &'static str) {
        let way = self.way(path);
        let seen = self.key().seen(self.blueprint(), &way);
        let address = seen.map(|seen| seen.typed).unwrap_or_default();
        if address.is_empty() {
            return;
        }
        if !may_open(&address) {
            let text = "Only addresses that begin with http://, https:// or mailto: can be opened.";
            message_ui(ui, Ink::WarningText, text);
            return;
        }
        let key = self.field_key(&way);
        let asked = &mut self.state.unfolded;
        if asked.as_ref() != Some(&key) {
            if text_button_ui(ui, Icon::Link, "Open…", Ink::AccentText) {
                *asked = Some(key);
            }
            return;
        }
        muted_ui(
            ui,
            &format!("This opens, outside Frontstage: {}", visible(&address)),
        );
        ui.horizontal(|ui| {
            if text_button_ui(ui, Icon::Link, "Open it", Ink::AccentText) {
                ui.open_url(OpenUrl::new_tab(&address));
                *asked = None;
            }
            if text_button_ui(ui, Icon::Close, "Cancel", Ink::Text) {
                *asked = None;
            }
        });
    }
}

/// An address with its control and direction marks made visible, so that it cannot look like another.
fn visible(address: &str) -> String {
    address
        .chars()
        .flat_map(|c| {
            let hidden = c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if hidden {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_hide_where_it_leads() {
        let shown = visible("https://a.org/\u{202e}gro.b");
        assert_eq!(shown, "https://a.org/\\u{202e}gro.b");
    }
}
