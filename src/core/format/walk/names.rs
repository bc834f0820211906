//! The part of the walk that takes down ids of records, and references with a `/`.

use super::{
    super::ids::{self, IdAt, IdKind, RecordAt, Room, Scope},
    Frame, Walker,
};
use crate::format::lex::{self, Token};

impl Walker<'_> {
    /// Takes down the ids of a list or map of records, or of one record of a list.
    pub(super) fn close_room(&mut self, frame: &Frame) {
        match frame.room {
            Room::List(IdKind::Moment) => self.moments.extend(&frame.named),
            Room::List(kind) => {
                // Controls and pains stand in the record of a step, which stands under its id.
                let step = match self.frames.as_slice() {
                    [.., steps, step] if step.room == Room::Record(IdKind::Step) => steps.field,
                    _ => None,
                };
                self.scope(kind, step, frame.named.clone());
            }
            Room::Map(kind) if frame.bracket == b'{' => {
                let keys = self.keys[frame.keys..].iter();
                let named = keys.map(|&key| RecordAt {
                    entry: key.start,
                    id: IdAt::Text(key),
                    title: None,
                });
                let scope = Scope {
                    kind,
                    is_list: false,
                    step: None,
                    named: named.collect(),
                };
                self.unsound |= if frame.rising {
                    scope.has_slash(self.text)
                } else {
                    !scope.is_sound(self.text)
                };
                self.scopes.push(scope);
            }
            Room::Record(_) if frame.bracket == b'(' => {
                let Some(list) = self.frames.last_mut() else {
                    return;
                };
                if !matches!(list.room, Room::List(_)) {
                    return;
                }
                let id = match frame.id {
                    Some((_, Some(text))) => IdAt::Text(text),
                    // What is no text stops the file.
                    Some((_, None)) => return,
                    None => IdAt::Missing(frame.open + 1),
                };
                let entry = frame.name.map_or(frame.open, |name| name.start);
                let title = frame.title;
                list.named.push(RecordAt { entry, id, title });
            }
            _ => {}
        }
    }

    pub(super) fn scope(&mut self, kind: IdKind, step: Option<Token>, named: Vec<RecordAt>) {
        let scope = Scope {
            kind,
            is_list: true,
            step,
            named,
        };
        self.unsound |= !scope.is_sound(self.text);
        self.scopes.push(scope);
    }

    pub(super) fn text(&mut self, token: Token) {
        if let Some(top) = self.frames.last_mut()
            && top.room == Room::Record(IdKind::Source)
            && let Some(field) = top.field
            && lex::name(self.text, field) == "title"
        {
            top.title = Some(token);
        }
        if let Some(top) = self.frames.last_mut()
            && let (Some(field), Some((id, text))) = (top.field, &mut top.id)
            && field.start == *id
        {
            *text = Some(token);
        }
        if self.raw.is_none()
            && ids::has_slash(self.text, token)
            && let Some(kind) = self.named()
        {
            self.references.push((kind, token));
        }
        self.set_last(token);
    }

    /// What kind of record a text here is a reference to.
    fn named(&self) -> Option<IdKind> {
        let mut frames = self.frames.iter().rev();
        let top = frames.find(|frame| !self.is_some(frame))?;
        let field = top.field.map(|field| lex::name(self.text, field));
        top.room.named(field)
    }

    /// Whether a bracket only says that there is a value.
    fn is_some(&self, frame: &Frame) -> bool {
        let name = frame.name.map(|name| lex::name(self.text, name));
        name == Some("Some")
    }
}
