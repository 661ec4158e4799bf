import { z } from 'zod';

/**
 * The kinds of values that a key can have. The message of each says what was expected, as the end of the sentence
 * `broker.toml:5: limits.sessions must be ...`.
 */

/** What is said of a key wherever it is documented: the help of the command line, the table of `docs/broker.md`. */
export interface KeyNote {
  /** What it does, in one line. */
  readonly does: string;
  readonly unit?: 'bytes' | 'microseconds' | 'milliseconds' | 'seconds';
  /** What its absence means, for a key without a default. */
  readonly absent?: string;
  /** A second, shorter flag beside the one that is made of the key. */
  readonly shortFlag?: `--${string}`;
  /** The value is the name of a file or folder: in a file it is seen from the folder of that file. */
  readonly names?: 'file';
  /** The default as it is written in documents, where the number itself is hard to read. */
  readonly shownDefault?: string;
}

export const keyNotes = z.registry<KeyNote>();

/** The longest time that a timer of Node can wait. */
const longestTimerMillis = 0x7fffffff;

export const wholeNumber = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

export const wholeNumberFrom = (least: number) => {
  const error = `a whole number of at least ${least}`;
  return z.int({ error }).min(least, { error });
};

export const milliseconds = () => wholeNumber(1, longestTimerMillis);

export const yesOrNo = () => z.boolean({ error: 'true or false' });

export const text = (error = 'a text in quotes') => z.string({ error }).min(1, { error });

export const fileName = () => text('the name of a file, in quotes');

export const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) => {
  const quoted = values.map((value) => JSON.stringify(value));
  return z.enum(values, { error: `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` });
};
