import { medianIn } from './judge.ts';
import type { Entry, JudgedBar, Outcome, RowOutcome } from './outcome.ts';
import { type Measure, units } from './row.ts';

/** The tables for people; everything in them also stands in the JSON file. */
export function markdownOf(outcome: Outcome): string {
  const { rows, startedAt, rounds, seconds, machine, toolVersion } = outcome;
  const about = Object.entries(machine).map(([key, value]) => `${key} ${value}`);
  return [
    '# The reference broker against Mosquitto and aedes',
    '',
    `One run, brokers in turns (A B C, C B A), medians of ${rounds} rounds of ${seconds} s. \`npm run bench:broker\`, mqtt-assay ${toolVersion}, ${startedAt}.`,
    `Machine: ${about.join(', ')}.`,
    `Brokers: ${productsOf(rows).join(', ')}.`,
    '',
    'A broker that has several settings counts with its best one. `>=` before a rate: the generator was the limit, the broker may be faster.',
    '',
    ...barsTable(rows),
    '',
    '## Numbers',
    '',
    ...rows.flatMap(numbersOf),
  ].join('\n');
}

function productsOf(rows: readonly RowOutcome[]): readonly string[] {
  const entries = rows.flatMap((row) => (row.kind === 'measured' ? row.entries : []));
  return [...new Set(entries.flatMap(({ product }) => (product === undefined ? [] : [product])))];
}

function barsTable(rows: readonly RowOutcome[]): readonly string[] {
  return [
    '| work | bar | measured | held |',
    '| --- | --- | --- | --- |',
    ...rows.flatMap((row) => {
      if (row.kind === 'not-available') return [`| ${row.work} | | not available: ${row.because} | |`];
      if (row.bars.length === 0)
        return [`| ${row.work} | none: information | ${againstBest(row.entries)} | |`];
      return row.bars.map(
        (bar) => `| ${row.work} | ${barText(bar)} | ${actualText(bar)} | ${verdictText(bar)} |`,
      );
    }),
  ];
}

/** For a row without a bar: how the reference broker stands against the best setting of Mosquitto. */
function againstBest(entries: readonly Entry[]): string {
  const rates = (side: Entry['side']) =>
    entries.filter((entry) => entry.side === side).map((entry) => medianIn(entry, 'rate') ?? Number.NaN);
  const ratio = Math.max(...rates('reference')) / Math.max(...rates('mosquitto'));
  return `${ratio.toFixed(2)}x mosquitto`;
}

const barWords: Readonly<Record<Measure, string>> = {
  rate: '',
  p50: 'p50 ',
  p99: 'p99 ',
  memory: '',
  time: '',
};

export function barText({ bar }: JudgedBar): string {
  const sign = bar.sense === 'least' ? '>=' : '<=';
  const limit = bar.kind === 'ratio' ? `${bar.limit}x ${bar.against}` : withUnit(bar.limit, bar.measure);
  return `${barWords[bar.measure]}${sign} ${limit}`;
}

export function actualText({ bar, actual }: JudgedBar): string {
  if (actual === undefined) return 'none';
  return bar.kind === 'ratio' ? `${actual.toFixed(2)}x` : withUnit(actual, bar.measure);
}

export function verdictText({ verdict, because }: JudgedBar): string {
  const word = { held: 'yes', missed: '**no**', unknown: 'unknown' }[verdict];
  return because === undefined ? word : `${word}; ${because}`;
}

function numbersOf(row: RowOutcome): readonly string[] {
  const head = [`### ${row.work}`, '', `${row.setting}.`, ''];
  if (row.kind === 'not-available') return [...head, `Not available: ${row.because}.`, ''];
  const remarks = row.entries.flatMap(({ name, remarks: own }) =>
    own.map((remark) => `- ${name}: ${remark}`),
  );
  return [
    ...head,
    "| broker | median (least to most) | of the generator's ceiling | generator at work | broker, cores |",
    '| --- | --- | --- | --- | --- |',
    ...row.entries.map(entryLine),
    '',
    ...(remarks.length === 0 ? [] : [...remarks, '']),
  ];
}

function entryLine(entry: Entry): string {
  const { name, ofCeiling, generatorBusy, cores } = entry;
  const values = (Object.keys(entry.values) as Measure[]).map((measure) => valueText(entry, measure));
  const cells = [name, values.join('; '), share(ofCeiling), share(generatorBusy), cores?.toFixed(2) ?? ''];
  return `| ${cells.join(' | ')} |`;
}

export function valueText(entry: Entry, measure: Measure): string {
  const median = medianIn(entry, measure);
  const rounds = entry.values[measure] ?? [];
  if (median === undefined) return 'nothing valid';
  const sign = measure === 'rate' && entry.worth === 'at-least' ? '>= ' : '';
  const note = entry.worth === 'unusable' ? ' (does not count)' : '';
  const spread = `${plain(Math.min(...rounds))} to ${plain(Math.max(...rounds))}`;
  return `${barWords[measure]}${sign}${withUnit(median, measure)} (${spread})${note}`;
}

function withUnit(value: number, measure: Measure): string {
  switch (units[measure]) {
    case 'per second':
      return `${plain(value)}/s`;
    case 'us':
      return `${plain(value)} us`;
    case 'bytes':
      return `${(value / 1000).toFixed(2)} kB`;
  }
}

function plain(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

function share(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : `${Math.round(value * 100)} %`;
}
