//! Formulas such as `a * (b + sin(c))`.
//!
//! They are read and computed without recursion, as a text may nest as deep as it likes.

use ropewalk_flow::text_to_number;

use super::round::half_up;

/// What the inputs of a formula are called, in their order.
const INPUTS: [&str; 4] = ["a", "b", "c", "d"];

/// A formula that can be computed.
#[derive(Debug, Default)]
pub(super) struct Formula {
    /// In the order of computing: what a step works on are the results just before it.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Number(f64),
    Input(usize),
    One(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
}

/// What is not computed yet, as what comes behind it may come first.
enum Waiting {
    Parenthesis,
    /// A function that wants so many more numbers, or as many as there are.
    Call {
        function: Step,
        more: usize,
        folds: bool,
    },
    Operator {
        rank: u8,
        step: Step,
    },
}

type Operator = (&'static str, u8, fn(f64, f64) -> f64);

/// How tightly a minus sign binds: less than a power, more than a product.
const SIGN: u8 = 4;
const POWER: u8 = 5;

/// With their ranks. Those of two characters come first.
const OPERATORS: [Operator; 13] = [
    ("**", POWER, f64::powf),
    ("<=", 1, |a, b| truth(a <= b)),
    (">=", 1, |a, b| truth(a >= b)),
    ("==", 1, |a, b| truth(a == b)),
    ("!=", 1, |a, b| truth(a != b)),
    ("<", 1, |a, b| truth(a < b)),
    (">", 1, |a, b| truth(a > b)),
    ("+", 2, |a, b| a + b),
    ("-", 2, |a, b| a - b),
    ("*", 3, |a, b| a * b),
    ("/", 3, |a, b| a / b),
    ("%", 3, |a, b| a % b),
    ("^", POWER, f64::powf),
];

const FUNCTIONS: [(&str, Step); 18] = [
    ("abs", Step::One(f64::abs)),
    // Of those that are there anyway: each of the standard library's is a kilobyte in a page.
    (
        "acos",
        Step::One(|x| std::f64::consts::FRAC_PI_2 - x.asin()),
    ),
    ("asin", Step::One(f64::asin)),
    ("atan", Step::One(f64::atan)),
    ("atan2", Step::Two(f64::atan2)),
    ("ceil", Step::One(f64::ceil)),
    ("cos", Step::One(f64::cos)),
    ("exp", Step::One(|x| std::f64::consts::E.powf(x))),
    ("floor", Step::One(f64::floor)),
    ("log", Step::One(f64::ln)),
    (
        "max",
        Step::Two(|a, b| if b > a || b.is_nan() { b } else { a }),
    ),
    (
        "min",
        Step::Two(|a, b| if b < a || b.is_nan() { b } else { a }),
    ),
    ("pow", Step::Two(f64::powf)),
    ("round", Step::One(half_up)),
    ("sign", Step::One(|x| if x == 0.0 { x } else { x.signum() })),
    ("sin", Step::One(f64::sin)),
    ("sqrt", Step::One(f64::sqrt)),
    ("tan", Step::One(|x| x.sin() / x.cos())),
];

const CONSTANTS: [(&str, f64); 2] = [("e", std::f64::consts::E), ("pi", std::f64::consts::PI)];

impl Formula {
    /// Reads a formula. The error says what is wrong with it, and where.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader {
            steps: Vec::new(),
            waiting: Vec::new(),
        };
        let mut wants_operand = true;
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let behind = if wants_operand {
                let (behind, still_wants) = reader.operand(rest)?;
                wants_operand = still_wants;
                behind
            } else {
                let (behind, wants) = reader.operator(rest)?;
                wants_operand = wants;
                behind
            };
            rest = behind.trim_start();
        }
        if wants_operand {
            return Err("a number is missing at the end".to_owned());
        }
        reader.compute_down_to(0);
        if reader.waiting.is_empty() {
            Ok(Self {
                steps: reader.steps,
            })
        } else {
            Err("a `)` is missing at the end".to_owned())
        }
    }

    /// The result with these inputs.
    pub(super) fn compute(&self, inputs: [f64; 4]) -> f64 {
        let mut results = Vec::new();
        for step in &self.steps {
            let result = match *step {
                Step::Number(number) => number,
                Step::Input(index) => inputs[index],
                Step::One(function) => function(results.pop().unwrap_or_default()),
                Step::Two(function) => {
                    let second = results.pop().unwrap_or_default();
                    function(results.pop().unwrap_or_default(), second)
                }
            };
            results.push(result);
        }
        results.pop().unwrap_or_default()
    }
}

