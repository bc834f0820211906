//! Waiting for people: Erlang's formulas for calls that come at any moment.

/// Calls that people answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct CallLine {
    /// Calls an hour.
    pub arrivals: f64,
    /// Hours that a call takes.
    pub service: f64,
    /// How many calls can be answered at the same time.
    pub servers: f64,
    /// Mean hours until a caller gives up.
    pub patience: Option<f64>,
}

/// What becomes of the callers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Waiting {
    /// Mean hours of waiting, over all calls.
    pub wait: f64,
    /// Share of the calls that wait at all.
    pub waits: f64,
    /// Share of the callers who give up.
    pub leaves: f64,
}

impl CallLine {
    /// Erlang C, or with patience Erlang A (Palm 1957; Garnett, Mandelbaum and Reiman 2002). `None` where no mean exists: more comes
    /// than is answered and nobody gives up.
    pub(super) fn waiting(self) -> Option<Waiting> {
        let servers = self.servers.floor();
        let sound = self.arrivals >= 0.0 && self.service > 0.0 && servers >= 1.0;
        if !sound || !(self.arrivals * self.service).is_finite() || servers > 1e6 {
            return None;
        }
        let load = self.arrivals * self.service;
        let patience = self.patience.filter(|patience| *patience > 0.0);
        if patience.is_none() && load >= servers {
            return None;
        }
        // Chances of so many calls in the system, as multiples of the chance that all are busy and none waits.
        let mut below = 0.0;
        let mut term = 1.0;
        let mut busy = servers;
        while busy >= 1.0 && term > 0.0 {
            term *= busy / load;
            below += term;
            busy -= 1.0;
            if !term.is_finite() {
                // Hardly anybody is there.
                return Some(Waiting {
                    wait: 0.0,
                    waits: 0.0,
                    leaves: 0.0,
                });
            }
        }
        let (mut full, mut queued, mut term, mut waiting) = (1.0, 0.0, 1.0, 1.0);
        match patience {
            None => {
                let ratio = load / servers;
                full = 1.0 / (1.0 - ratio);
                queued = ratio / ((1.0 - ratio) * (1.0 - ratio));
            }
            Some(patience) => loop {
                term *= self.arrivals / (servers / self.service + waiting / patience);
                full += term;
                queued += waiting * term;
                waiting += 1.0;
                let is_falling = self.arrivals < servers / self.service + waiting / patience;
                if is_falling && term < 1e-16 * full || waiting > 1e7 {
                    break;
                }
            },
        }
        let all = below + full;
        let length = queued / all;
        let wait = if self.arrivals > 0.0 {
            length / self.arrivals
        } else {
            0.0
        };
        Some(Waiting {
            wait,
            waits: full / all,
            leaves: patience.map_or(0.0, |patience| wait / patience),
        })
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn line(arrivals: f64, seconds: f64, servers: f64, patience: Option<f64>) -> Option<Waiting> {
        CallLine {
            arrivals,
            service: seconds / 3600.0,
            servers,
            patience: patience.map(|seconds| seconds / 3600.0),
        }
        .waiting()
    }

    #[test]
    fn erlang_c_has_its_known_values() {
        let twelve = line(120.0, 300.0, 12.0, None).expect("it is stable");
        assert!((twelve.waits - 0.4494).abs() < 5e-5, "{twelve:?}");
        assert!((twelve.wait * 3600.0 - 67.41).abs() < 5e-3, "{twelve:?}");
        let thirteen = line(120.0, 300.0, 13.0, None).expect("it is stable");
        assert!(
            (thirteen.wait * 3600.0 - 28.53).abs() < 5e-3,
            "{thirteen:?}"
        );
        assert_eq!(line(120.0, 300.0, 10.0, None), None);
        let one = line(4.0, 720.0, 1.0, None).expect("it is stable");
        assert!((one.wait * 60.0 - 48.0).abs() < 1e-9, "{one:?}");
    }

    #[test]
    fn with_patience_some_leave() {
        let twelve = line(120.0, 300.0, 12.0, Some(180.0)).expect("callers leave");
        assert!((twelve.leaves - 0.0638).abs() < 5e-5, "{twelve:?}");
        assert!((twelve.wait * 3600.0 - 11.5).abs() < 0.05, "{twelve:?}");
        let ten = line(120.0, 300.0, 10.0, Some(180.0)).expect("callers leave");
        assert!((ten.leaves - 0.1406).abs() < 5e-5, "{ten:?}");
        assert!((ten.wait * 3600.0 - 25.3).abs() < 0.05, "{ten:?}");
    }

    #[test]
    fn what_makes_no_sense_has_no_wait() {
        assert_eq!(line(120.0, 300.0, 0.0, None), None);
        assert_eq!(line(f64::INFINITY, 300.0, 3.0, None), None);
        assert_eq!(line(120.0, 0.0, 3.0, None), None);
        assert!(line(0.0, 300.0, 3.0, None).is_some_and(|waiting| waiting.wait == 0.0));
        assert!(line(1e-300, 300.0, 500.0, None).is_some_and(|waiting| waiting.wait == 0.0));
    }
}
