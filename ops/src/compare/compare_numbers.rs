//! `Ops.Math.Compare.CompareNumbers`

use ropewalk_flow::{In, Op, Out, Text};

/// Compares two numbers, in a way to choose.
#[derive(Op)]
#[op(
    name = "Ops.Math.Compare.CompareNumbers",
    help = include_str!("compare_numbers.md"),
    function = compare
)]
pub(super) struct CompareNumbers {
    /// The number.
    #[input(name = "Value in")]
    value: In<f64>,
    /// How it must stand to the condition; the last two are between it and Max, the very last with
    /// both ends.
    #[input(
        name = "Comparison mode",
        default = ">",
        choices(">", "<", ">=", "<=", "==", "!=", "><", ">=<")
    )]
    mode: In<Text>,
    /// What to compare it with.
    #[input(name = "Condition value", default = 1)]
    condition: In<f64>,
    /// The other end, for `><` and `>=<`.
    #[input(name = "Max", default = 1)]
    max: In<f64>,
    /// 1 where it is so, 0 where it is not.
    #[output(name = "Result")]
    result: Out<f64>,
}

fn compare(value: f64, mode: &str, condition: f64, max: f64) -> f64 {
    // Ends that were mixed up are put right.
    let (low, high) = if condition > max {
        (max, condition)
    } else {
        (condition, max)
    };
    let is_so = match mode {
        "<" => value < condition,
        ">=" => value >= condition,
        "<=" => value <= condition,
        "==" => value == condition,
        "!=" => value != condition,
        "><" => low < value && value < high,
        ">=<" => low <= value && value <= high,
        _ => value > condition,
    };
    f64::from(u8::from(is_so))
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// The modes that are fulfilled by a value, with 1 as the condition and 3 as Max.
    fn fulfilled(value: f64) -> Vec<&'static str> {
        let modes = [">", "<", ">=", "<=", "==", "!=", "><", ">=<"];
        let is_so = |ends: [f64; 2], mode| {
            let mut op = Bench::<CompareNumbers>::new();
            op.set("Value in", value).unwrap();
            op.set("Condition value", ends[0]).unwrap();
            op.set("Max", ends[1]).unwrap();
            op.set("Comparison mode", mode).unwrap();
            op.out("Result") == 1.0
        };
        for mode in ["><", ">=<"] {
            assert_eq!(is_so([1.0, 3.0], mode), is_so([3.0, 1.0], mode));
        }
        modes
            .into_iter()
            .filter(|mode| is_so([1.0, 3.0], mode))
            .collect()
    }

    #[test]
    fn each_mode_compares_as_it_is_written() {
        assert_eq!(fulfilled(0.0), ["<", "<=", "!="]);
        assert_eq!(fulfilled(1.0), [">=", "<=", "==", ">=<"]);
        assert_eq!(fulfilled(2.0), [">", ">=", "!=", "><", ">=<"]);
        assert_eq!(fulfilled(3.0), [">", ">=", "!=", ">=<"]);
        assert_eq!(fulfilled(f64::INFINITY), [">", ">=", "!="]);
    }

    #[test]
    fn nan_only_differs() {
        assert_eq!(fulfilled(f64::NAN), ["!="]);
    }
}
