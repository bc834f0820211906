//! Waiting until people are there: the mean over a week in which cases come evenly.

use crate::model::OpenHours;

/// Mean seconds that a case waits until `receiver` is open, when cases come evenly while `sender` is.
pub(super) fn closed_wait(sender: &OpenHours, receiver: &OpenHours) -> Option<f64> {
    let (from, to) = (sender.spans(), receiver.spans());
    let (first, arrivals) = (to.first()?.0, minutes(&from));
    if arrivals == 0.0 {
        return None;
    }
    // The stretches in which the receiver is closed, each with the minute at which it opens again.
    let mut closed = Vec::new();
    let mut since = 0;
    for (opens, closes) in &to {
        closed.push((since, *opens, f64::from(*opens)));
        since = *closes;
    }
    closed.push((since, OpenHours::WEEK, f64::from(OpenHours::WEEK + first)));
    let mut waited = 0.0;
    for (from, to) in &from {
        for (begins, ends, opens) in &closed {
            let (low, high) = ((*from).max(*begins), (*to).min(*ends));
            if low < high {
                let (low, high) = (f64::from(low), f64::from(high));
                // The integral of (opens - t) from low to high.
                waited += (high - low) * (opens - f64::midpoint(low, high));
            }
        }
    }
    Some(60.0 * waited / arrivals)
}

fn minutes(spans: &[(u32, u32)]) -> f64 {
    let sum: u32 = spans.iter().map(|(from, to)| to - from).sum();
    f64::from(sum)
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn wait(sender: &str, receiver: &str) -> f64 {
        let open = |text: &str| text.parse::<OpenHours>().expect(text);
        closed_wait(&open(sender), &open(receiver)).expect("both are open at times") / 3600.0
    }

    #[test]
    fn even_arrivals_wait_for_the_morning() {
        assert!((wait("always", "daily 08-20") - 3.0).abs() < 1e-9);
        assert!((wait("always", "Mo-Fr 08-20") - 12.43).abs() < 5e-3);
        assert!(wait("daily 08-20", "daily 08-20").abs() < 1e-9);
        assert!(wait("daily 09-10", "always").abs() < 1e-9);
        // From eight to ten in the evening: thirteen hours to ten, so eleven hours on the mean.
        assert!((wait("daily 20-22", "daily 08-20") - 11.0).abs() < 1e-9);
    }
}
