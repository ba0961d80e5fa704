import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { overlap } from '../../lib/place';
import { curve } from '../curves';

import { type Box, boxAt, cableAt, mayCross } from './hits';
import { inReach, Mounting, type Scene } from './mounting.svelte';

let frames: FrameRequestCallback[];

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => frames.push(run));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A box of 100 by 50 pixels. */
function boxOf(id: string, x: number, y: number): [string, Box] {
  const internals = { positionAbsolute: { x, y } };
  return [id, { id, type: 'op', internals, measured: { width: 100, height: 50 } } as Box];
}

/** Boxes beside each other, each 200 pixels on from the last, and a view of 1,000 pixels. */
function row(count: number): Scene {
  const boxes = Array.from({ length: count }, (_, index) => boxOf(`box-${index}`, index * 200, 0));
  return {
    boxes: new Map(boxes),
    curves: new Map([['cable', curve('cable', { x: 0, y: 50 }, { x: 0, y: 90 })]]),
    viewport: { x: 0, y: 0, zoom: 1 },
    width: 1000,
    height: 100,
    isMoving: false,
    isPictured: false,
  };
}

/** Lets frames pass, each of them late enough for a view to have come to rest. */
function pass(count: number): void {
  for (let frame = 0; frame < count; frame += 1) frames.shift()?.(performance.now() + 1000);
}

test('what is seen and a little more are elements from the start', () => {
  const mounting = new Mounting(() => row(100));
  expect([...mounting.boxes]).toEqual(['box-2', 'box-3', 'box-1', 'box-4', 'box-0', 'box-5']);
  expect(mounting.cables).toEqual(['cable']);
});

test('boxes become elements by and by, those in the middle first', () => {
  let scene = { ...row(100), isPictured: true };
  const mounting = new Mounting(() => scene);
  expect(mounting.boxes.size).toBe(0);
  scene = { ...scene, isPictured: false, width: 6000 };
  mounting.wake();
  pass(1);
  expect(mounting.boxes.size).toBe(12);
  expect(mounting.boxes.has('box-15') && !mounting.boxes.has('box-0')).toBe(true);
  pass(2);
  expect([mounting.boxes.size, frames.length]).toEqual([31, 0]);
});

test('none comes or goes while the view moves', () => {
  let scene: Scene = row(100);
  const mounting = new Mounting(() => scene);
  mounting.wake();
  pass(1);
  const before = mounting.boxes;
  scene = { ...scene, viewport: { x: -4000, y: 0, zoom: 1 }, isMoving: true };
  mounting.wake();
  frames.shift()?.(performance.now());
  expect(mounting.boxes).toBe(before);
  // It is held where it is.
  pass(1);
  expect([...mounting.boxes].sort()).toEqual([
    'box-20',
    'box-21',
    'box-22',
    'box-23',
    'box-24',
    'box-25',
  ]);
  expect([mounting.cables, frames.length]).toEqual([[], 0]);
});

test('the ends of what Tab goes through are in reach, and the neighbours of where it is', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect([...inReach(keys, null)]).toEqual(['a', 'f']);
  expect([...inReach(keys, 'd')]).toEqual(['a', 'c', 'd', 'e', 'f']);
  expect([...inReach(keys, 'elsewhere')]).toEqual(['a', 'f']);
  expect([...inReach([], null)]).toEqual([]);
});

test('the box and the cable at a place are the upper ones', () => {
  const boxes = [boxOf('low', 0, 0), boxOf('high', 50, 20)].map(([, box]) => box);
  expect(boxAt(boxes, { x: 60, y: 30 })).toBe('high');
  expect(boxAt(boxes, { x: 10, y: 10 })).toBe('low');
  expect(boxAt(boxes, { x: 200, y: 10 })).toBe(null);
  const straight = (key: string) => curve(key, { x: 0, y: 0 }, { x: 0, y: 100 });
  const curves = new Map(['first', 'second'].map((key) => [key, straight(key)]));
  expect(cableAt(curves, { x: 6, y: 50 }, 8)).toBe('second');
  expect(cableAt(curves, { x: 16, y: 50 }, 8)).toBe(null);
});

test('a part of the canvas has what reaches into it', () => {
  const part = { x: 0, y: 0, width: 100, height: 100 };
  expect(overlap(part, { x: -50, y: 90, width: 60, height: 60 })).toBe(true);
  expect(overlap(part, { x: -50, y: 90, width: 40, height: 60 })).toBe(false);
  expect(mayCross(part, curve('across', { x: -50, y: -50 }, { x: 150, y: 150 }))).toBe(true);
  expect(mayCross(part, curve('beside', { x: 110, y: -50 }, { x: 150, y: 150 }))).toBe(false);
});
