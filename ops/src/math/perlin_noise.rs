//! `Ops.Math.PerlinNoise`

use std::f64::consts::PI;

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

use super::seeded::Numbers;

/// Gives a number of a landscape of gentle hills.
#[derive(Op)]
#[op(
    name = "Ops.Math.PerlinNoise",
    aliases("Ops.Math.PerlinNoise_v2", "Ops.User.pandur.p5noise"),
    help = include_str!("perlin_noise.md")
)]
pub(super) struct PerlinNoise {
    /// Where in the landscape.
    #[input(name = "X")]
    x: In<f64>,
    /// Where in the landscape, in the second direction.
    #[input(name = "Y")]
    y: In<f64>,
    /// Where in the landscape, in the third direction: often the time.
    #[input(name = "Z")]
    z: In<f64>,
    /// What all three are multiplied by: the more, the steeper are the hills.
    #[input(name = "Scale", default = 4)]
    scale: In<f64>,
    /// Which landscape: always the same for the same number.
    #[input(name = "Seed", default = 1)]
    seed: In<f64>,
    /// How high it is there, from 0 to 1, mostly around 0.5.
    #[output(name = "Result")]
    result: Out<f64>,
    /// The heights at the whole numbers.
    heights: Vec<f64>,
}

/// How many heights there are. Then they come again, and each direction goes on a multiple of places
/// further.
const HEIGHTS: u16 = 4096;
const STRIDES: [usize; 3] = [1, 16, 256];
/// How many landscapes are laid over each other, each half as high as the one before and with hills
/// of half the width.
const LAYERS: i32 = 4;

impl Handlers for PerlinNoise {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.heights.is_empty() || self.seed.changed(cx) {
            let mut numbers = Numbers::after(self.seed.get(cx));
            self.heights.clear();
            self.heights.extend((0..HEIGHTS).map(|_| numbers.next()));
        }
        let scale = self.scale.get(cx);
        let place = [self.x, self.y, self.z].map(|port| (port.get(cx) * scale).abs());
        let layer = |layer: i32| {
            let place = place.map(|at| at * 2f64.powi(layer));
            self.height(place) / 2f64.powi(layer + 1)
        };
        let result = (0..LAYERS).map(layer).sum::<f64>();
        self.result.set(cx, result);
        Ok(())
    }
}

impl PerlinNoise {
    /// How high one landscape is, between the heights of the eight whole places around.
    fn height(&self, place: [f64; 3]) -> f64 {
        let whole = place.map(f64::floor);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is from 0 to 4095, and NaN becomes 0"
        )]
        let first = whole.map(|at| (at % f64::from(HEIGHTS)) as usize);
        let corner = |further: usize| {
            let index = (0..3)
                .map(|axis| (first[axis] + ((further >> axis) & 1)) * STRIDES[axis])
                .sum::<usize>();
            self.heights[index % usize::from(HEIGHTS)]
        };
        let mut corners: [f64; 8] = std::array::from_fn(corner);
        for (at, whole) in place.into_iter().zip(whole) {
            // From one to the next, it is level at both.
            let part = (1.0 - ((at - whole) * PI).cos()) / 2.0;
            for pair in 0..4 {
                let [low, high] = [corners[pair * 2], corners[pair * 2 + 1]];
                corners[pair] = low + part * (high - low);
            }
        }
        corners[0]
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn result(op: &Bench<PerlinNoise>) -> f64 {
        match op.out("Result") {
            Value::Number(number) => number,
            other => panic!("{other} is no number"),
        }
    }

    #[test]
    fn it_is_gentle_and_between_0_and_1() {
        let mut op = Bench::<PerlinNoise>::new();
        for axis in ["X", "Y", "Z"] {
            let mut before = result(&op);
            for step in 1..500 {
                op.set(axis, f64::from(step) / 400.0).unwrap();
                let now = result(&op);
                assert!((0.0..1.0).contains(&now));
                assert!((now - before).abs() < 0.06, "{axis} {step}: {before} {now}");
                before = now;
            }
        }
    }

    #[test]
    fn at_whole_places_it_is_the_heights_of_the_layers() {
        let mut op = Bench::<PerlinNoise>::new();
        op.set("Scale", 1.0).unwrap();
        // The generator's first number after 1.
        let first = 58_598.0 / 233_280.0;
        assert!((result(&op) - first * 0.9375).abs() < 1e-12);
    }

    #[test]
    fn a_seed_gives_the_same_again_and_another_gives_others() {
        let mut op = Bench::<PerlinNoise>::new();
        op.set("X", 0.3).unwrap();
        let first = result(&op);
        op.set("Seed", 2.0).unwrap();
        assert!((result(&op) - first).abs() > 1e-6);
        op.set("Seed", 1.0).unwrap();
        assert_eq!(result(&op), first);
    }

    #[test]
    fn before_0_it_is_mirrored_and_without_a_place_it_is_no_number() {
        let mut op = Bench::<PerlinNoise>::new();
        op.set("X", 0.3).unwrap();
        let ahead = result(&op);
        op.set("X", -0.3).unwrap();
        assert_eq!(result(&op), ahead);
        op.set("X", 1e300).unwrap();
        assert!((0.0..1.0).contains(&result(&op)));
        for nowhere in [f64::NAN, f64::INFINITY] {
            op.set("X", nowhere).unwrap();
            assert!(result(&op).is_nan());
        }
        op.set("X", 0.3).unwrap();
        for seed in [f64::NAN, f64::INFINITY, 1e300, -7.0] {
            op.set("Seed", seed).unwrap();
            assert!(result(&op).is_finite(), "{seed}");
        }
    }
}
