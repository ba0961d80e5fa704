//! What can be a function, and what it is given and gives.
#![deny(warnings)]

use ropewalk_flow::{Arguments, Behaviour, In, Multi, Op, Out, Text, Value};

/// Takes the sign off.
#[derive(Op)]
#[op(name = "Ops.Test.Abs", function = f64::abs)]
struct Abs {
    /// The number.
    #[input(name = "number")]
    number: In<f64>,
    /// Its distance from 0.
    #[output(name = "result")]
    result: Out<f64>,
}

/// Says nothing new.
#[derive(Op)]
#[op(name = "Ops.Test.Constant", function = yes)]
struct Constant {
    /// Always true.
    #[output(name = "result")]
    r#true: Out<bool>,
}

fn yes() -> bool {
    true
}

/// Takes one of each.
#[derive(Op)]
#[op(name = "Ops.Test.Each", function = self::each)]
struct Each {
    /// A truth value.
    #[input(name = "is")]
    is: In<bool>,
    /// A text.
    #[input(name = "text")]
    text: In<Text>,
    /// Numbers.
    #[input(name = "numbers", multi = 1)]
    numbers: Multi<In<f64>>,
    /// A number.
    #[output(name = "result")]
    result: Out<f64>,
}

fn each(is: bool, text: &str, numbers: Arguments<'_, In<f64>>) -> f64 {
    if is && text == "sum" { numbers.sum() } else { 0.0 }
}

fn main() {
    let call = |behaviour, inputs: &[Value]| match behaviour {
        Behaviour::Function(function) => function(inputs),
        _ => panic!("it is no function"),
    };
    assert_eq!(call(Abs::BEHAVIOUR, &[Value::Number(-2.0)]), 2.0);
    assert_eq!(call(Constant::BEHAVIOUR, &[]), 1.0);
    let numbers = [Value::Number(1.0), Value::Number(2.0)];
    let inputs = [&[Value::Bool(true), Value::from("sum")][..], &numbers].concat();
    assert_eq!(call(Each::BEHAVIOUR, &inputs), 3.0);
}
