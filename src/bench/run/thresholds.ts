import type { Distribution, LatencyMetric, MeasurementLine, ThresholdOutcome } from '../result.ts';
import { latencyMetrics } from '../result.ts';

/** A limit for one number of a measurement. */
export interface Threshold {
  /** As it is shown: `e2e.p99 <25ms`. */
  readonly expression: string;
  readonly subject: Subject;
  readonly operator: Operator;
  /** In the subject's own unit: microseconds for latencies. */
  readonly limit: number;
  /** Ends the measurement as soon as it is broken. */
  readonly onBreach: 'report' | 'abort';
}

type Statistic = Exclude<keyof Distribution, 'count' | 'histogram'>;
type Subject =
  | { readonly kind: 'latency'; readonly metric: LatencyMetric; readonly statistic: Statistic }
  | { readonly kind: 'number'; readonly name: NumberName };
type Operator = (typeof operators)[number];
type NumberName = (typeof numberNames)[number];

/** A threshold that cannot be understood: the message says what was expected. */
export class ThresholdError extends Error {
  readonly code = 'bad-threshold';
  override readonly name = 'ThresholdError';
}

const operators = ['<=', '>=', '==', '<', '>'] as const;
const statistics: Readonly<Record<string, Statistic>> = {
  min: 'min',
  mean: 'mean',
  p50: 'p50',
  p90: 'p90',
  p99: 'p99',
  'p99.9': 'p999',
  'p99.99': 'p9999',
  max: 'max',
};
const numberNames = [
  'loss',
  'lossRatio',
  'duplicates',
  'reordered',
  'refused',
  'rate',
  'sentRate',
  'cpu',
  'memory',
] as const;
const microsIn: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1000, s: 1_000_000 };
const bytesIn: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 };

const expected = `expected for example "e2e.p99<25ms", "loss==0" or "rate>=50000"; metrics are ${latencyMetrics.join(', ')}, each with ${Object.keys(statistics).join(', ')}, and ${numberNames.join(', ')}`;

/**
 * Understands a threshold in one text, as the command line has it.
 *
 * @throws ThresholdError
 */
export function parseThreshold(text: string): Threshold {
  const at = text.search(/[<>=]/);
  if (at < 0) throw new ThresholdError(`"${text}" is no threshold: ${expected}.`);
  return thresholdOf(text.slice(0, at).trim(), text.slice(at).trim(), 'report');
}

/**
 * A threshold of a workload file: `"e2e.p99" = "<25ms"`.
 *
 * @throws ThresholdError
 */
export function thresholdOf(name: string, limit: string, onBreach: Threshold['onBreach']): Threshold {
  const operator = operators.find((one) => limit.startsWith(one));
  const subject = subjectOf(name);
  const value = operator === undefined ? undefined : limit.slice(operator.length).trim();
  const number = value === undefined || subject === undefined ? undefined : numberIn(subject, value);
  if (operator === undefined || subject === undefined || number === undefined) {
    throw new ThresholdError(`"${name} ${limit}" is no threshold: ${expected}.`);
  }
  return { expression: `${name} ${operator}${value}`, subject, operator, limit: number, onBreach };
}

/** Whether a measurement keeps a threshold. What was not measured keeps none. */
export function judgeThreshold(
  { expression, subject, operator, limit }: Threshold,
  measurement: Pick<MeasurementLine, 'latencies' | 'total' | 'ratePerSecond' | 'sentPerSecond' | 'usage'>,
): ThresholdOutcome {
  const actual = valueOf(subject, measurement);
  if (actual === undefined) return { expression, actual: 'none', ok: false };
  return { expression, actual: shown(subject, actual), ok: holds(operator, actual, limit) };
}

function subjectOf(name: string): Subject | undefined {
  const number = numberNames.find((one) => one === name);
  if (number !== undefined) return { kind: 'number', name: number };
  const dot = name.indexOf('.');
  const metric = latencyMetrics.find((one) => one === name.slice(0, dot));
  const statistic = entryOf(statistics, name.slice(dot + 1));
  if (metric === undefined || statistic === undefined) return undefined;
  return { kind: 'latency', metric, statistic };
}

function numberIn(subject: Subject, text: string): number | undefined {
  const parts = /^([0-9]+(?:\.[0-9]+)?)\s*([%a-zA-Zµ]*)$/.exec(text);
  if (parts === null) return undefined;
  const number = Number(parts[1]);
  const unit = parts[2] ?? '';
  if (subject.kind === 'latency') return times(number, entryOf(microsIn, unit));
  if (unit === '') return number;
  if (subject.name === 'lossRatio' && unit === '%') return number / 100;
  return subject.name === 'memory' ? times(number, entryOf(bytesIn, unit)) : undefined;
}

/** An own entry: every object also has a `constructor`, which is no unit. */
function entryOf<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function times(number: number, factor: number | undefined): number | undefined {
  return factor === undefined ? undefined : number * factor;
}

function valueOf(
  subject: Subject,
  { latencies, total, ratePerSecond, sentPerSecond, usage }: Parameters<typeof judgeThreshold>[1],
): number | undefined {
  if (subject.kind === 'latency') return latencies[subject.metric]?.[subject.statistic];
  switch (subject.name) {
    case 'loss':
      return total.lost;
    case 'lossRatio':
      return total.expected === 0 ? 0 : total.lost / total.expected;
    case 'duplicates':
      return total.duplicated;
    case 'reordered':
      return total.reordered;
    case 'refused':
      return total.refused;
    case 'rate':
      return ratePerSecond;
    case 'sentRate':
      return sentPerSecond;
    case 'cpu':
      return usage?.cpuCores;
    case 'memory':
      return usage?.memoryBytes;
  }
}

function holds(operator: Operator, actual: number, limit: number): boolean {
  switch (operator) {
    case '<':
      return actual < limit;
    case '<=':
      return actual <= limit;
    case '==':
      return actual === limit;
    case '>=':
      return actual >= limit;
    case '>':
      return actual > limit;
  }
}

function shown(subject: Subject, value: number): string {
  if (subject.kind === 'number') {
    if (subject.name === 'lossRatio') return `${(value * 100).toPrecision(3)}%`;
    return String(Math.round(value * 100) / 100);
  }
  if (value < 1000) return `${Math.round(value)}us`;
  if (value < 1_000_000) return `${(value / 1000).toPrecision(4)}ms`;
  return `${(value / 1_000_000).toPrecision(4)}s`;
}
