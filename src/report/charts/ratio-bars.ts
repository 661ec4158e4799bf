import * as Plot from '@observablehq/plot';
import { bareIntervalText, timesText } from '../comparison-sentence.ts';
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
  /** What chance alone may show, as a share: 0.08 is 8 %. */
  readonly noiseFloor: number;
  readonly verdict: 'better' | 'worse' | 'same';
}

interface Row extends Ratio {
  readonly row: number;
}

/** It stands beside a table. */
const width = 360;
const rowHeight = 30;
const tones = { better: 'var(--good-fill)', worse: 'var(--bad-fill)', same: 'var(--absent-fill)' } as const;

/**
 * Ratios with their intervals and noise floors, on a logarithmic axis: twice as much and half as much are equally
 * far from 1. The numbers stand in the description; whoever sees the chart sees them in the table beside it.
 */
export function ratioBars(title: string, ratios: readonly Ratio[]): string {
  const rows = ratios.map((ratio, row): Row => ({ ...ratio, row, label: printable(ratio.label) }));
  const { domain, ticks } = symmetricAxis(rows);
  return drawChart(
    {
      description: `${printable(title)}: ${rows.map(describe).join('; ')}`,
      width,
      height: 40 + rows.length * rowHeight,
      margins: {
        top: 6,
        bottom: 30,
        left: Math.min(200, labelRoom(rows.map(({ label }) => label)) + 6),
        right: 12,
      },
      x: { type: 'log', domain, label: null, axis: null },
      y: { type: 'band', domain: rows.map(({ row }) => row), label: null, axis: null, padding: 0.45 },
    },
    [
      ...rows.map((row) => noiseBand(row, domain)),
      Plot.gridX(ticks, { stroke: 'currentColor', strokeOpacity: 0.1 }),
      Plot.axisX(ticks, {
        text: (tick: number) => `${Number(tick.toPrecision(3))}×`,
        tickSize: 0,
        label: null,
        fill: 'var(--soft)',
      }),
      ...rows.map(bar),
      Plot.ruleX([1], { stroke: 'currentColor', strokeOpacity: 0.6 }),
      ...rows.flatMap((row) => whiskers(row, domain)),
      ...rows.map(name),
    ],
  );
}

function describe(row: Row): string {
  const verdict = row.verdict === 'same' ? '' : `, ${row.verdict}`;
  return `${row.label} ${timesText(row.ratio)} (${bareIntervalText(row)})${verdict}`;
}

type Domain = readonly [number, number];

function noiseBand({ row, noiseFloor }: Row, domain: Domain): Plot.Markish {
  const reach = within(1 + noiseFloor, domain);
  return Plot.barX([row], {
    x1: 1 / reach,
    x2: reach,
    y: row,
    insetTop: -6,
    insetBottom: -6,
    fill: 'currentColor',
    fillOpacity: 0.09,
  });
}

function bar({ row, ratio, verdict }: Row): Plot.Markish {
  return Plot.barX([row], {
    x1: Math.min(1, ratio),
    x2: Math.max(1, ratio),
    y: row,
    fill: tones[verdict],
    rx: 2,
  });
}

/** The interval; an end beyond the axis has no tick. */
function whiskers({ row, low, high }: Row, domain: Domain): readonly Plot.Markish[] {
  const line = { y: row, stroke: 'currentColor', strokeWidth: 1.5 };
  const ends = [low, high].filter((end) => within(end, domain) === end);
  return [
    Plot.ruleY([row], { x1: within(low, domain), x2: within(high, domain), ...line }),
    ...ends.map((x) => Plot.tickX([row], { x, ...line })),
  ];
}

function name({ row, label }: Row): Plot.Markish {
  return Plot.text([label], { y: row, frameAnchor: 'left', textAnchor: 'end', dx: -8, fontWeight: 600 });
}

function within(ratio: number, [lowest, highest]: Domain): number {
  return Math.min(highest, Math.max(lowest, ratio));
}

/** Two rounds may have an interval over many decades: the ratios must be seen beside it. */
const mostReachBeyond = 10;

/** As far below 1 as above it. */
function symmetricAxis(rows: readonly Ratio[]): {
  readonly domain: Domain;
  readonly ticks: readonly number[];
} {
  const distance = (one: number): number => Math.max(one, 1 / one);
  const furthest = Math.max(1.25, ...rows.map(({ ratio }) => distance(ratio)));
  const ends = Math.max(...rows.flatMap(({ low, high }) => [distance(low), distance(high)]));
  const reach = 1.05 * Math.max(furthest, Math.min(ends, furthest * mostReachBeyond));
  const inside = (tick: number): boolean => tick >= 1 / reach && tick <= reach;
  if (reach < 2) {
    const ticks = reach < 1.4 ? [0.8, 0.9, 1, 1.1, 1.25] : [0.6, 0.8, 1, 1.25, 1.5];
    return { domain: [1 / reach, reach], ticks: ticks.filter(inside) };
  }
  const { ticks: decades, minorTicks } = logAxis([1 / reach, reach]);
  const ticks = reach < 10 ? [...decades, ...minorTicks] : decades;
  return { domain: [1 / reach, reach], ticks: [...new Set([1, ...ticks])].filter(inside) };
}
