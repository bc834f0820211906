//! Pictures on the clipboard: of what is selected, of its phase, of everything shown.

use egui::ColorImage;

use super::{
    Files,
    ask::Ask,
    export::{DrawingOrder, Drawn, ExportError, PictureKind, grouped},
    job::{Job, Progress},
};
use crate::{
    app::canvas,
    model::{Key, MomentId, PhaseId},
    paint::{Area, Format, Legend, Pixels},
    session::{Session, Target},
};

/// A picture being drawn for the clipboard.
pub(super) type Copying = Job<Result<Drawn<Pixels>, ExportError>>;

/// Which part of the board is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopiedPart {
    /// What is selected; everything when nothing is.
    Selection,
    /// The phase in which the selection stands.
    Phase,
    Everything,
}

impl Files {
    /// Draws a part of the board as it is shown, and puts it on the clipboard when it is done.
    pub(super) fn copy_picture(&mut self, part: CopiedPart, session: &mut Option<Session>) {
        let Some(open) = session else { return };
        let area = match part {
            CopiedPart::Selection => selected(open),
            CopiedPart::Phase => phase(open).unwrap_or(Area::Everything),
            CopiedPart::Everything => Area::Everything,
        };
        let order = DrawingOrder {
            beside: super::export::BesideName::Nothing,
            blueprint: open.blueprint().clone(),
            text: self.text.clone(),
            fonts: self.store.fonts().clone(),
            looks: vec![open.lens().clone()],
            area,
            kind: PictureKind::Png,
            format: Format::OwnSize,
            legend: Legend::Without,
            width: None,
        };
        let job = Job::start(&self.ctx, move || order.pixels());
        let progress = job.poll_patiently();
        self.copying = Some(job);
        self.finish_copying(progress, session);
    }

    pub(super) fn poll_copying(&mut self, session: &mut Option<Session>) {
        if let Some(job) = &self.copying {
            let progress = job.poll();
            self.finish_copying(progress, session);
        }
    }

    fn finish_copying(
        &mut self,
        progress: Progress<Result<Drawn<Pixels>, ExportError>>,
        session: &mut Option<Session>,
    ) {
        let why = match progress {
            Progress::Working => return,
            Progress::Done(Ok(drawn)) => {
                self.copying = None;
                let pixels = &drawn.picture;
                let size = [pixels.width as usize, pixels.height as usize];
                let image = ColorImage::from_rgba_unmultiplied(size, &pixels.rgba);
                self.ctx.copy_image(image);
                if let Some(open) = session {
                    let (width, height) = (grouped(pixels.width), grouped(pixels.height));
                    let text = format!("Copied as a picture, {width} x {height}");
                    open.say(&drawn.words(&text), Vec::new());
                }
                return;
            }
            Progress::Done(Err(error)) => error.to_string(),
            Progress::Broken => {
                "Drawing it ended in a fault of the program; please report this.".to_owned()
            }
        };
        self.copying = None;
        self.ask = Some(Ask::failed("Nothing was copied", why));
    }
}

/// The part of the board that is selected; everything when nothing is.
pub(super) fn selected(session: &Session) -> Area {
    let scene = session.scene();
    let selection = session.selection();
    let panes = scene.panes.iter();
    let Some((place, pane)) = panes
        .enumerate()
        .find(|(_, pane)| pane.shows(&selection.variant))
    else {
        return Area::Everything;
    };
    let rect = match &selection.target {
        Target::Record(Key::Phase(id)) => {
            return phase_area(session, id).unwrap_or(Area::Everything);
        }
        Target::Record(Key::Lane(id)) => {
            let lane = pane.lanes.iter().find(|lane| lane.id == *id);
            lane.map(|lane| lane.rect)
        }
        Target::Record(Key::Moment(id)) => {
            let column = pane.columns.iter().find(|column| column.id == *id);
            column.map(|column| column.rect)
        }
        Target::Items { .. } | Target::Cell { .. } => {
            canvas::focus_rect(session).map(|(_, rect)| rect)
        }
        _ => None,
    };
    rect.map_or(Area::Everything, |rect| Area::Around(place, rect))
}

/// The phase in which the selection stands.
pub(super) fn phase(session: &Session) -> Option<Area> {
    let selection = session.selection();
    if let Target::Record(Key::Phase(id)) = &selection.target {
        return phase_area(session, id);
    }
    let moment: MomentId = match &selection.target {
        Target::Record(Key::Moment(id)) => id.clone(),
        _ => session.place()?.2,
    };
    let pane = session.scene().panes.first()?;
    let column = pane.columns.iter().find(|column| column.id == moment)?;
    phase_area(session, &column.phase)
}

fn phase_area(session: &Session, id: &PhaseId) -> Option<Area> {
    let pane = session.scene().panes.first()?;
    let place = pane.phases.iter().position(|phase| phase.id == *id)?;
    Some(Area::Phase(place))
}
