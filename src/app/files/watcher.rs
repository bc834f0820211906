//! Looks at the open file about once a second, from a thread of its own.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

use egui::Context;

use crate::store::{Sight, Store, Watch};

/// How often.
const EVERY: Duration = Duration::from_secs(1);

/// Watches one file.
pub(super) struct Watcher {
    orders: Sender<WatchOrder>,
    verdicts: Receiver<(u64, Sight)>,
    /// Numbers what is watched: a verdict on an earlier content is late news.
    number: u64,
}

enum WatchOrder {
    Watch(u64, Option<Watch>),
    LookNow,
}

impl Watcher {
    /// Watches nothing yet. Without a thread it never says anything; saving looks for itself.
    pub(super) fn start(ctx: &Context, store: &Store) -> Self {
        let (orders, inbox) = channel();
        let (outbox, verdicts) = channel();
        let (ctx, store) = (ctx.clone(), store.clone());
        let run = move || watch(&inbox, &outbox, &ctx, &store);
        _ = thread::Builder::new().name("file watch".into()).spawn(run);
        Self {
            orders,
            verdicts,
            number: 0,
        }
    }

    /// Watches this instead of what was watched before.
    pub(super) fn watch(&mut self, watch: Option<Watch>) {
        self.number += 1;
        _ = self.orders.send(WatchOrder::Watch(self.number, watch));
    }

    /// Looks without waiting for the next second, and says what it sees, also what it said before.
    pub(super) fn look_now(&self) {
        _ = self.orders.send(WatchOrder::LookNow);
    }

    /// The newest verdict that was not taken yet.
    pub(super) fn poll(&self) -> Option<Sight> {
        let current = self.verdicts.try_iter().filter(|(n, _)| *n == self.number);
        current.last().map(|(_, sight)| sight)
    }
}

/// Ends when the [`Watcher`] does.
fn watch(
    inbox: &Receiver<WatchOrder>,
    outbox: &Sender<(u64, Sight)>,
    ctx: &Context,
    store: &Store,
) {
    let mut watched: Option<(u64, Watch, Option<Sight>)> = None;
    loop {
        match inbox.recv_timeout(EVERY) {
            Ok(WatchOrder::Watch(number, watch)) => {
                watched = watch.map(|watch| (number, watch, None));
                continue;
            }
            Ok(WatchOrder::LookNow) => {
                if let Some((_, watch, last)) = &mut watched {
                    watch.forget();
                    *last = None;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if let Some((number, watch, last)) = &mut watched {
            let sight = watch.look(store);
            if *last != Some(sight) {
                *last = Some(sight);
                _ = outbox.send((*number, sight));
                ctx.request_repaint();
            }
        }
    }
}
