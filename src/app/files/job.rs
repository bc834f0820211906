//! Work on a thread of its own: reading and saving may hang on a shared drive, the window may not.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use egui::Context;

/// Work that was begun.
pub(super) struct Job<T> {
    result: Receiver<T>,
}

/// How far it is.
pub(super) enum Progress<T> {
    Working,
    Done(T),
    /// It ended without a result: a fault of the program, or no thread was to be had.
    Broken,
}

/// How long the window waits for a new job. Nearly all are done by then, and the next frame shows
/// their result instead of a flicker; a tenth of a second still feels instant.
const PATIENCE: Duration = Duration::from_millis(100);

impl<T: Send + 'static> Job<T> {
    /// Begins; the window is drawn again when it is done.
    pub(super) fn start(ctx: &Context, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (sender, result) = channel();
        let ctx = ctx.clone();
        let run = move || {
            // Nobody waits for a job that was given up.
            _ = sender.send(work());
            drop(sender);
            ctx.request_repaint();
        };
        // When there is no thread the sender goes with the closure, and the job reads as broken.
        _ = thread::Builder::new().name("files".into()).spawn(run);
        Self { result }
    }

    /// What came of it, if anything by now.
    pub(super) fn poll(&self) -> Progress<T> {
        self.wait(Duration::ZERO)
    }

    /// What came of it, if it is quick.
    pub(super) fn poll_patiently(&self) -> Progress<T> {
        self.wait(PATIENCE)
    }

    fn wait(&self, patience: Duration) -> Progress<T> {
        match self.result.recv_timeout(patience) {
            Ok(result) => Progress::Done(result),
            Err(RecvTimeoutError::Timeout) => Progress::Working,
            Err(RecvTimeoutError::Disconnected) => Progress::Broken,
        }
    }
}
