//! `Ops.String.NumberFormatter`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

use super::decimal::{Decimal, Least};

/// Writes a number as people of a language do.
#[derive(Op)]
#[op(name = "Ops.String.NumberFormatter", help = include_str!("number_formatter.md"))]
pub(super) struct NumberFormatter {
    /// The number.
    #[input(name = "Input Number")]
    number: In<f64>,
    /// Whose way of writing: English for `browser`, that of Locale string for `custom`.
    #[input(name = "Locale", default = "browser", choices("browser", "custom"))]
    locale: In<Text>,
    /// A language, as in `de` or `de-DE`. What follows it does not count.
    #[input(name = "Locale string", default = "en-US")]
    locale_string: In<Text>,
    /// What the number is: itself, an amount of money, or a part of one whole.
    #[input(
        name = "Style",
        default = "decimal",
        choices("decimal", "currency", "percent")
    )]
    style: In<Text>,
    /// How many digits stand before the point at least, from 1 to 21.
    #[input(
        name = "Minimum Integer Digits",
        default = 1,
        min = 1,
        max = 21,
        display = "integer",
        group = "Format"
    )]
    least_whole: In<f64>,
    /// How many digits follow the point at least, from 0 to 20.
    #[input(
        name = "Minimum Fraction Digits",
        default = 3,
        min = 0,
        max = 20,
        display = "integer",
        group = "Format"
    )]
    least_fraction: In<f64>,
    /// How many digits follow the point at most, from 0 to 20.
    #[input(
        name = "Maximum Fraction Digits",
        default = 3,
        min = 0,
        max = 20,
        display = "integer",
        group = "Format"
    )]
    most_fraction: In<f64>,
    /// How many digits there are at least, from the first that is not 0; 0 for no such bound, up to
    /// 21.
    #[input(
        name = "Minimum Significant Digits",
        default = 0,
        min = 0,
        max = 21,
        display = "integer",
        group = "Significant Digits"
    )]
    least_digits: In<f64>,
    /// How many digits there are at most, from the first that is not 0; 0 for no such bound, up to
    /// 21.
    #[input(
        name = "Maximum Significant Digits",
        default = 0,
        min = 0,
        max = 21,
        display = "integer",
        group = "Significant Digits"
    )]
    most_digits: In<f64>,
    /// Whether thousands are set apart.
    #[input(name = "Use Grouping", default = true)]
    grouping: In<bool>,
    /// The three letters of a currency.
    #[input(name = "Currency Name", default = "EUR", group = "Currency")]
    currency: In<Text>,
    /// How the currency is written; `name` is as `code`.
    #[input(
        name = "Currency Display",
        default = "symbol",
        choices("symbol", "code", "name"),
        group = "Currency"
    )]
    currency_display: In<Text>,
    /// The text; empty where the language or the currency is none.
    #[output(name = "Formatted Number")]
    result: Out<Text>,
    /// Whether the language or the currency is none.
    #[output(name = "Has error")]
    has_error: Out<bool>,
}

impl Handlers for NumberFormatter {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = self.text(cx);
        self.has_error.set(cx, text.is_err());
        match text {
            Ok(text) => {
                self.result.set(cx, text);
                Ok(())
            }
            Err(error) => {
                self.result.set(cx, "");
                Err(error)
            }
        }
    }
}

