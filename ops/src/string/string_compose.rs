//! `Ops.String.StringCompose`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Puts values into a text.
#[derive(Op)]
#[op(
    name = "Ops.String.StringCompose",
    aliases("Ops.String.StringCompose_v2", "Ops.String.StringCompose_v3"),
    help = include_str!("string_compose.md")
)]
pub(super) struct StringCompose {
    /// The text, with `$a` to `$f` where the values go.
    #[input(name = "Format", default = "hello $a, $b $c und $d")]
    format: In<Text>,
    /// What `$a` stands for.
    #[input(name = "String A", default = "world")]
    a: In<Text>,
    /// What `$b` stands for.
    #[input(name = "String B", default = "1")]
    b: In<Text>,
    /// What `$c` stands for.
    #[input(name = "String C", default = "2")]
    c: In<Text>,
    /// What `$d` stands for.
    #[input(name = "String D", default = "3")]
    d: In<Text>,
    /// What `$e` stands for.
    #[input(name = "String E")]
    e: In<Text>,
    /// What `$f` stands for.
    #[input(name = "String F")]
    f: In<Text>,
    /// The text with the values in it.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for StringCompose {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = [self.a, self.b, self.c, self.d, self.e, self.f];
        let format = self.format.get(cx);
        let mut result = String::new();
        let mut rest = &*format;
        // In one walk, so that a value with `$b` in it stays as it is.
        while let Some((before, after)) = rest.split_once('$') {
            result.push_str(before);
            let place = after
                .bytes()
                .next()
                .and_then(|letter| letter.checked_sub(b'a'));
            let port = place.and_then(|place| ports.get(usize::from(place)));
            match port {
                Some(port) => {
                    result.push_str(&port.get(cx));
                    rest = &after[1..];
                }
                None => {
                    result.push('$');
                    rest = after;
                }
            }
        }
        result.push_str(rest);
        self.result.set(cx, result);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn values_take_the_places_of_their_letters() {
        let mut op = Bench::<StringCompose>::new();
        assert_eq!(op.out("Result"), "hello world, 1 2 und 3");
        op.set("Format", "$f$f $g $ $").unwrap();
        op.set("String F", "x").unwrap();
        assert_eq!(op.out("Result"), "xx $g $ $");
    }

    #[test]
    fn a_value_that_looks_like_a_place_is_none() {
        let mut op = Bench::<StringCompose>::new();
        op.set("Format", "$a").unwrap();
        op.set("String A", "$b").unwrap();
        assert_eq!(op.out("Result"), "$b");
    }
}
