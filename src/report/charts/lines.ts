import * as Plot from '@observablehq/plot';
import { clip } from '../text.ts';
import { type EndLabel, labelRoom, spreadLabels } from './end-labels.ts';
import { type ChartFrame, chartHeight, drawChart } from './svg.ts';

/** Place in the palette, from 0; `tool` is no target. */
export type SeriesColour = number | 'tool';

/** A line of a chart; where a value is missing the line is broken. */
export interface Line {
  /** Stands at the end of the line; absent for lines that are explained by another. */
  readonly label?: string;
  readonly colour: SeriesColour;
  readonly stroke: 'strong' | 'dashed' | 'faint';
  readonly points: readonly { readonly x: number; readonly y: number | undefined }[];
}

export interface Axis {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly minorTicks?: readonly number[];
  readonly label: string;
  readonly text: (tick: number) => string;
}

const longestLabel = 20;
const margins = { top: 28, bottom: 38, left: 62 };

/** Lines over a grid, each named at its end. A reference line, where there is one, is dotted. */
export function lineChart(
  description: string,
  lines: readonly Line[],
  axes: { readonly x: Axis; readonly y: Axis },
  reference?: { readonly y: number; readonly label: string },
): string {
  const labels = endLabels(lines, axes);
  const frame: ChartFrame = {
    description,
    margins: { ...margins, right: Math.max(16, labelRoom(labels.map(({ text }) => text))) },
    x: { type: axes.x.type, domain: axes.x.domain, label: null, axis: null },
    y: { type: axes.y.type, domain: axes.y.domain, label: null, axis: null },
  };
  // What stands for the others is drawn last, above them.
  const order = { faint: 0, dashed: 1, strong: 2 } as const;
  const drawn = lines.toSorted((a, b) => order[a.stroke] - order[b.stroke]);
  return drawChart(frame, [
    ...gridMarks(axes),
    ...(reference === undefined ? [] : referenceMarks(reference, axes.x)),
    ...drawn.map(lineMark),
    ...drawn.filter(isAlone).map(dotMark),
    ...labels.map((label) => labelMark(label)),
  ]);
}

/** The colour of a place in the palette; the page's style sets it. */
function seriesColour(place: SeriesColour): string {
  return place === 'tool' ? 'var(--soft)' : `var(--series-${(place % 8) + 1})`;
}

function gridMarks({ x, y }: { readonly x: Axis; readonly y: Axis }): Plot.Markish[] {
  return [
    Plot.gridY(y.ticks, { stroke: 'currentColor', strokeOpacity: 0.16 }),
    Plot.gridY(y.minorTicks ?? [], { stroke: 'currentColor', strokeOpacity: 0.07 }),
    Plot.gridX(x.ticks, { stroke: 'currentColor', strokeOpacity: 0.07 }),
    Plot.axisY(y.ticks, { text: y.text, tickSize: 0, label: null, fill: 'var(--soft)' }),
    Plot.axisX(x.ticks, { text: x.text, tickSize: 0, label: null, fill: 'var(--soft)' }),
    Plot.text([y.label], {
      frameAnchor: 'top-left',
      dx: -margins.left + 2,
      dy: -20,
      textAnchor: 'start',
      fill: 'var(--soft)',
      fontWeight: 600,
    }),
    Plot.text([x.label], {
      frameAnchor: 'bottom-right',
      dy: 33,
      textAnchor: 'end',
      fill: 'var(--soft)',
      fontWeight: 600,
    }),
  ];
}

function referenceMarks(
  { y, label }: { readonly y: number; readonly label: string },
  x: Axis,
): Plot.Markish[] {
  return [
    Plot.ruleY([y], {
      stroke: 'var(--soft)',
      strokeDasharray: '1 4',
      strokeWidth: 1.5,
      strokeLinecap: 'round',
    }),
    Plot.text([label], {
      x: x.domain[0],
      y,
      dx: 4,
      dy: -8,
      textAnchor: 'start',
      fill: 'var(--soft)',
    }),
  ];
}

const strokes = {
  strong: { strokeWidth: 2.25 },
  dashed: { strokeWidth: 1.5, strokeDasharray: '5 4' },
  faint: { strokeWidth: 1, strokeOpacity: 0.35 },
} as const;

function lineMark({ points, colour, stroke }: Line): Plot.Markish {
  return Plot.line(points, {
    x: 'x',
    y: ({ y }: Line['points'][number]) => y ?? Number.NaN,
    stroke: seriesColour(colour),
    strokeLinejoin: 'round',
    ...strokes[stroke],
  });
}

/** One point makes no line. */
function isAlone({ points }: Line): boolean {
  return points.filter(({ y }) => y !== undefined).length === 1;
}

function dotMark({ points, colour }: Line): Plot.Markish {
  return Plot.dot(
    points.filter(({ y }) => y !== undefined),
    { x: 'x', y: 'y', r: 3, fill: seriesColour(colour) },
  );
}

function labelMark({ text, colour, y }: EndLabel): Plot.Markish {
  return Plot.text([text], {
    frameAnchor: 'top-right',
    dx: 8,
    dy: y - margins.top,
    textAnchor: 'start',
    lineAnchor: 'middle',
    fill: seriesColour(colour),
    fontWeight: 600,
  });
}

function endLabels(lines: readonly Line[], { y: axis }: { readonly y: Axis }): readonly EndLabel[] {
  const bottom = chartHeight - margins.bottom;
  const pixels = (value: number): number => bottom - share(value, axis) * (bottom - margins.top);
  const labels = lines.flatMap(({ label, colour, points }) => {
    const last = points.findLast(({ y }) => y !== undefined)?.y;
    if (label === undefined || last === undefined) return [];
    const text = label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
    return [{ text: clip(text, longestLabel), colour, y: pixels(last) }];
  });
  return spreadLabels(labels, margins.top, bottom);
}

/** How far up an axis a value lies, from 0 to 1. */
function share(value: number, { type, domain: [low, high] }: Axis): number {
  if (type === 'linear') return (value - low) / (high - low);
  return Math.log(Math.max(value, low) / low) / Math.log(high / low);
}
