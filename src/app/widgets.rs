//! The small parts that panels are made of: fields with a label, pick lists, chips, headings.
//!
//! Each shows a value and says what a person did with it; none holds a value and none knows a document. (A
//! table passes on the actions of its cells.)
//! A field's accessible name is exactly its label, so that scripts and screen readers find it.

mod badge;
mod field;
mod mark;
mod small;
mod suggest;
mod table;

pub(crate) use crate::model::typed;

pub(crate) use badge::{Badge, badge_ui, change_look};
pub(crate) use field::{
    ChoiceList, Keystroke, Message, Picked, ShareSlider, TextField, begin_text, pick_or_add_ui,
    pick_ui, share_slider_ui, text_field_ui,
};
pub(crate) use mark::{
    Use, button_ui, follow_focus, group_ui, heading_ui, icon_button_ui, icon_text, label_ui,
    message_ui, muted_ui, radio_ui, row_ui, section_ui, take_or_leave_ui, text_button_ui, tick_ui,
    wrapped_ui,
};
pub(crate) use small::paint_small;
pub(crate) use suggest::{Suggestions, fitting, list_part, with_part};
pub(crate) use table::{
    CellChoices, CellEdit, CopiedRows, Did, SortKey, Table, TableCell, TableColumn, TableRow,
    TableState, table_ui, to_others_ui,
};

/// What a field is called: on screen, and by screen readers and scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// What stands beside the field on screen.
    pub label: String,
    /// Spoken; says of which item of a list a field is, and is unique within a record.
    pub spoken: String,
}

impl Name {
    /// The field `label` of the item `number`, counted from 0, of a list: `Text, pain 1`.
    pub(crate) fn of_item(label: &str, item: &str, number: usize) -> Self {
        Self {
            label: label.to_owned(),
            spoken: format!("{label}, {item} {}", number + 1),
        }
    }
}

impl From<&str> for Name {
    fn from(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            spoken: label.to_owned(),
        }
    }
}

impl From<String> for Name {
    fn from(label: String) -> Self {
        Self {
            spoken: label.clone(),
            label,
        }
    }
}
