//! Random numbers that follow from a seed.

/// The random numbers of cables, from 0 (included) to 1 (excluded), so that a patch looks as it did
/// there: the linear congruential generator with the constants of "Numerical Recipes" for a modulus
/// of 233,280, which runs on fractions too.
pub(crate) struct Numbers(f64);

impl Numbers {
    /// Those that come after a state of the generator.
    pub(crate) fn after(state: f64) -> Self {
        Self(if state.is_finite() { state } else { 0.0 })
    }

    /// Those of a seed, as the ops of cables have them that mix it first. Nothing of 0, and of what
    /// is no number: there each time gives others.
    pub(crate) fn of_seed(seed: f64) -> Option<Self> {
        let mut numbers = Self(seed.abs() * 50_728_129.0);
        for factor in [17_624_813.0, 9_737_333.0] {
            numbers.0 = numbers.next() * factor;
        }
        (seed != 0.0 && numbers.0.is_finite()).then_some(numbers)
    }

    pub(crate) fn next(&mut self) -> f64 {
        const MODULUS: f64 = 233_280.0;
        self.0 = (self.0 * 9_301.0 + 49_297.0) % MODULUS;
        self.0 / MODULUS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lie_between_0_and_1_whatever_the_seed_is() {
        for seed in [1.0, -1.0, 0.5, 1e6, 1e300, 5e-324] {
            let mut numbers = Numbers::of_seed(seed).unwrap_or(Numbers::after(seed.abs()));
            for _ in 0..100 {
                assert!((0.0..1.0).contains(&numbers.next()), "{seed}");
            }
        }
    }

    #[test]
    fn what_is_no_seed_has_none() {
        for seed in [0.0, f64::NAN, f64::INFINITY] {
            assert!(Numbers::of_seed(seed).is_none(), "{seed}");
        }
    }
}
