import 'uplot/dist/uPlot.min.css';

import uPlot from 'uplot';

import { COLORS } from './plots.svelte';

export type Chart = {
  /** Draws times in seconds up to now, and the numbers at each. */
  draw(data: [number[], ...(number | null)[][]], span: number): void;
  resize(width: number, height: number): void;
  destroy(): void;
};

/** Puts a chart into an element, with a line for each of these colours. */
export function createChart(host: HTMLElement, colors: readonly number[]): Chart {
  const style = getComputedStyle(host);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--text-2'),
    font: `11px ${color('--sans')}`,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { stroke: color('--line'), width: 1, size: 4 },
  };
  let span = 10;
  const chart = new uPlot(
    {
      width: host.clientWidth,
      height: host.clientHeight,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: false, range: () => [-span, 0] },
        y: { range: (_chart, min, max) => padded(min, max) },
      },
      axes: [
        { ...axis, size: 28, values: (_chart, ticks) => ticks.map((tick) => `${tick} s`) },
        { ...axis, size: 64 },
      ],
      series: [
        {},
        ...colors.map((place) => ({
          stroke: color(`--kind-${COLORS[place] ?? 'any'}`),
          width: 1.5,
          points: { show: false },
        })),
      ],
    },
    [[]],
    host,
  );
  return {
    draw: (data, seconds) => {
      span = seconds;
      chart.setData(data);
    },
    resize: (width, height) => chart.setSize({ width, height }),
    destroy: () => chart.destroy(),
  };
}

/** Room above and below, also where a number stands still. */
function padded(min: number | null, max: number | null): [number, number] {
  const [low, high] = [min ?? 0, max ?? 0];
  const room = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 1);
  return [low - room, high + room];
}
