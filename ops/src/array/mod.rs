//! Lists of values.

use ropewalk_flow::{Array, Cx, OpDeclaration, OpError, Out, Value};

#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod array;
mod array3_get_numbers;
mod array3_iterator;
mod array_buffer;
mod array_chunk;
mod array_contains;
mod array_get_array;
mod array_get_number;
mod array_get_object;
mod array_get_string;
mod array_iterator_numbers;
mod array_iterator_objects;
mod array_length;
mod array_logic;
mod array_logic_array;
mod array_math;
mod array_merge;
mod array_of_objects_filter_by_key_value;
mod array_of_objects_get_values;
mod array_pack2;
mod array_pack3;
mod array_pack4;
mod array_set_array;
mod array_set_number;
mod array_sum_up;
mod array_to_string;
mod array_trigger;
mod array_unique;
mod array_unpack3;
mod cut_array;
mod gate_array;
mod info_array;
mod logic;
mod numbers_to_array_multi_port;
mod ring_buffer;
mod smooth_array;
mod sort_array;
mod string_to_array;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<array::ArrayOfNumbers>(),
    OpDeclaration::of::<string_to_array::StringToArray>(),
    OpDeclaration::of::<numbers_to_array_multi_port::NumbersToArrayMultiPort>(),
    OpDeclaration::of::<array_to_string::ArrayToString>(),
    OpDeclaration::of::<array_get_number::ArrayGetNumber>(),
    OpDeclaration::of::<array_get_string::ArrayGetString>(),
    OpDeclaration::of::<array_get_object::ArrayGetObject>(),
    OpDeclaration::of::<array_get_array::ArrayGetArray>(),
    OpDeclaration::of::<array_length::ArrayLength>(),
    OpDeclaration::of::<array_iterator_numbers::ArrayIteratorNumbers>(),
    OpDeclaration::of::<array_iterator_objects::ArrayIteratorObjects>(),
    OpDeclaration::of::<array_buffer::ArrayBuffer>(),
    OpDeclaration::of::<array_set_number::ArraySetNumber>(),
    OpDeclaration::of::<array_set_array::ArraySetArray>(),
    OpDeclaration::of::<array_chunk::ArrayChunk>(),
    OpDeclaration::of::<cut_array::CutArray>(),
    OpDeclaration::of::<array_unique::ArrayUnique>(),
    OpDeclaration::of::<array_contains::ArrayContains>(),
    OpDeclaration::of::<array_sum_up::ArraySumUp>(),
    OpDeclaration::of::<array_math::ArrayMath>(),
    OpDeclaration::of::<info_array::InfoArray>(),
    OpDeclaration::of::<array_pack2::ArrayPack2>(),
    OpDeclaration::of::<array_pack3::ArrayPack3>(),
    OpDeclaration::of::<array_pack4::ArrayPack4>(),
    OpDeclaration::of::<array_unpack3::ArrayUnpack3>(),
    OpDeclaration::of::<array3_get_numbers::Array3GetNumbers>(),
    OpDeclaration::of::<array_trigger::ArrayTrigger>(),
    OpDeclaration::of::<gate_array::GateArray>(),
    OpDeclaration::of::<array_of_objects_get_values::ArrayOfObjectsGetValues>(),
    OpDeclaration::of::<array3_iterator::Array3Iterator>(),
    OpDeclaration::of::<array_logic::ArrayLogic>(),
    OpDeclaration::of::<array_logic_array::ArrayLogicArray>(),
    OpDeclaration::of::<smooth_array::SmoothArray>(),
    OpDeclaration::of::<ring_buffer::RingBuffer>(),
    OpDeclaration::of::<array_merge::ArrayMerge>(),
    OpDeclaration::of::<sort_array::SortArray>(),
    OpDeclaration::of::<array_of_objects_filter_by_key_value::ArrayOfObjectsFilterByKeyValue>(),
];

/// The longest array that an op makes of a length that it is given.
const LONGEST: u32 = 100_000;

/// How long an array is to be; and the error where that is too long.
fn bounded(length: f64) -> (usize, Result<(), OpError>) {
    let outcome = if length > f64::from(LONGEST) {
        let text = format!("It holds {LONGEST} items at most: the rest was left out.");
        Err(OpError::new(text))
    } else {
        Ok(())
    };
    // `max` takes 0 for NaN.
    let length = length.max(0.0).min(f64::from(LONGEST));
    (place(length).unwrap_or(0), outcome)
}

/// The place that an index counted from 0 stands for; nothing for NaN and before the first.
fn place(index: f64) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked; what is too large is as far beyond the end as can be"
    )]
    (index >= 0.0).then_some(index as usize)
}

/// What an index counted from 0 leads to.
fn item(array: Option<Array>, index: f64) -> Option<Value> {
    array?.get(place(index)?).cloned()
}

/// How many items there are.
#[expect(clippy::cast_precision_loss, reason = "memory ends long before")]
fn count(items: &[Value]) -> f64 {
    items.len() as f64
}

/// Sets an output to an array, or to nothing.
fn set(output: Out<Array>, array: Option<Array>, cx: &mut Cx<'_>) {
    match array {
        Some(array) => output.set(cx, array),
        None => output.clear(cx),
    }
}

/// A copy of an array with something else at an index; where there is no such place, the array.
fn replaced(array: Array, index: f64, item: Value) -> Array {
    let Some(place) = place(index).filter(|place| *place < array.len()) else {
        return array;
    };
    let mut items = array.to_vec();
    items[place] = item;
    items.into()
}

/// One array of several, with their items in turn. For an array that is not there, 0 stands each
/// time; of none at all, the result is empty.
fn pack(arrays: &[Option<Array>]) -> Result<Array, OpError> {
    let mut lengths = arrays.iter().flatten().map(|array| array.len());
    let length = lengths.next().unwrap_or(0);
    if lengths.any(|other| other != length) {
        return Err(OpError::new("The arrays must be of the same length."));
    }
    let item = |place: usize, array: &Option<Array>| match array {
        Some(array) => array[place].clone(),
        None => Value::Number(0.0),
    };
    let items = (0..length).flat_map(|place| arrays.iter().map(move |array| item(place, array)));
    Ok(items.collect())
}
