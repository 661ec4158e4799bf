import * as Plot from '@observablehq/plot';
import { printable } from '../text.ts';
import { logAxis } from './axis.ts';
import { labelRoom } from './end-labels.ts';
import { drawChart } from './svg.ts';

/** How a number of one result relates to that of another. */
export interface Ratio {
  readonly label: string;
  /** Above 0; 1 is the same. */
  readonly ratio: number;
  /** The interval in which the true ratio lies. */
  readonly low: number;
  readonly high: number;
  readonly verdict: 'better' | 'worse' | 'same';
}

const rowHeight = 30;
const tones = { better: 'var(--good-fill)', worse: 'var(--bad-fill)', same: 'var(--absent-fill)' } as const;

/** Ratios with their intervals, on a logarithmic axis: twice as much and half as much are equally far from 1. */
export function ratioBars(title: string, ratios: readonly Ratio[]): string {
  const rows = ratios.map((ratio, row) => ({ ...ratio, row, label: printable(ratio.label) }));
  const { domain, ticks } = symmetricAxis(rows);
  const texts = rows.map(({ ratio, low, high }) => `${times(ratio)} (${bare(low)}–${bare(high)})`);
  const described = rows.map(({ label }, index) => `${label} ${texts[index] ?? ''}`).join('; ');
  const labels = rows.map(({ label }) => label);
  return drawChart(
    {
      description: `${title}: ${described}`,
      height: 56 + rows.length * rowHeight,
      margins: {
        top: 14,
        bottom: 30,
        left: Math.min(200, labelRoom(labels) + 6),
        right: labelRoom(texts) + 6,
      },
      x: { type: 'log', domain, label: null, axis: null },
      y: { type: 'band', domain: rows.map(({ row }) => row), label: null, axis: null, padding: 0.45 },
    },
    [
      Plot.gridX(ticks, { stroke: 'currentColor', strokeOpacity: 0.1 }),
      Plot.axisX(ticks, { text: times, tickSize: 0, label: null, fill: 'var(--soft)' }),
      ...rows.map(({ ratio, row, verdict }) =>
        Plot.barX([row], {
          x1: Math.min(1, ratio),
          x2: Math.max(1, ratio),
          y: row,
          fill: tones[verdict],
          rx: 2,
        }),
      ),
      Plot.ruleX([1], { stroke: 'currentColor', strokeOpacity: 0.6 }),
      ...rows.map(({ low, high, row }) =>
        Plot.ruleY([row], { x1: low, x2: high, y: row, stroke: 'currentColor', strokeWidth: 1.5 }),
      ),
      ...rows.flatMap(({ low, high, row }) =>
        [low, high].map((x) => Plot.tickX([row], { x, y: row, stroke: 'currentColor', strokeWidth: 1.5 })),
      ),
      ...rows.flatMap(({ label, row }, index) => [
        Plot.text([label], { y: row, frameAnchor: 'left', textAnchor: 'end', dx: -8, fontWeight: 600 }),
        Plot.text([texts[index] ?? ''], {
          y: row,
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
          fill: 'var(--soft)',
        }),
      ]),
    ],
  );
}

/** As far below 1 as above it. */
function symmetricAxis(rows: readonly Ratio[]): {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
} {
  const furthest = Math.max(
    1.25,
    ...rows.flatMap(({ ratio, low, high }) => [ratio, low, high].map((one) => Math.max(one, 1 / one))),
  );
  const reach = furthest * 1.05;
  if (reach < 2) {
    const ticks = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75];
    return { domain: [1 / reach, reach], ticks: ticks.filter((tick) => tick >= 1 / reach && tick <= reach) };
  }
  const { ticks: decades, minorTicks } = logAxis([1 / reach, reach]);
  const ticks = reach < 20 ? [...decades, ...minorTicks] : decades;
  return {
    domain: [1 / reach, reach],
    ticks: [...new Set([1, ...ticks])].filter((tick) => tick >= 1 / reach && tick <= reach),
  };
}

function times(ratio: number): string {
  return `${bare(ratio)}×`;
}

function bare(ratio: number): string {
  return ratio >= 99.95 ? String(Math.round(ratio)) : String(Number(ratio.toPrecision(3)));
}
