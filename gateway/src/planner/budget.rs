//! How much planning one operation may take: a count of steps, and a deadline handed in.

use std::time::Instant;

/// Steps between two looks at the clock.
const STEPS_PER_LOOK: u64 = 256;

/// Planning took more than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OverBudget;

/// What is left.
#[derive(Debug)]
pub(crate) struct Budget {
    steps_left: u64,
    steps_to_look: u64,
    spent: u64,
    deadline: Instant,
}

impl Budget {
    /// At most `steps`, and not after `deadline`.
    pub(crate) fn new(steps: u64, deadline: Instant) -> Self {
        Self { steps_left: steps, steps_to_look: STEPS_PER_LOOK, spent: 0, deadline }
    }

    /// Takes `steps` off.
    ///
    /// # Errors
    /// [`OverBudget`] if they are not there, or the time is up.
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), OverBudget> {
        self.spent += steps;
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(OverBudget)?;
        self.steps_to_look = self.steps_to_look.saturating_sub(steps);
        if self.steps_to_look == 0 {
            self.steps_to_look = STEPS_PER_LOOK;
            if Instant::now() > self.deadline {
                return Err(OverBudget);
            }
        }
        Ok(())
    }

    /// Steps taken so far.
    pub(crate) fn spent(&self) -> u64 {
        self.spent
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn steps_and_time_both_end_it() {
        let far = Instant::now() + Duration::from_secs(3600);
        let mut steps = Budget::new(3, far);
        assert!(steps.spend(3).is_ok());
        assert_eq!(steps.spend(1), Err(OverBudget));
        let mut time = Budget::new(u64::MAX, Instant::now() - Duration::from_secs(1));
        assert_eq!((0..=STEPS_PER_LOOK).find_map(|_| time.spend(1).err()), Some(OverBudget));
    }
}
