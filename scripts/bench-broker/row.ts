import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';
import type { Contender } from './contender.ts';

/** One line of the table: some work, who does it, and what is asked of the reference broker. */
export interface Row {
  /** For `--only`. */
  readonly name: string;
  readonly work: string;
  /** What is the same for all contenders: the window, the payload. */
  readonly setting: string;
  readonly task: Task;
  readonly bars: readonly Bar[];
}

export type Task =
  | { readonly kind: 'flows'; readonly mqtt: ProtocolVersion; readonly runs: readonly FlowRun[] }
  | { readonly kind: 'idle'; readonly connections: number; readonly contenders: readonly Contender[] }
  | { readonly kind: 'connects'; readonly atOnce: number; readonly contenders: readonly Contender[] }
  | { readonly kind: 'match'; readonly sizes: readonly number[] };

/** A contender with its own window: what is best for one loses messages with another. */
export interface FlowRun {
  readonly contender: Contender;
  readonly flow: FlowForm;
}

/** The keys of `[[flows]]` in a workload file. */
export interface FlowForm {
  readonly publishers?: number;
  readonly subscribers?: number;
  readonly delivery?: 'pairs' | 'everyone';
  readonly qos: 0 | 1 | 2;
  readonly session?: 'kept';
  readonly load: { readonly kind: 'closed'; readonly inflight: number };
}

/** What is compared. More is better of `rate` alone. */
export type Measure = 'rate' | 'p50' | 'p99' | 'memory' | 'time';

export type Unit = 'per second' | 'us' | 'bytes';

export const units: Readonly<Record<Measure, Unit>> = {
  rate: 'per second',
  p50: 'us',
  p99: 'us',
  memory: 'bytes',
  time: 'us',
};

/** What is asked of the subject: a ratio to the best of another side, or a number of its own. */
export type Bar = {
  readonly measure: Measure;
  /** The side that is judged. */
  readonly subject: Side;
  readonly sense: 'least' | 'most';
} & (
  | { readonly kind: 'ratio'; readonly against: Side; readonly limit: number }
  | { readonly kind: 'absolute'; readonly limit: number }
);

/** Contenders of one side are settings of the same broker: the best of them stands for it. */
export type Side =
  | 'reference'
  | 'mosquitto'
  | 'aedes'
  | 'reference, durable'
  | '100 subscriptions'
  | '100,000 subscriptions';
