//! The `Op` derive macro of ropewalk-flow, which re-exports it beside the trait of that name.

mod expand;
mod parse;
mod port;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct with named fields an op: implements `ropewalk_flow::Op` from its attributes, its
/// fields and their doc comments.
///
/// A field with `#[input(...)]` or `#[output(...)]` is a port, in the order of the fields. Every
/// other field is state, and starts as its type's `Default`. The doc comments are what people read
/// in the editor, so the struct and each port must have one; lines of a paragraph are joined.
///
/// ```
/// use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};
///
/// /// Multiplies a number by a factor.
/// #[derive(Op)]
/// #[op(name = "Ops.Math.Scale", alias = "Ops.Math.Scale_v2", help = "Twice is the default.")]
/// pub struct Scale {
///     /// The number to multiply.
///     #[input(name = "value")]
///     value: In<f64>,
///     /// The factor.
///     #[input(name = "factor", alias = "by", default = 2.0, min = 0, max = 10, display = "slider")]
///     factor: In<f64>,
///     /// The product.
///     #[output(name = "result")]
///     result: Out<f64>,
///     // State, no port.
///     runs: u64,
/// }
///
/// impl Handlers for Scale {
///     fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
///         self.runs += 1;
///         let product = self.value.get(cx) * self.factor.get(cx);
///         self.result.set(cx, product);
///         Ok(())
///     }
/// }
///
/// assert_eq!(Scale::SPEC.short_name(), "Scale");
/// assert_eq!(Scale::SPEC.summary, "Multiplies a number by a factor.");
/// assert_eq!(Scale::SPEC.input("by"), Some(1));
/// assert_eq!(Scale::SPEC.inputs[1].range, Some((0.0, 10.0)));
/// ```
///
/// # `#[op(...)]`, on the struct
///
/// - `name = "Ops.Math.Scale"`: the full name. Required; starts with `Ops.`.
/// - `alias = "..."`, any number of times, or `aliases("...", "...")`: names under which files of
///   other versions and tools know the op.
/// - `help = include_str!("scale.md")`: the help page, a constant `&'static str`. Empty if absent.
/// - `function = f64::abs`: what computes the only output from all inputs, in their order, for an op
///   that does nothing else. It takes `f64`, `bool` and `&str`, an iterator over them of a multi
///   port, and gives what the output carries. The op has no state and no `Handlers`; all others have.
///
/// # `#[input(...)]` and `#[output(...)]`, on a field
///
/// The field's type gives the port's kind: `In<T>` or `Trigger` for an input, `Out<T>` or `Fire`
/// for an output. `Multi<...>` of any of them is a multi port: ports that a person adds, removes and
/// reorders.
///
/// - `name = "..."`: the name that people and files use. Required.
/// - `alias = "..."`, `aliases("...", "...")`: as for the op. Names and aliases are unique among
///   the op's inputs, and among its outputs.
/// - `default = 0.5`, `default = true` or `default = "text"`: what the port holds until it is set,
///   for the kinds Number, Bool, Text and Any. The kind's own (0, false, empty) if absent.
/// - `unit = "ms"`: the unit of a number.
/// - `multi = 2`: how many ports a multi port has to begin with, which it needs. It is the last of
///   the inputs, or of the outputs. Its ports are called `<name>_0`, `<name>_1`, … Of
///   its aliases, one that ends with a number, such as `bool 1`, is a name of the first port, and
///   the next one is `bool 2` then; the others are names of the first, the second port and so on.
///
/// Inputs only:
///
/// - `min = 0`, `max = 10`: the least and the greatest number that make sense. Either can be given
///   alone. The `default` is between them, so that a range without 0 needs one.
/// - `display = "..."`: `"integer"` or `"slider"` for a number, where a slider needs `min` and
///   `max`; `"button"` for a trigger; `"editor"` for a text of several lines, `"variable"` for the
///   name of a variable.
/// - `choices("Linear", "Smoothstep")`: the texts to choose from. The `default` is one of them.
///   `choices = EASINGS` takes those of a constant array.
/// - `group = "Timing"`: the heading under which the editor shows the port.
/// - `secret`: a text that is kept out of files and shown masked.
/// - `needed`: the op does nothing until something is linked to the port, which the editor hints at.
///
/// Outputs only:
///
/// - `lazy`: computed only while something is linked to the port or looks at it, which the op asks
///   with `Out::used`.
///
/// # Errors
///
/// Whatever does not fit together is a compile error at the word in question: unknown or repeated
/// keys, a missing name or doc comment, a name used twice, a default outside of its range or
/// choices, and anything that does not suit the kind of the field's type.
#[proc_macro_derive(Op, attributes(op, input, output))]
pub fn derive_op(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    match parse::Declaration::parse(item) {
        Ok(declaration) => expand::expand(&declaration).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
