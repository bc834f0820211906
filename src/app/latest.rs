//! What takes long to work out of the document: on a thread of its own, the newest wins, and what was there before stays
//! until then.
//!
//! Knows nothing of what is worked out. The thread begins with the first thing that is not done at once.

use std::{
    sync::mpsc::{Receiver, SendError, Sender, TryRecvError, channel},
    thread,
};

use egui::Context;

/// Where something is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkPlace {
    /// In the window's thread, now: it is quick.
    AtOnce,
    /// Beside the window.
    Beside,
}

/// The latest that was worked out, of what, and what is still under way. `K` says of what a thing is.
pub(super) struct Latest<K, T> {
    made: Option<Made<K, T>>,
    /// What is under way, by its number.
    wanted: Option<(u64, K)>,
    worker: Option<Worker<K, T>>,
    /// How much was asked for so far.
    orders: u64,
}

struct Made<K, T> {
    number: u64,
    of: K,
    value: T,
}

struct Order<K, T> {
    number: u64,
    of: K,
    work: Box<dyn FnOnce() -> T + Send>,
}

struct Worker<K, T> {
    orders: Sender<Order<K, T>>,
    made: Receiver<Made<K, T>>,
}

impl<K, T> Default for Latest<K, T> {
    fn default() -> Self {
        Self {
            made: None,
            wanted: None,
            worker: None,
            orders: 0,
        }
    }
}

impl<K: Clone + PartialEq + Send + 'static, T: Send + 'static> Latest<K, T> {
    /// Sees to it that `work` is done, if what is there or under way is not of `of`. The window is drawn again when it
    /// is done.
    pub(super) fn want(
        &mut self,
        ctx: &Context,
        of: &K,
        pace: WorkPlace,
        work: impl FnOnce() -> T + Send + 'static,
    ) {
        self.take();
        let is_there = self.is_of(of);
        if is_there {
            self.wanted = None;
        }
        if is_there || self.wanted.as_ref().is_some_and(|(_, wanted)| wanted == of) {
            return;
        }
        self.orders += 1;
        let order = Order {
            number: self.orders,
            of: of.clone(),
            work: Box::new(work),
        };
        let left = match pace {
            WorkPlace::AtOnce => Some(order),
            WorkPlace::Beside => {
                self.wanted = Some((order.number, of.clone()));
                let worker = self.worker.get_or_insert_with(|| Worker::start(ctx));
                worker
                    .orders
                    .send(order)
                    .err()
                    .map(|SendError(order)| order)
            }
        };
        // Without a thread it is done here: late is better than never.
        if let Some(order) = left {
            self.put(order.done());
        }
    }

    /// What is there, and of what.
    pub(super) fn get(&self) -> Option<(&K, &T)> {
        self.made.as_ref().map(|made| (&made.of, &made.value))
    }

    /// Whether what is there is of `of`.
    pub(super) fn is_of(&self, of: &K) -> bool {
        self.made.as_ref().is_some_and(|made| made.of == *of)
    }

    /// Waits until nothing is under way.
    pub(super) fn settle(&mut self) {
        while let (Some(_), Some(worker)) = (&self.wanted, &self.worker) {
            match worker.made.recv() {
                Ok(made) => self.put(made),
                Err(_) => self.worker = None,
            }
        }
    }

    fn take(&mut self) {
        while let Some(worker) = &self.worker {
            match worker.made.try_recv() {
                Ok(made) => self.put(made),
                Err(TryRecvError::Empty) => return,
                // A fault of the work: the next one gets another thread.
                Err(TryRecvError::Disconnected) => self.worker = None,
            }
        }
    }

    fn put(&mut self, made: Made<K, T>) {
        let is_wanted = |(number, _): &(u64, K)| *number == made.number;
        if self.wanted.as_ref().is_some_and(is_wanted) {
            self.wanted = None;
        }
        let had = self.made.as_ref().map_or(0, |made| made.number);
        if made.number > had {
            self.made = Some(made);
        }
    }
}

impl<K, T> Order<K, T> {
    fn done(self) -> Made<K, T> {
        Made {
            number: self.number,
            of: self.of,
            value: (self.work)(),
        }
    }
}

impl<K: Send + 'static, T: Send + 'static> Worker<K, T> {
    fn start(ctx: &Context) -> Self {
        let (orders, inbox) = channel::<Order<K, T>>();
        let (outbox, made) = channel();
        let ctx = ctx.clone();
        let run = move || {
            while let Ok(order) = inbox.recv() {
                // What was asked for before is not worth the time any more.
                let order = inbox.try_iter().last().unwrap_or(order);
                if outbox.send(order.done()).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        };
        // Without a thread the inbox goes, and orders come back.
        _ = thread::Builder::new().name("figures".into()).spawn(run);
        Self { orders, made }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_wins_and_the_old_one_stays_until_then() {
        let ctx = Context::default();
        let mut latest = Latest::default();
        latest.want(&ctx, &1, WorkPlace::AtOnce, || "one");
        assert_eq!(latest.get(), Some((&1, &"one")));
        let (go, gate) = channel::<()>();
        latest.want(&ctx, &2, WorkPlace::Beside, move || {
            _ = gate.recv();
            "two"
        });
        assert_eq!(latest.get(), Some((&1, &"one")));
        latest.want(&ctx, &3, WorkPlace::Beside, || "three");
        assert!(!latest.is_of(&3));
        _ = go.send(());
        latest.settle();
        assert_eq!(latest.get(), Some((&3, &"three")));
    }

    #[test]
    fn late_news_take_nothing_back() {
        let ctx = Context::default();
        let mut latest = Latest::default();
        let (go, gate) = channel::<()>();
        latest.want(&ctx, &1, WorkPlace::Beside, move || {
            _ = gate.recv();
            "late"
        });
        latest.want(&ctx, &2, WorkPlace::AtOnce, || "now");
        _ = go.send(());
        // The thread takes the next one when it is done with the first.
        latest.want(&ctx, &3, WorkPlace::Beside, || "next");
        latest.settle();
        assert_eq!(latest.get(), Some((&3, &"next")));
        latest.want(&ctx, &3, WorkPlace::AtOnce, || "never");
        assert_eq!(latest.get(), Some((&3, &"next")));
    }

    #[test]
    fn a_fault_of_the_work_ends_no_window() {
        let ctx = Context::default();
        let mut latest: Latest<i32, &str> = Latest::default();
        latest.want(&ctx, &1, WorkPlace::Beside, || {
            std::panic::resume_unwind(Box::new("a fault"))
        });
        latest.settle();
        assert_eq!(latest.get(), None);
        latest.want(&ctx, &2, WorkPlace::Beside, || "two");
        latest.settle();
        assert_eq!(latest.get(), Some((&2, &"two")));
    }
}
