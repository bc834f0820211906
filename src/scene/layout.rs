//! Where cards, lanes and headers stand.

use super::{Scene, Show, TextMeasure, Vec2};
use crate::model::Blueprint;

pub(super) fn build(_blueprint: &Blueprint, show: &Show, _text: &TextMeasure) -> Scene {
    Scene {
        show: show.clone(),
        panes: Vec::new(),
        size: Vec2::ZERO,
    }
}
