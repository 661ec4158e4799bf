/** A condition on one value, with the words for it. */
export interface Matcher<V> {
  readonly matches: (value: V) => boolean;
  readonly text: string;
}

/** Compared as a whole. Without this stop the compiler would match the methods of a Uint8Array for ever. */
type Whole = Uint8Array | readonly unknown[] | string | number | boolean | bigint;

/** A literal, a matcher, or the same for some keys of an object. */
export type Expected<V> = V | Matcher<V> | (NonNullable<V> extends Whole ? never : Match<NonNullable<V>>);

/** Conditions on some fields of a packet; fields that are not named may have any value. */
export type Match<T> = { readonly [K in keyof T]?: Expected<T[K]> };

/** One of the literals. */
export function oneOf<V>(...values: readonly V[]): Matcher<V> {
  return {
    matches: (value) => values.some((candidate) => equal(value, candidate)),
    text: values.map(show).join(' or '),
  };
}

/** The field must not be there. */
export const absent: Matcher<unknown> = { matches: (value) => value === undefined, text: 'absent' };

/** The field must be there, whatever its value. */
export const present: Matcher<unknown> = { matches: (value) => value !== undefined, text: 'present' };

/** A number within bounds, both included. */
export function between(low: number, high: number): Matcher<number | undefined> {
  return {
    matches: (value) => value !== undefined && value >= low && value <= high,
    text: `between ${low} and ${high}`,
  };
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** True when every condition holds. */
export function matches<T>(value: T, match: Match<T>): boolean {
  return mismatches(value, match).length === 0;
}

/** The names of the fields that break the match, with what was found: `qos is 1, not 2`. */
export function mismatches<T>(value: T, match: Match<T>): readonly string[] {
  const found: string[] = [];
  collect(value, match as Match<unknown>, '', found);
  return found;
}

/** The match in words: `qos 1, retain true`. */
export function showMatch<T>(match: Match<T>): string {
  return Object.entries(match)
    .map(([field, expected]) => `${field} ${showExpected(expected)}`)
    .join(', ');
}

function collect(value: unknown, match: Match<unknown>, path: string, found: string[]): void {
  for (const [field, expected] of Object.entries(match as Record<string, unknown>)) {
    const name = path === '' ? field : `${path}.${field}`;
    const actual =
      value === undefined || value === null ? undefined : (value as Record<string, unknown>)[field];
    if (isMatcher(expected)) {
      if (!expected.matches(actual)) found.push(`${name} is ${show(actual)}, not ${expected.text}`);
    } else if (isPlainObject(expected)) {
      collect(actual, expected as Match<unknown>, name, found);
    } else if (!equal(actual, expected)) {
      found.push(`${name} is ${show(actual)}, not ${show(expected)}`);
    }
  }
}

function isMatcher(value: unknown): value is Matcher<unknown> {
  return isPlainObject(value) && typeof value['matches'] === 'function' && typeof value['text'] === 'string';
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function equal(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  return Object.is(a, b);
}

function showExpected(expected: unknown): string {
  if (isMatcher(expected)) return expected.text;
  if (isPlainObject(expected)) return `{ ${showMatch(expected as Match<unknown>)} }`;
  return show(expected);
}

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value instanceof Uint8Array) return showBytes(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value) ?? typeof value;
}

function showBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (bytes.length <= 60 && /^[\x20-\x7e]*$/.test(text)) return JSON.stringify(text);
  return `${bytes.length} bytes ${Buffer.from(bytes.subarray(0, 16)).toString('hex')}${bytes.length > 16 ? '…' : ''}`;
}
