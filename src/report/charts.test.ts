import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { linearAxis, logAxis } from './charts/axis.ts';
import { spreadLabels } from './charts/end-labels.ts';
import {
  cpuOverTime,
  latencyOverTime,
  percentileSpectrum,
  type Ratio,
  ratioBars,
  throughputOverTime,
} from './charts.ts';

const spectrum = [
  {
    label: 'reference',
    colour: 0,
    points: [0, 50, 90, 99, 99.9].map((percentile, n) => ({ percentile, micros: 80 * 3 ** n })),
  },
  {
    label: 'tool itself',
    colour: 'tool',
    points: [0, 90, 99].map((percentile, n) => ({ percentile, micros: 40 * 2 ** n })),
  },
] as const;

const overTime = [
  {
    label: 'reference',
    colour: 0,
    weight: 'strong',
    points: [1, 2, 3, 4].map((atSeconds) => ({
      atSeconds,
      ratePerSecond: 100 * atSeconds,
      cpuCores: 0.1 * atSeconds,
      ...(atSeconds === 3 ? {} : { p50: 100, p99: 400 * atSeconds }),
    })),
  },
  {
    label: 'reference',
    colour: 0,
    weight: 'faint',
    points: [1, 2].map((atSeconds) => ({ atSeconds, ratePerSecond: 90, cpuCores: 0.1, p50: 90, p99: 300 })),
  },
] as const;

const ratios: readonly Ratio[] = [
  { label: 'delivered/s', ratio: 1.24, low: 1.18, high: 1.31, noiseFloor: 0.05, verdict: 'better' },
  { label: 'e2e p99', ratio: 4, low: 3, high: 6, noiseFloor: 0.2, verdict: 'worse' },
  { label: 'CPU per message', ratio: 1, low: 0.97, high: 1.03, noiseFloor: 0.01, verdict: 'same' },
];

const charts: readonly (readonly [string, () => string])[] = [
  ['percentile spectrum', () => percentileSpectrum(spectrum)],
  ['latency over time', () => latencyOverTime(overTime)],
  ['throughput over time', () => throughputOverTime(overTime, 'delivered', 250)],
  ['CPU over time', () => cpuOverTime(overTime)],
  ['ratio bars', () => ratioBars('B against A', ratios)],
];

function textsOf(svg: string): readonly string[] {
  const texts = parseHTML(`<body>${svg}</body>`).document.querySelectorAll('text');
  return [...texts].map(({ textContent }) => textContent ?? '');
}

describe.each(charts)('%s', (_, draw) => {
  const svg = draw();

  test('is one image with a description, without ids, styles or scripts', () => {
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg).toMatch(/^<svg [^>]*aria-label="[^"]{20,}"/);
    expect(svg).toMatch(/<title>[^<]{20,}<\/title>/);
    expect(svg).not.toMatch(/<style|<script| id=|clip-path|NaN|Infinity/);
  });

  test('is the same each time', () => {
    expect(draw()).toBe(svg);
  });

  test('leaves its colours to the page', () => {
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(colours.length).toBeGreaterThan(3);
    for (const colour of colours) expect(colour).toMatch(/^(currentColor|none|var\(--[\w-]+\))$/);
  });
});

