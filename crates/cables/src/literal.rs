//! A JavaScript literal as data. It is read, never evaluated: what is no literal is an error.

use serde_json::{Map, Number, Value as Json};

/// How deep lists and objects may be nested.
const MAX_DEPTH: usize = 128;

/// Why a text is no literal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, in line {line}, column {column}")]
pub struct LiteralError {
    problem: String,
    line: usize,
    column: usize,
}

/// Reads a literal, or plain JSON, with which the text begins, and gives what comes after it.
///
/// Beside JSON it takes what minifiers and people write: keys without quotes, both quotes and plain
/// templates, `!0`, `void 0`, `1/0`, `- 220`, hexadecimal numbers, comments, and a comma at the end.
/// Of a key that is there twice the last value counts, as in JavaScript. What JSON cannot write
/// becomes `null` (`undefined`) or text (`"NaN"`, `"Infinity"`).
pub(crate) fn read(text: &str) -> Result<(Json, &str), LiteralError> {
    let mut reader = Reader { text, at: 0 };
    let json = reader.value(0)?;
    reader.space()?;
    Ok((json, &text[reader.at..]))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Json, LiteralError> {
        if depth > MAX_DEPTH {
            return Err(self.error(format!("it is nested deeper than {MAX_DEPTH} levels")));
        }
        self.space()?;
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some('"' | '\'' | '`') => Ok(Json::String(self.string()?)),
            Some('!') => {
                self.at += 1;
                let json = self.value(depth + 1)?;
                Ok(Json::Bool(!is_truthy(&json)))
            }
            Some('(') => {
                self.at += 1;
                let json = self.value(depth + 1)?;
                self.expect(')')?;
                Ok(json)
            }
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            Some(c) if starts_word(c) => self.word(depth),
            Some(c) => Err(self.error(format!("`{c}` begins no value"))),
            None => Err(self.error("it ends where a value is to be".to_owned())),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, LiteralError> {
        self.at += 1;
        let mut map = Map::new();
        loop {
            self.space()?;
            if self.skip('}') {
                return Ok(Json::Object(map));
            }
            let key = match self.peek() {
                Some('"' | '\'') => self.string()?,
                Some(c) if starts_word(c) => self.name().to_owned(),
                Some(c) if c.is_ascii_digit() => {
                    let digits = self.take_while(|c| c.is_ascii_digit());
                    digits.to_owned()
                }
                _ => return Err(self.expected("a key or `}`")),
            };
            self.expect(':')?;
            let json = self.value(depth + 1)?;
            map.insert(key, json);
            self.space()?;
            if !self.skip(',') && self.peek() != Some('}') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, LiteralError> {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            self.space()?;
            if self.skip(']') {
                return Ok(Json::Array(list));
            }
            if self.skip(',') {
                // A hole, as in `[1,,2]`.
                list.push(Json::Null);
                continue;
            }
            list.push(self.value(depth + 1)?);
            self.space()?;
            if !self.skip(',') && self.peek() != Some(']') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, LiteralError> {
        let start = self.at;
        let unclosed = |reader: &mut Self| {
            reader.at = start;
            reader.error("a text has no end".to_owned())
        };
        let Some(quote) = self.next() else {
            return Err(unclosed(self));
        };
        let mut string = String::new();
        loop {
            let plain = self.take_while(|c| c != quote && !matches!(c, '\\' | '\n' | '$'));
            string.push_str(plain);
            match self.next() {
                Some(c) if c == quote => return Ok(string),
                Some('\\') => self.escape(&mut string)?,
                Some('$') if quote == '`' && self.peek() == Some('{') => {
                    return Err(self.error("a template holds code, which is not run".to_owned()));
                }
                Some('\n') if quote != '`' => return Err(unclosed(self)),
                Some(c) => string.push(c),
                None => return Err(unclosed(self)),
            }
        }
    }

    fn escape(&mut self, string: &mut String) -> Result<(), LiteralError> {
        let c = match self.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('v') => '\u{b}',
            Some('0') if !self.peek().is_some_and(|c| c.is_ascii_digit()) => '\0',
            // A line that goes on.
            Some('\n') => return Ok(()),
            Some('x') => {
                let unit = self.hexadecimal(2)?;
                char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some('u') if self.skip('{') => {
                let digits = self.take_while(|c| c.is_ascii_hexdigit());
                let code = u32::from_str_radix(digits, 16).ok();
                if !self.skip('}') {
                    return Err(self.expected("`}`"));
                }
                code.and_then(char::from_u32)
                    .unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some('u') => self.utf16()?,
            Some(c) => c,
            None => return Err(self.error("a text has no end".to_owned())),
        };
        string.push(c);
        Ok(())
    }

    /// A character of one or two units of UTF-16; half of one is a replacement character.
    fn utf16(&mut self) -> Result<char, LiteralError> {
        let first = self.hexadecimal(4)?;
        if (0xD800..0xDC00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.hexadecimal(4)?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u32, LiteralError> {
        let code = self.text.get(self.at..self.at + digits);
        let code = code.filter(|code| code.chars().all(|c| c.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(code) = code else {
            return Err(self.expected("hexadecimal digits"));
        };
        self.at += digits;
        Ok(code)
    }

    /// A number, or numbers divided: `1/0` is how minifiers write infinity.
    fn number(&mut self) -> Result<Json, LiteralError> {
        let start = self.at;
        let mut json = self.plain_number()?;
        loop {
            self.space()?;
            if !self.skip('/') {
                return Ok(json);
            }
            self.space()?;
            let divisor = self.plain_number()?;
            let (Some(number), Some(divisor)) = (json.as_f64(), divisor.as_f64()) else {
                return Err(self.error_at(start, "a number is damaged"));
            };
            json = of_float(number / divisor);
        }
    }

    fn plain_number(&mut self) -> Result<Json, LiteralError> {
        let mut is_negative = false;
        loop {
            if self.skip('-') {
                is_negative = !is_negative;
            } else if !self.skip('+') {
                break;
            }
            self.space()?;
        }
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with("Infinity") {
            self.at += "Infinity".len();
            return Ok(signed(is_negative, f64::INFINITY, None));
        }
        let number = if rest.starts_with("0x") || rest.starts_with("0X") {
            self.at += 2;
            let digits = self.take_while(|c| c.is_ascii_hexdigit());
            let whole = u64::from_str_radix(digits, 16).ok();
            #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
            whole.map(|whole| (whole as f64, Some(whole)))
        } else {
            let digits = self.decimal();
            let number = digits.parse().ok();
            number.map(|number| (number, digits.parse().ok()))
        };
        match number {
            Some((number, whole)) => Ok(signed(is_negative, number, whole)),
            None => Err(self.error_at(start, "a number is damaged")),
        }
    }

    fn decimal(&mut self) -> &'a str {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit());
        if self.skip('.') {
            self.take_while(|c| c.is_ascii_digit());
        }
        if self.skip('e') || self.skip('E') {
            let _ = self.skip('-') || self.skip('+');
            self.take_while(|c| c.is_ascii_digit());
        }
        &self.text[start..self.at]
    }

    fn word(&mut self, depth: usize) -> Result<Json, LiteralError> {
        let start = self.at;
        Ok(match self.name() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            "null" | "undefined" => Json::Null,
            "NaN" => of_float(f64::NAN),
            "Infinity" => of_float(f64::INFINITY),
            "void" => {
                self.value(depth + 1)?;
                Json::Null
            }
            word => {
                let problem = format!("`{}` is code, which is not run", short(word));
                return Err(self.error_at(start, &problem));
            }
        })
    }

    fn name(&mut self) -> &'a str {
        self.take_while(|c| starts_word(c) || c.is_alphanumeric())
    }

    /// Skips white space and comments.
    fn space(&mut self) -> Result<(), LiteralError> {
        loop {
            self.take_while(|c| c.is_whitespace() || c == '\u{feff}');
            let rest = &self.text[self.at..];
            if rest.starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if let Some(comment) = rest.strip_prefix("/*") {
                let Some(end) = comment.find("*/") else {
                    return Err(self.error("a comment has no end".to_owned()));
                };
                self.at += 2 + end + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), LiteralError> {
        self.space()?;
        if self.skip(wanted) {
            return Ok(());
        }
        Err(self.expected(&format!("`{wanted}`")))
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn skip(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        if is_there {
            self.at += wanted.len_utf8();
        }
        is_there
    }

    fn take_while(&mut self, mut wanted: impl FnMut(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn expected(&self, what: &str) -> LiteralError {
        match self.peek() {
            Some(c) => self.error(format!("{what} is to be where `{c}` is")),
            None => self.error(format!("it ends where {what} is to be")),
        }
    }

    fn error(&self, problem: String) -> LiteralError {
        let before = &self.text[..self.at];
        let line = before.rsplit('\n').next().unwrap_or(before);
        LiteralError {
            problem,
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }

    fn error_at(&mut self, at: usize, problem: &str) -> LiteralError {
        self.at = at;
        self.error(problem.to_owned())
    }
}

fn starts_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '$')
}

/// At most 40 characters.
fn short(word: &str) -> String {
    word.chars().take(40).collect()
}

/// Whole numbers stay exact where JSON has them so.
fn signed(is_negative: bool, number: f64, whole: Option<u64>) -> Json {
    match (whole, is_negative) {
        (Some(whole), false) => Json::Number(whole.into()),
        (Some(whole), true) if whole != 0 => match i64::try_from(whole) {
            Ok(whole) => Json::Number((-whole).into()),
            Err(_) => of_float(-number),
        },
        (_, true) => of_float(-number),
        (None, false) => of_float(number),
    }
}

fn of_float(number: f64) -> Json {
    match Number::from_f64(number) {
        Some(number) => Json::Number(number),
        None if number.is_nan() => Json::String("NaN".to_owned()),
        None if number > 0.0 => Json::String("Infinity".to_owned()),
        None => Json::String("-Infinity".to_owned()),
    }
}

fn is_truthy(json: &Json) -> bool {
    match json {
        Json::Null => false,
        Json::Bool(bool) => *bool,
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::String(text) => !text.is_empty(),
        Json::Array(_) | Json::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn whole(text: &str) -> Json {
        let (json, rest) = read(text).unwrap();
        assert_eq!(rest, "");
        json
    }

    fn problem(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn what_a_minifier_writes_is_data() {
        let text = "{a:!0,'b':!1,\"c\":- 220,d:void 0,e:1/0,f:.5,0:[1,,2,],$g_1:`x`,h:-1/0}";
        let expected = json!({
            "a": true, "b": false, "c": -220, "d": null, "e": "Infinity", "f": 0.5,
            "0": [1, null, 2], "$g_1": "x", "h": "-Infinity",
        });
        assert_eq!(whole(text), expected);
    }

    #[test]
    fn comments_and_space_are_passed_over() {
        let text = "\u{feff} // one\n { /* two */ a : /**/ ( 1 ) , } // three";
        assert_eq!(whole(text), json!({ "a": 1 }));
    }

    #[test]
    fn numbers_keep_their_value() {
        for (text, number) in [
            ("1e3", json!(1000.0)),
            ("-0.25", json!(-0.25)),
            ("0x1F", json!(31)),
            ("+7", json!(7)),
            ("18446744073709551615", json!(u64::MAX)),
            ("-0", json!(-0.0)),
            ("1/4", json!(0.25)),
            ("--1", json!(1)),
            ("NaN", json!("NaN")),
        ] {
            assert_eq!(whole(text), number, "{text}");
        }
    }

    #[test]
    fn escapes_are_those_of_javascript() {
        let text = r#"'\n\t\x41\u00e9\u{1F600}\ud83d\ude00\'\"\q'"#;
        assert_eq!(whole(text), json!("\n\tAé😀😀'\"q"));
        // Half of a pair is no character.
        assert_eq!(whole(r#""\ud83d!""#), json!("\u{fffd}!"));
    }

    #[test]
    fn what_follows_is_left() {
        assert_eq!(read("{a:1};CABLES.x={}").unwrap().1, ";CABLES.x={}");
    }

    #[test]
    fn code_is_not_run() {
        assert_eq!(
            problem("{a: alert(1)}"),
            "`alert` is code, which is not run, in line 1, column 5"
        );
        assert_eq!(
            problem("`${x}`"),
            "a template holds code, which is not run, in line 1, column 3"
        );
        assert!(problem("{a: function(){}}").contains("`function`"));
        assert!(problem("{[key]: 1}").contains("a key or `}` is to be where `[` is"));
    }

    #[test]
    fn what_is_cut_off_says_so_and_where() {
        assert_eq!(
            problem("{\n a: [1, "),
            "it ends where a value is to be, in line 2, column 9"
        );
        assert_eq!(problem("{a: 'x"), "a text has no end, in line 1, column 5");
        assert!(problem("/* ").contains("a comment has no end"));
        assert!(problem("").contains("it ends"));
        assert!(problem("-").contains("damaged"));
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_stack_overflow() {
        for text in ["[", "{a:", "!", "(", "void "] {
            let problem = problem(&text.repeat(100_000));
            assert!(problem.contains("deeper than 128"), "{problem}");
        }
        assert_eq!(whole(&format!("1{}", "/1".repeat(100_000))), json!(1.0));
        assert_eq!(whole(&format!("{}1", "-".repeat(100_000))), json!(1));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn bits_of_literals_do_not_make_it_panic(
            bits in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", "'", "\"", "`", "\\", "\\u", "d83d", "$", "{", "!",
                    "-", ".", "1", "0x", "e", "/", "/*", "*/", "//", "\n", "void ", "a", "é", "(", ")",
                ]),
                0..60,
            ),
        ) {
            let _ = read(&bits.concat());
        }

        #[test]
        fn json_is_read_as_what_it_is(numbers in prop::collection::vec(any::<i64>(), 0..5), text in ".*") {
            let json = json!({ "numbers": numbers, "text": text, "nothing": null, "both": [true, false] });
            prop_assert_eq!(whole(&json.to_string()), json);
        }
    }
}
