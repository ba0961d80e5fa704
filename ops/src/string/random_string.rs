//! `Ops.String.RandomString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text, Trigger, clamp};

use crate::math::{Numbers, half_up};

/// Makes a text of random letters.
#[derive(Op)]
#[op(
    name = "Ops.String.RandomString",
    aliases("Ops.String.RandomString_v2", "Ops.String.RandomString_v3"),
    help = include_str!("random_string.md")
)]
pub(super) struct RandomString {
    /// The letters to draw from. One that stands there twice comes twice as often.
    #[input(name = "chars", default = "cables")]
    letters: In<Text>,
    /// How many letters to draw, 10000 at most.
    #[input(
        name = "Length",
        default = 10,
        min = 0,
        max = 10000,
        display = "integer"
    )]
    length: In<f64>,
    /// Draws a new text.
    #[input(name = "Generate", display = "button")]
    generate: Trigger,
    /// What the text follows from: the same letters for the same seed. With 0, chance decides.
    #[input(name = "Seed")]
    seed: In<f64>,
    /// The text.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for RandomString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.draw(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.generate {
            self.draw(cx);
        }
        Ok(())
    }
}

impl RandomString {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "one is clamped, the other a place in a list"
    )]
    fn draw(&self, cx: &mut Cx<'_>) {
        let letters: Vec<char> = self.letters.get(cx).chars().collect();
        let length = if letters.is_empty() {
            0
        } else {
            clamp(self.length.get(cx), 0.0, 10_000.0) as usize
        };
        let mut seeded = Numbers::of_seed(self.seed.get(cx));
        // As cables does, where a seed is to give the text that it gave there: rounded, so that the
        // first and the last letter come half as often as the others.
        let last = letters.len() as f64 - 1.0;
        let draw = |_| match &mut seeded {
            Some(numbers) => letters[half_up(numbers.next() * last) as usize],
            None => letters[(cx.random() * letters.len() as f64) as usize],
        };
        let text: String = (0..length).map(draw).collect();
        self.result.set(cx, text);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn text(op: &Bench<RandomString>) -> Text {
        match op.out("Result") {
            Value::Text(text) => text,
            other => panic!("{other} is no text"),
        }
    }

    #[test]
    fn each_text_is_drawn_anew_from_the_letters() {
        let mut op = Bench::<RandomString>::new();
        let first = text(&op);
        assert_eq!(first.len(), 10);
        assert!(first.chars().all(|letter| "cables".contains(letter)));
        op.press("Generate").unwrap();
        assert_ne!(text(&op), first);
    }

    #[test]
    fn every_letter_comes_as_often_as_any_other() {
        let mut op = Bench::<RandomString>::new();
        op.set("chars", "aé😀").unwrap();
        op.set("Length", 9000.0).unwrap();
        for letter in ['a', 'é', '😀'] {
            let count = text(&op).chars().filter(|other| *other == letter).count();
            assert!((2700..3300).contains(&count), "{letter}: {count}");
        }
    }

    #[test]
    fn a_seed_gives_the_same_text_again() {
        let mut op = Bench::<RandomString>::new();
        op.set("Seed", 1.0).unwrap();
        assert_eq!(op.out("Result"), "beelbeaeeb");
        op.press("Generate").unwrap();
        assert_eq!(op.out("Result"), "beelbeaeeb");
        op.set("Seed", -2.0).unwrap();
        assert_eq!(op.out("Result"), "cblslsable");
        op.set("chars", "a").unwrap();
        assert_eq!(op.out("Result"), "aaaaaaaaaa");
        op.set("chars", "").unwrap();
        assert_eq!(op.out("Result"), "");
    }

    #[test]
    fn a_length_out_of_range_is_brought_into_it_and_no_letters_give_no_text() {
        let mut op = Bench::<RandomString>::new();
        for (length, letters) in [
            (0.0, 0),
            (-5.0, 0),
            (f64::NAN, 0),
            (2.9, 2),
            (f64::INFINITY, 10_000),
        ] {
            op.set("Length", length).unwrap();
            assert_eq!(text(&op).len(), letters, "{length}");
        }
        op.set("chars", "").unwrap();
        assert_eq!(op.out("Result"), "");
    }
}