struct Reader {
    steps: Vec<Step>,
    waiting: Vec<Waiting>,
}

impl Reader {
    /// Reads what can stand where a number is wanted. The rest, and whether one is wanted still.
    fn operand<'a>(&mut self, text: &'a str) -> Result<(&'a str, bool), String> {
        if let Some(rest) = text.strip_prefix('(') {
            self.waiting.push(Waiting::Parenthesis);
            return Ok((rest, true));
        }
        if let Some(rest) = text.strip_prefix('-') {
            let step = Step::One(|x| -x);
            self.waiting.push(Waiting::Operator { rank: SIGN, step });
            return Ok((rest, true));
        }
        if let Some(rest) = text.strip_prefix('+') {
            return Ok((rest, true));
        }
        let length = number_length(text);
        if length > 0 {
            let (number, rest) = text.split_at(length);
            let number = text_to_number(number).ok_or_else(|| unexpected(text))?;
            self.steps.push(Step::Number(number));
            return Ok((rest, false));
        }
        let end = text.find(|c: char| !c.is_ascii_alphanumeric());
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        let name = name.to_ascii_lowercase();
        let number = INPUTS
            .iter()
            .position(|input| *input == name)
            .map(Step::Input);
        let number = number.or_else(|| find(&CONSTANTS, &name).map(Step::Number));
        if let Some(number) = number {
            self.steps.push(number);
            return Ok((rest, false));
        }
        let function = find(&FUNCTIONS, &name).ok_or_else(|| unexpected(text))?;
        let rest = rest.trim_start().strip_prefix('(');
        let rest = rest.ok_or_else(|| format!("`(` is missing behind `{name}`"))?;
        let more = usize::from(matches!(function, Step::Two(_)));
        let folds = matches!(&*name, "max" | "min");
        self.waiting.push(Waiting::Call {
            function,
            more,
            folds,
        });
        Ok((rest, true))
    }

    /// Reads what can stand behind a number. The rest, and whether it wants another number.
    fn operator<'a>(&mut self, text: &'a str) -> Result<(&'a str, bool), String> {
        if let Some(rest) = text.strip_prefix(')') {
            self.compute_down_to(0);
            match self.waiting.pop() {
                Some(Waiting::Parenthesis) => {}
                Some(Waiting::Call {
                    function, more: 0, ..
                }) => self.steps.push(function),
                Some(Waiting::Call { .. }) => {
                    return Err("a `,` and a second number are missing before a `)`".to_owned());
                }
                _ => return Err("a `(` is missing before a `)`".to_owned()),
            }
            return Ok((rest, false));
        }
        if let Some(rest) = text.strip_prefix(',') {
            self.compute_down_to(0);
            return match self.waiting.last_mut() {
                Some(Waiting::Call { more, .. }) if *more > 0 => {
                    *more -= 1;
                    Ok((rest, true))
                }
                Some(Waiting::Call {
                    function,
                    folds: true,
                    ..
                }) => {
                    self.steps.push(*function);
                    Ok((rest, true))
                }
                _ => Err(unexpected(text)),
            };
        }
        let known = OPERATORS.iter().find(|(sign, ..)| text.starts_with(sign));
        let &(sign, rank, function) = known.ok_or_else(|| unexpected(text))?;
        // `a - b - c` is computed from the left, `a ^ b ^ c` from the right.
        self.compute_down_to(if rank == POWER { rank + 1 } else { rank });
        let step = Step::Two(function);
        self.waiting.push(Waiting::Operator { rank, step });
        Ok((&text[sign.len()..], true))
    }

    /// Lets the operators that wait be computed, back to the first that binds less.
    fn compute_down_to(&mut self, least: u8) {
        while let Some(&Waiting::Operator { rank, step }) = self.waiting.last() {
            if rank < least {
                break;
            }
            self.steps.push(step);
            self.waiting.pop();
        }
    }
}

/// How many bytes of a number the text begins with.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let mut length = digits(text);
    if let Some(fraction) = text[length..].strip_prefix('.') {
        length += 1 + digits(fraction);
    }
    if let Some(exponent) = text[length..].strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let count = digits(unsigned);
        // `2e` is none: the `e` may be the constant.
        if length > 0 && count > 0 {
            length += 1 + exponent.len() - unsigned.len() + count;
        }
    }
    length
}

fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let (_, found) = table.iter().find(|(known, _)| *known == name)?;
    Some(*found)
}

fn unexpected(text: &str) -> String {
    // Not the whole rest: it may be long.
    let start: String = text.chars().take(12).collect();
    format!("`{start}` is not understood")
}

