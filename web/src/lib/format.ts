import type { JsonValue, PortInfo } from './protocol';

/** A number in at most eight characters, for where space is short. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    return value.toExponential(size >= 1e100 || size < 1e-99 ? 0 : 1).replace('e+', 'e');
  }
  if (Number.isInteger(value)) return String(value);
  const decimals = size >= 10_000 ? 0 : size >= 1000 ? 1 : size >= 100 ? 2 : 3;
  return value.toFixed(decimals);
}

/** A number as a person would type it: whole precision, nothing superfluous. */
export function formatExact(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

/** How many there are of something: “1 op”, “2,000 ops”. */
export function formatCount(number: number, one: string): string {
  return `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;
}

/** A value of a port as one line of text. */
export function formatValue(
  port: Pick<PortInfo, 'kind' | 'name'>,
  number: number,
  text: string,
): string {
  switch (port.kind) {
    case 'Number':
      return formatNumber(number);
    case 'Bool':
      // NaN is what the page has where there is nothing, and is not true for an op either.
      return number ? 'true' : 'false';
    case 'Trigger':
      return `${number}×`;
    default:
      return withoutMarks(port, text) || (Number.isNaN(number) ? '' : formatNumber(number));
  }
}

/** A text that a port holds: what an op says there of itself goes without the marks around names. */
export function withoutMarks({ name }: Pick<PortInfo, 'name'>, text: string): string {
  return name.startsWith('Error') ? text.replaceAll('`', '') : text;
}

/** A value of the document as text, for a field. */
export function valueText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