describe('lines', () => {
  test('give each further nine the same room', () => {
    const texts = textsOf(percentileSpectrum(spectrum));
    expect(texts).toEqual(expect.arrayContaining(['50 %', '90 %', '99 %', '99.9 %', '1 ms', 'reference']));
    const places = [
      ...percentileSpectrum(spectrum).matchAll(/translate\(([\d.]+),[\d.]+\)"[^>]*>9[\d.]* %/g),
    ];
    const [first = 0, second = 0, third = 0] = places.map((match) => Number(match[1]));
    expect(second - first).toBeGreaterThan(50);
    expect(third - second).toBeCloseTo(second - first, 0);
  });

  test('break where nothing was measured', () => {
    const paths = [...latencyOverTime(overTime).matchAll(/<path d="(M[^"]*L[^"]*)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(paths.some((path) => path.lastIndexOf('M') > 0)).toBe(true);
  });

  test('are named once, at the end of the round that stands for the others', () => {
    expect(
      textsOf(throughputOverTime(overTime, 'delivered')).filter((text) => text === 'reference'),
    ).toHaveLength(1);
  });

  test('of nothing are an empty chart', () => {
    for (const svg of [percentileSpectrum([]), latencyOverTime([]), cpuOverTime([])])
      expect(svg).not.toMatch(/NaN|Infinity/);
  });

  test('of one second are a dot', () => {
    const [series] = overTime;
    const svg = cpuOverTime([{ ...series, points: series.points.slice(0, 1) }]);
    expect(svg).toMatch(/<circle /);
  });

  test('cannot be made to break out by a name', () => {
    const [first] = spectrum;
    const svg = percentileSpectrum([{ ...first, label: '"><script>alert(1)</script>\u001b' }]);
    expect(svg).not.toMatch(/<script|\p{Cc}/u);
  });
});

describe('ratios', () => {
  /** Where the axis has a label. */
  const placeOf = (svg: string, label: string): number =>
    Number(new RegExp(`translate\\(([\\d.]+),[\\d.]+\\)"[^>]*>${label}<`).exec(svg)?.[1]);

  test('have 1 in the middle, and twice as much as far from it as half as much', () => {
    const svg = ratioBars('B against A', ratios);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['e2e p99', 'CPU per message']));
    expect(placeOf(svg, '2×') - placeOf(svg, '1×')).toBeGreaterThan(20);
    expect(placeOf(svg, '1×') - placeOf(svg, '0.5×')).toBeCloseTo(placeOf(svg, '2×') - placeOf(svg, '1×'), 0);
  });

  test('are told in words with their intervals', () => {
    expect(ratioBars('B against A', ratios)).toContain(
      'aria-label="B against A: delivered/s 1.24× (1.18 – 1.31), better; e2e p99 4.00× (3.00 – 6.00), worse; CPU per message 1.00× (0.97 – 1.03)"',
    );
  });

  test('are seen beside an interval over many decades, which is cut off', () => {
    const wide: Ratio = { label: 'x', ratio: 1.5, low: 1e-6, high: 1e6, noiseFloor: 9, verdict: 'same' };
    const svg = ratioBars('B against A', [wide]);
    expect(textsOf(svg)).toContain('10×');
    expect(textsOf(svg)).not.toContain('100×');
    const places = [...svg.matchAll(/ x[12]?="(-?[\d.]+)"/g)].map((match) => Number(match[1]));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(Math.max(...places)).toBeLessThan(360);
  });

  test('cannot be made to break out by a name', () => {
    const name = '"><script>alert(1)</script>\u001b';
    const svg = ratioBars(name, [
      { label: name, ratio: 2, low: 1, high: 3, noiseFloor: 0.1, verdict: 'worse' },
    ]);
    expect(svg).not.toMatch(/<script|\p{Cc}/u);
  });
});

describe('axes', () => {
  test('on a logarithmic scale begin and end at round numbers', () => {
    expect(logAxis([84, 4770])).toMatchObject({
      domain: [50, 5000],
      ticks: [50, 100, 200, 500, 1000, 2000, 5000],
    });
    expect(logAxis([3, 80_000]).ticks).toEqual([10, 100, 1000, 10_000, 100_000]);
    expect(logAxis([100]).domain).toEqual([100, 200]);
    expect(logAxis([0, Number.NaN]).domain).toEqual([1, 10]);
  });

  test('on a linear scale begin at 0 and leave room above', () => {
    expect(linearAxis([20_006])).toEqual({ domain: [0, 30_000], ticks: [0, 10_000, 20_000, 30_000] });
    expect(linearAxis([])).toEqual({ domain: [0, 1], ticks: [0, 1] });
  });
});

describe('labels at the ends of lines', () => {
  const at = (...ys: readonly number[]) => ys.map((y, colour) => ({ text: String(y), colour, y }));

  test('are moved apart, in their order and within the chart', () => {
    const places = spreadLabels(at(100, 99, 250, 101), 20, 255);
    expect(places.map(({ text }) => text)).toEqual(['99', '100', '101', '250']);
    expect(places.map(({ y }) => y)).toEqual([99, 113, 127, 250]);
    expect(spreadLabels(at(250, 254, 255), 20, 255).map(({ y }) => y)).toEqual([227, 241, 255]);
  });

  test('stay where they are when there is room', () => {
    expect(spreadLabels(at(30, 60, 90), 20, 255).map(({ y }) => y)).toEqual([30, 60, 90]);
  });
});