impl NumberFormatter {
    fn text(&self, cx: &Cx<'_>) -> Result<String, OpError> {
        let language = match &*self.locale.get(cx) {
            "custom" => Language::of(&self.locale_string.get(cx))?,
            _ => ENGLISH,
        };
        let style = self.style.get(cx);
        let number = self.number.get(cx);
        let (digits, is_negative) = if number.is_nan() {
            ("NaN".to_owned(), false)
        } else if number.is_infinite() {
            ("∞".to_owned(), number < 0.0)
        } else {
            let shift = if &*style == "percent" { 2 } else { 0 };
            let (decimal, least) = self.rounded(Decimal::of(number.abs(), shift), cx);
            let group = self.grouping.get(cx).then_some(language.group);
            let digits = decimal.text(least, group, language.point);
            (digits, number < 0.0 && !decimal.is_zero())
        };
        let sign = if is_negative { "-" } else { "" };
        Ok(match &*style {
            "percent" => format!("{sign}{digits}{}%", language.percent_gap),
            "currency" => {
                let code = self.currency.get(cx).to_ascii_uppercase();
                if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                    return Err(OpError::new(format!(
                        "`{code}` is no currency: enter its three letters, such as EUR."
                    )));
                }
                let symbol = match &*self.currency_display.get(cx) {
                    "symbol" => symbol(&code),
                    _ => None,
                };
                let unit = symbol.unwrap_or(&code);
                match language.unit {
                    Unit::First if symbol.is_some() => format!("{sign}{unit}{digits}"),
                    Unit::First | Unit::FirstApart => format!("{sign}{unit}\u{a0}{digits}"),
                    Unit::Last => format!("{sign}{digits}\u{a0}{unit}"),
                }
            }
            _ => format!("{sign}{digits}"),
        })
    }

    /// The number with as many digits as are asked for at most, and how many are at least.
    fn rounded(&self, decimal: Decimal, cx: &Cx<'_>) -> (Decimal, Least) {
        #[expect(clippy::cast_possible_truncation, reason = "it is clamped")]
        let count = |port: In<f64>, min, max| (port.get(cx) as i32).clamp(min, max);
        let whole = count(self.least_whole, 1, 21);
        let least = count(self.least_digits, 0, 21);
        let most = count(self.most_digits, 0, 21);
        if least == 0 && most == 0 {
            let fraction = count(self.least_fraction, 0, 20);
            let most = count(self.most_fraction, 0, 20).max(fraction);
            let digits = decimal.point() + most;
            return (decimal.rounded(digits), Least { whole, fraction });
        }
        let most = if most == 0 { 21 } else { most.max(least) };
        let decimal = decimal.rounded(most);
        // A lone zero before the point is the one digit of 0 that counts.
        let point = if decimal.is_zero() {
            1
        } else {
            decimal.point()
        };
        let fraction = least - point;
        (decimal, Least { whole, fraction })
    }
}

/// How numbers are written in a language.
struct Language {
    /// Between thousands.
    group: char,
    /// Before the fraction.
    point: char,
    /// Before the sign for percent.
    percent_gap: &'static str,
    unit: Unit,
}

/// Where a currency stands.
#[derive(Clone, Copy)]
enum Unit {
    /// Before the number; a symbol without a gap.
    First,
    /// Before the number, with a gap.
    FirstApart,
    /// After the number, with a gap.
    Last,
}

const ENGLISH: Language = Language::new(',', '.', "", Unit::First);

impl Language {
    const fn new(group: char, point: char, percent_gap: &'static str, unit: Unit) -> Self {
        Self {
            group,
            point,
            percent_gap,
            unit,
        }
    }

    fn of(locale: &str) -> Result<Self, OpError> {
        const GAP: &str = "\u{a0}";
        let language = locale.split(['-', '_']).next().unwrap_or(locale);
        Ok(match &*language.trim().to_ascii_lowercase() {
            "en" | "ja" | "ko" | "zh" => ENGLISH,
            "da" | "de" | "es" => Self::new('.', ',', GAP, Unit::Last),
            "it" => Self::new('.', ',', "", Unit::Last),
            "nl" | "pt" => Self::new('.', ',', "", Unit::FirstApart),
            "fr" => Self::new('\u{202f}', ',', "\u{202f}", Unit::Last),
            "cs" | "fi" | "nb" | "no" | "ru" | "sv" => Self::new('\u{a0}', ',', GAP, Unit::Last),
            "pl" | "uk" => Self::new('\u{a0}', ',', "", Unit::Last),
            _ => {
                return Err(OpError::new(format!(
                    "`{locale}` is no language known here: enter one of cs, da, de, en, es, fi, fr, \
                     it, ja, ko, nb, nl, pl, pt, ru, sv, uk, zh."
                )));
            }
        })
    }
}

