import type { Bar, Measure, Row, Side } from './row.ts';

/** What one contender came to in one row, over all rounds. */
export interface Entry {
  readonly side: Side;
  /** The broker with its settings: `mosquitto-tuned`. */
  readonly name: string;
  readonly product?: string;
  readonly values: Readonly<Partial<Record<Measure, readonly number[]>>>;
  /**
   * `as-shown`: the numbers are the broker's. `at-least`: the generator was the limit, the broker may be faster.
   * `unusable`: messages were lost that may not be, or nothing was measured; `remarks` say what.
   */
  readonly worth: 'as-shown' | 'at-least' | 'unusable';
  /** Median share of what the generator reaches without a broker. */
  readonly ofCeiling?: number;
  /** Median share of the time in which the generator was at work. */
  readonly generatorBusy?: number;
  /** Median of the cores that the broker used. */
  readonly cores?: number;
  readonly remarks: readonly string[];
}

export interface JudgedBar {
  readonly bar: Bar;
  /** The ratio, or the number itself. */
  readonly actual?: number;
  readonly verdict: 'held' | 'missed' | 'unknown';
  /** Of a verdict that needs a word. */
  readonly because?: string;
}

export type RowOutcome = {
  readonly name: string;
  readonly work: string;
  readonly setting: string;
} & (
  | { readonly kind: 'measured'; readonly entries: readonly Entry[]; readonly bars: readonly JudgedBar[] }
  | { readonly kind: 'not-available'; readonly because: string }
);

/** All of a run: what the JSON file holds. */
export interface Outcome {
  readonly startedAt: string;
  readonly seconds: number;
  readonly rounds: number;
  readonly machine: object;
  readonly toolVersion: string;
  readonly rows: readonly RowOutcome[];
}

export function headOf({ name, work, setting }: Row): Pick<RowOutcome, 'name' | 'work' | 'setting'> {
  return { name, work, setting };
}
