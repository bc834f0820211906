//! Whatever is done in whatever order: nothing panics, and all of it can be undone.

use frontstage::model::Blueprint;
use proptest::{collection::vec, prelude::*};

use crate::{
    common::{blueprints, cases, odd_blueprints},
    session::{
        deeds::{Deed, Selected, act, deeds, undo_and_redo_all},
        desk::Desk,
    },
};

fn check_session(blueprint: Blueprint, deeds: Vec<Deed>) {
    let mut desk = Desk::new(blueprint);
    let first = desk.text();
    let (mut selected, mut clipboard) = (Selected::default(), None);
    for deed in deeds {
        act(&mut desk, deed, &mut selected, &mut clipboard);
    }
    undo_and_redo_all(&mut desk, &first);
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn anything_can_be_done_and_undone(
        blueprint in blueprints(),
        deeds in vec(deeds(), 1..40),
    ) {
        check_session(blueprint, deeds);
    }

    #[test]
    fn a_file_with_problems_can_be_worked_on(
        blueprint in odd_blueprints(),
        deeds in vec(deeds(), 1..40),
    ) {
        check_session(blueprint, deeds);
    }

    #[test]
    fn a_document_for_reading_stays_as_it_is(
        blueprint in blueprints(),
        deeds in vec(deeds(), 1..20),
    ) {
        let mut desk = Desk::new(blueprint);
        desk.session.set_read_only(Some("somebody has it open".to_owned()));
        let first = desk.text();
        for deed in deeds {
            act(&mut desk, deed, &mut Selected::default(), &mut None);
            prop_assert_eq!(desk.text(), first.clone());
            prop_assert!(desk.session.editing().is_none());
        }
        prop_assert!(desk.session.history().labels().0.is_empty());
    }
}