fn symbol(code: &str) -> Option<&'static str> {
    Some(match code {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        "BRL" => "R$",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    type Settings<'a> = &'a [(&'a str, Value)];

    #[track_caller]
    fn check(settings: Settings<'_>, texts: &[(f64, &str)]) {
        let mut op = Bench::<NumberFormatter>::new();
        for (port, value) in settings {
            op.set(port, value.clone()).unwrap();
        }
        for (number, text) in texts {
            op.set("Input Number", *number).unwrap();
            assert_eq!(op.out("Formatted Number"), *text);
            assert_eq!(op.out("Has error"), false);
        }
    }

    #[test]
    fn with_the_defaults_three_digits_follow_the_point() {
        check(
            &[],
            &[
                (0.0, "0.000"),
                (-0.0, "0.000"),
                (1_234_567.891_25, "1,234,567.891"),
                (0.0005, "0.001"),
                (-0.0004, "0.000"),
                (-999.9996, "-1,000.000"),
                (1e21, "1,000,000,000,000,000,000,000.000"),
                (f64::NAN, "NaN"),
                (f64::INFINITY, "∞"),
                (f64::NEG_INFINITY, "-∞"),
            ],
        );
    }

    #[test]
    fn the_bounds_say_how_many_digits_there_are() {
        let fraction = |least: f64, most: f64| {
            [
                ("Minimum Fraction Digits", least.into()),
                ("Maximum Fraction Digits", most.into()),
            ]
        };
        check(
            &fraction(0.0, 2.0),
            &[(1.5, "1.5"), (2.0, "2"), (1.005, "1.01")],
        );
        check(&fraction(2.0, 0.0), &[(1.239, "1.24")]);
        check(&fraction(-9.0, f64::NAN), &[(1.5, "2")]);
        check(&fraction(99.0, 99.0), &[(0.5, "0.50000000000000000000")]);
        let whole = ("Minimum Integer Digits", 4.0.into());
        check(&[whole], &[(7.0, "0,007.000")]);
    }

    #[test]
    fn significant_digits_come_before_those_of_the_fraction() {
        let digits = |least: f64, most: f64| {
            [
                ("Minimum Significant Digits", least.into()),
                ("Maximum Significant Digits", most.into()),
            ]
        };
        check(
            &digits(0.0, 2.0),
            &[
                (1234.0, "1,200"),
                (0.001_26, "0.0013"),
                (7.0, "7"),
                (0.0, "0"),
            ],
        );
        check(
            &digits(3.0, 0.0),
            &[
                (7.0, "7.00"),
                (0.05, "0.0500"),
                (1234.5, "1,234.5"),
                (0.0, "0.00"),
            ],
        );
        check(&digits(3.0, 1.0), &[(1.2345, "1.23")]);
    }

    #[test]
    fn each_language_has_its_own_way() {
        for (locale, decimal, percent, euros) in [
            ("en-GB", "-1,234.5", "-123,450%", "-€1,234.5"),
            ("de-DE", "-1.234,5", "-123.450\u{a0}%", "-1.234,5\u{a0}€"),
            ("IT", "-1.234,5", "-123.450%", "-1.234,5\u{a0}€"),
            (
                "fr_FR",
                "-1\u{202f}234,5",
                "-123\u{202f}450\u{202f}%",
                "-1\u{202f}234,5\u{a0}€",
            ),
            ("nl", "-1.234,5", "-123.450%", "-€\u{a0}1.234,5"),
        ] {
            for (style, text) in [
                ("decimal", decimal),
                ("percent", percent),
                ("currency", euros),
            ] {
                let settings = [
                    ("Locale", "custom".into()),
                    ("Locale string", locale.into()),
                    ("Style", style.into()),
                    ("Minimum Fraction Digits", 0.0.into()),
                ];
                check(&settings, &[(-1234.5, text)]);
            }
        }
        check(&[("Use Grouping", false.into())], &[(1e6, "1000000.000")]);
        check(&[("Locale string", "de".into())], &[(1.0, "1.000")]);
    }

    #[test]
    fn a_currency_is_a_symbol_or_three_letters() {
        for (name, display, text) in [
            ("EUR", "symbol", "€7.000"),
            ("usd", "symbol", "$7.000"),
            ("CHF", "symbol", "CHF\u{a0}7.000"),
            ("EUR", "code", "EUR\u{a0}7.000"),
            ("EUR", "name", "EUR\u{a0}7.000"),
        ] {
            let settings = [
                ("Style", "currency".into()),
                ("Currency Name", name.into()),
                ("Currency Display", display.into()),
            ];
            check(&settings, &[(7.0, text)]);
        }
    }

    #[test]
    fn a_language_or_currency_that_is_none_is_told() {
        let mut op = Bench::<NumberFormatter>::new();
        op.set("Locale", "custom").unwrap();
        for locale in ["", "klingon", "-DE"] {
            op.set("Locale string", locale).unwrap();
            assert_eq!(op.out("Formatted Number"), "");
            assert_eq!(op.out("Has error"), true);
            assert!(op.problem().unwrap().contains("no language"), "{locale}");
        }
        op.set("Locale string", "en").unwrap();
        assert_eq!(op.problem(), None);
        op.set("Style", "currency").unwrap();
        for currency in ["", "EURO", "€", "E1R"] {
            op.set("Currency Name", currency).unwrap();
            assert_eq!(op.out("Formatted Number"), "");
            assert_eq!(op.out("Has error"), true);
            assert!(op.problem().unwrap().contains("no currency"), "{currency}");
        }
        op.set("Currency Name", "EUR").unwrap();
        assert_eq!(op.out("Formatted Number"), "€0.000");
        assert_eq!(op.problem(), None);
    }
}
