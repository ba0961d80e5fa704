//! From a checked declaration to the `Op` implementation.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Path};

use crate::parse::{Declaration, Header, State};
use crate::port::{Choices, Constant, Demand, Direction, Display, Kind, NOT_AMONG, Port};

/// The implementation, and the checks that need the types of the fields.
pub(crate) fn expand(declaration: &Declaration) -> TokenStream {
    let Declaration {
        ident,
        header,
        inputs,
        outputs,
        state,
    } = declaration;
    let Header {
        name,
        aliases,
        summary,
        help,
        function,
    } = header;

    let help = help
        .as_ref()
        .map_or_else(|| quote!(""), |help| quote!(#help));
    let input_specs = inputs.iter().map(spec);
    let output_specs = outputs.iter().map(spec);
    let input_fields = inputs.iter().zip(0u16..).map(field);
    let output_fields = outputs.iter().zip(0u16..).map(field);
    let behaviour = match function {
        Some(function) => compute(declaration, function),
        None if state.is_empty() => handle(&quote!(Shared)),
        None => handle(&quote!(Own)),
    };
    let state = state.iter().map(|State { field, ty }| {
        quote_spanned!(ty.span()=> #field: <#ty as ::core::default::Default>::default())
    });
    let ports = || inputs.iter().chain(outputs);
    let checks = ports()
        .flat_map(checks)
        .chain(ports().filter_map(check_choice));

    quote! {
        #[automatically_derived]
        impl ::ropewalk_flow::Op for #ident {
            const SPEC: ::ropewalk_flow::OpSpec = ::ropewalk_flow::OpSpec {
                name: #name,
                aliases: &[#(#aliases),*],
                summary: ::ropewalk_flow::docs(#summary),
                help: ::ropewalk_flow::docs(#help),
                inputs: &[#(#input_specs),*],
                outputs: &[#(#output_specs),*],
            };

            const PACKED: &'static [::core::primitive::u8] = {
                const SPEC: &::ropewalk_flow::OpSpec = &<#ident as ::ropewalk_flow::Op>::SPEC;
                &::ropewalk_flow::packed::pack::<{ ::ropewalk_flow::packed::length(SPEC) }>(SPEC)
            };

            const BEHAVIOUR: ::ropewalk_flow::Behaviour = #behaviour;

            fn create() -> Self {
                Self { #(#input_fields,)* #(#output_fields,)* #(#state,)* }
            }
        }
        #(#checks)*
    }
}

/// The behaviour of an op with handlers, which are of an instance for each node or of one for all.
fn handle(instance: &TokenStream) -> TokenStream {
    quote! {
        ::ropewalk_flow::Behaviour::#instance(|| {
            ::std::boxed::Box::new(<Self as ::ropewalk_flow::Op>::create())
        })
    }
}

/// The behaviour of an op that is a function, which takes an argument for each input.
fn compute(declaration: &Declaration, function: &Path) -> TokenStream {
    let Declaration {
        ident,
        inputs,
        outputs,
        ..
    } = declaration;
    let arguments = inputs.iter().zip(0u16..).map(|(input, index)| {
        let ty = &input.ty;
        let argument = quote_spanned!(ty.span()=> <#ty as ::ropewalk_flow::Argument>);
        quote!(#argument::of(inputs, #index))
    });
    let number = outputs.iter().map(|output| {
        let ty = &output.ty;
        quote_spanned!(ty.span()=> <#ty as ::ropewalk_flow::Returns>::number)
    });
    // To be declared is what the fields are for: nobody is to be warned that they are not read.
    let fields = inputs.iter().chain(outputs).map(|port| {
        let field = &port.field;
        quote!(#field: _used)
    });
    let call = quote_spanned!(function.span()=> #function(#(#arguments),*));
    quote! {
        {
            fn function(inputs: &[::ropewalk_flow::Value]) -> ::core::primitive::f64 {
                #(#number)*(#call)
            }
            const _: fn(&#ident) = |op| { #(let #ident { #fields, .. } = op;)* };
            ::ropewalk_flow::Behaviour::Function(function)
        }
    }
}

fn spec(port: &Port) -> TokenStream {
    let Port {
        doc,
        name,
        aliases,
        choices,
        secret,
        lazy,
        needed,
        multi,
        ..
    } = port;
    let as_port = as_port(port);
    let default = match &port.default {
        None => quote!(Empty),
        Some(Constant::Number(number)) => {
            let value = number.value;
            quote!(Number(#value))
        }
        Some(Constant::Bool(bool)) => quote!(Bool(#bool)),
        Some(Constant::Text(text)) => quote!(Text(#text)),
    };
    let display = match port.display {
        Display::Plain => quote!(Plain),
        Display::Integer => quote!(Integer),
        Display::Slider => quote!(Slider),
        Display::Button => quote!(Button),
        Display::Editor => quote!(Editor),
        Display::Variable => quote!(Variable),
    };
    let choices = match choices {
        Choices::Texts(texts) => quote!([#(#texts),*]),
        Choices::Of(path) => quote!(#path),
    };
    let range = match port.range {
        None => quote!(::core::option::Option::None),
        Some((least, greatest)) => {
            let (least, greatest) = (bound(least), bound(greatest));
            quote!(::core::option::Option::Some((#least, #greatest)))
        }
    };
    let multi = multi
        .as_ref()
        .map_or_else(|| quote!(0), |multi| quote!(#multi));
    let unit = port.unit.as_ref().map_or_else(String::new, LitStr::value);
    let group = port.group.as_ref().map_or_else(String::new, LitStr::value);
    quote! {
        ::ropewalk_flow::PortSpec {
            name: #name,
            aliases: &[#(#aliases),*],
            kind: #as_port::KIND,
            doc: ::ropewalk_flow::docs(#doc),
            default: ::ropewalk_flow::PortDefault::#default,
            display: ::ropewalk_flow::Display::#display,
            range: #range,
            choices: &#choices,
            unit: #unit,
            group: #group,
            secret: #secret,
            lazy: #lazy,
            needed: #needed,
            multi: #multi,
        }
    }
}

/// A bound of a range; there is no literal for the infinite ones.
fn bound(value: f64) -> TokenStream {
    if value == f64::INFINITY {
        quote!(::core::primitive::f64::INFINITY)
    } else if value == f64::NEG_INFINITY {
        quote!(::core::primitive::f64::NEG_INFINITY)
    } else {
        quote!(#value)
    }
}

fn field((port, index): (&Port, u16)) -> TokenStream {
    let field = &port.field;
    let as_port = as_port(port);
    quote!(#field: #as_port::at(#index))
}

/// Constants that do not evaluate where the field's type is not what a key asks for.
fn checks(port: &Port) -> impl Iterator<Item = TokenStream> {
    let as_port = as_port(port);
    let span = port.ty.span();
    let (is_multi, message) = match &port.multi {
        Some(_) => (true, "`multi` needs a field of type `Multi<...>`"),
        None => (
            false,
            "a field of type `Multi<...>` needs `multi`: how many ports there are to begin with",
        ),
    };
    let multi = quote_spanned! {span=>
        const _: () = ::core::assert!(#as_port::MULTI == #is_multi, #message);
    };
    let demands = port.demands.iter().map(
        move |&Demand {
                  span,
                  subject,
                  kind,
                  or_any,
              }| {
            let wanted = match (kind, port.direction) {
                (Kind::Number, Direction::Input) => "In<f64>",
                (Kind::Number, Direction::Output) => "Out<f64>",
                (Kind::Bool, Direction::Input) => "In<bool>",
                (Kind::Bool, Direction::Output) => "Out<bool>",
                (Kind::Text, Direction::Input) => "In<Text>",
                (Kind::Text, Direction::Output) => "Out<Text>",
                (Kind::Trigger, Direction::Input) => "Trigger",
                (Kind::Trigger, Direction::Output) => "Fire",
            };
            let message = format!("{subject} needs a field of type `{wanted}`");
            let kind = Ident::new(&format!("{kind:?}"), span);
            let or_any = or_any.then(|| quote_spanned!(span=> | ::ropewalk_flow::Kind::Any));
            quote_spanned! {span=>
                const _: () = ::core::assert!(
                    ::core::matches!(#as_port::KIND, ::ropewalk_flow::Kind::#kind #or_any),
                    #message
                );
            }
        },
    );
    [multi].into_iter().chain(Vec::from_iter(demands))
}

/// A constant that does not evaluate where the default is none of the choices that a path names.
fn check_choice(port: &Port) -> Option<TokenStream> {
    let (Choices::Of(path), Some(Constant::Text(text))) = (&port.choices, &port.default) else {
        return None;
    };
    let is_among = quote!(::ropewalk_flow::is_among);
    Some(quote_spanned! {text.span()=>
        const _: () = ::core::assert!(#is_among(#text, &#path), #NOT_AMONG);
    })
}

/// The field's type as a port: an error that it is none points to the type.
fn as_port(port: &Port) -> TokenStream {
    let ty = &port.ty;
    match port.direction {
        Direction::Input => quote_spanned!(ty.span()=> <#ty as ::ropewalk_flow::InputPort>),
        Direction::Output => quote_spanned!(ty.span()=> <#ty as ::ropewalk_flow::OutputPort>),
    }
}
