//! Whether what commands turn on is on.

use crate::{
    model::Row,
    scene::{MomentsShown, Show},
    session::Session,
};

/// The first variant is shown alone.
pub(super) fn first(session: &Session) -> bool {
    matches!(session.show(), Show::One(id) if Some(id) == session.pair().0)
}

/// The variant that is compared with the first is shown alone.
pub(super) fn second(session: &Session) -> bool {
    matches!(session.show(), Show::One(id) if Some(id) == session.pair().1)
}

pub(super) fn comparing(session: &Session) -> bool {
    session.show().pair().is_some()
}

pub(super) fn overlay(session: &Session) -> bool {
    matches!(session.show(), Show::Overlay(..))
}

pub(super) fn moments_folded(session: &Session) -> bool {
    session.lens().moments == MomentsShown::Used
}

pub(super) fn row(session: &Session, row: Row) -> bool {
    session.blueprint().rows.contains(&row)
}

/// What naming a connector is called: it has a label and no name.
pub(super) fn label(session: &Session) -> Option<&'static str> {
    let selection = session.selection();
    let is_wire = selection.lead().is_none() && !selection.wires().is_empty();
    is_wire.then_some("Label")
}