fn truth(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With 2, 3, 4 and 5 for the inputs.
    fn compute(text: &str) -> Result<f64, String> {
        Formula::parse(text).map(|formula| formula.compute([2.0, 3.0, 4.0, 5.0]))
    }

    #[test]
    fn formulas_are_computed_as_they_are_written_on_paper() {
        for (text, result) in [
            ("1", 1.0),
            ("a*(b+c+d)", 24.0),
            ("A + B", 5.0),
            ("a+b*c", 14.0),
            ("d-c-b", -2.0),
            ("d/a/a", 1.25),
            ("2^b^a", 512.0),
            ("2**3", 8.0),
            ("-a^2", -4.0),
            ("a^-1", 0.5),
            ("-a*-b", 6.0),
            ("--a", 2.0),
            ("+a", 2.0),
            ("a - -b", 5.0),
            ("7 % 4", 3.0),
            ("1.5e2 + .5", 150.5),
            ("1e-1", 0.1),
            ("a < b", 1.0),
            ("a >= b", 0.0),
            ("a + 1 == b", 1.0),
            ("a != 2", 0.0),
            ("(a > 1) * 10 + (a > 5)", 10.0),
            ("max(a, min(b, c)) + 1", 4.0),
            ("max(a, 2, b * c, 1) - min(4, 3, 5)", 9.0),
            ("pow(a, b) / 2", 4.0),
            ("abs(-3) + sqrt(16) + floor(2.9) + ceil(0.1)", 10.0),
            ("round(-2.5) + sign(-9) + sign(0)", -3.0),
            ("((((a))))", 2.0),
            ("  a\n+\tb  ", 5.0),
        ] {
            assert_eq!(compute(text), Ok(result), "{text}");
        }
    }

    #[test]
    fn functions_and_constants_are_those_of_the_books() {
        for (text, result) in [
            ("sin(pi / 2)", 1.0),
            ("cos(pi)", -1.0),
            ("tan(pi / 4)", 1.0),
            ("asin(1) * 2", std::f64::consts::PI),
            ("acos(-1)", std::f64::consts::PI),
            ("atan(1) * 4", std::f64::consts::PI),
            ("atan2(1, -1) * 4 / 3", std::f64::consts::PI),
            ("log(e)", 1.0),
            ("exp(1)", std::f64::consts::E),
            ("SIN(0)", 0.0),
        ] {
            let computed = compute(text).unwrap();
            assert!((computed - result).abs() < 1e-12, "{text}: {computed}");
        }
    }

    #[test]
    fn what_is_not_defined_is_infinite_or_nan() {
        assert_eq!(compute("1 / 0"), Ok(f64::INFINITY));
        for text in [
            "0 / 0",
            "sqrt(-1)",
            "log(-1)",
            "asin(2)",
            "max(0 / 0, 1)",
            "min(1, 0 / 0)",
        ] {
            assert!(compute(text).unwrap().is_nan(), "{text}");
        }
    }

    #[test]
    fn what_is_no_formula_is_refused_with_a_reason() {
        for (text, reason) in [
            ("", "missing at the end"),
            ("a +", "missing at the end"),
            ("(a", "`)` is missing"),
            ("a)", "`(` is missing before"),
            ("()", "`)` is not understood"),
            ("a b", "`b` is not understood"),
            ("2a", "`a` is not understood"),
            ("2e", "`e` is not understood"),
            ("foo(a)", "`foo(a)` is not understood"),
            ("x + 1", "`x + 1` is not understood"),
            ("sin a", "`(` is missing behind `sin`"),
            ("sin(a, b)", "`, b)` is not understood"),
            ("max(a)", "second number"),
            ("(a, b)", "`, b)` is not understood"),
            ("a, b", "`, b` is not understood"),
            ("max(a, (b, c))", "`, c))` is not understood"),
            ("1..2", "`.2` is not understood"),
            ("1e999", "`1e999` is not understood"),
            (".", "`.` is not understood"),
            ("a = b", "`= b` is not understood"),
            ("alert('ä')", "`alert('ä')` is not understood"),
            ("🎈", "`🎈` is not understood"),
        ] {
            let error = compute(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn a_formula_may_nest_as_deep_as_it_likes() {
        let deep = 200_000;
        let text = format!("{}a{}", "sin(-(".repeat(deep), "))".repeat(deep));
        assert!(compute(&text).unwrap().is_finite());
        assert!(compute(&"(".repeat(deep)).is_err());
        assert_eq!(compute(&format!("{}a", "-".repeat(deep))), Ok(2.0));
    }
}
