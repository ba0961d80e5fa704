import { expect, test } from 'vitest';

import type { Port } from '../lib/ports';
import { aPort } from '../testing/declarations';

import { colorAt, hexOf, partsOf } from './colors';

const slider = (name: string): Port => ({
  ...aPort(name, 'Number', { display: 'slider', min: 0, max: 1 }),
  handle: name,
});

test('three sliders in a row by their names are a colour', () => {
  const ports = ['Color R', 'Color G', 'Color B', 'Color A'].map(slider);
  const [red, green] = ports;
  expect(red && colorAt(ports, red)?.name).toBe('Color');
  expect(green && colorAt(ports, green)).toBeNull();
  const short = ['r', 'g', 'b'].map(slider);
  expect(short[0] && colorAt(short, short[0])?.name).toBe('Colour');
});

test('others are none', () => {
  for (const names of [
    ['r', 'g'],
    ['r', 'b', 'g'],
    ['Bar', 'Bag', 'Bab'],
    ['R', 'Color G', 'Color B'],
  ]) {
    const ports = names.map(slider);
    expect(ports[0] && colorAt(ports, ports[0])).toBeNull();
  }
});

test('a colour is written as three parts and read again', () => {
  expect(hexOf([1, 0.5, 0])).toBe('#ff8000');
  expect(hexOf([Number.NaN, 2, -1])).toBe('#00ff00');
  expect(hexOf(partsOf('#07f78c'))).toBe('#07f78c');
});
