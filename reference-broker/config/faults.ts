import type { z } from 'zod';
import type { ConfigDocument } from './config-document.ts';
import { ConfigError } from './config-error.ts';
import type { GivenFlag } from './flags.ts';
import { namesAt } from './keys.ts';
import { nearest } from './nearest.ts';
import { lineOf } from './toml-position.ts';

/** Says what is wrong with the key at a path, and where it was written. */
export type Fault = (path: readonly PropertyKey[], what: string) => ConfigError;

export function faultsOf({ source }: ConfigDocument, flags: readonly GivenFlag[]): Fault {
  return (path, what) => {
    const flag = flagAt(flags, path);
    if (flag !== undefined) return new ConfigError('bad-config', `${flag} ${what}`);
    const line = source === undefined ? undefined : lineOf(source.toml, path);
    const place = line === undefined ? source?.file : `${source?.file}:${line}`;
    return new ConfigError('bad-config', `${place === undefined ? '' : `${place}: `}${nameOf(path)} ${what}`);
  };
}

/** The flag that gave this value, when one did. */
const flagAt = (flags: readonly GivenFlag[], path: readonly PropertyKey[]): string | undefined => {
  const [table] = path;
  const name = path.at(-1);
  return flags.find(({ key }) => key.table === table && key.name === name)?.flag;
};

/** The first of what the schema found, as one sentence. */
export function faultOf({ issues }: z.ZodError, document: unknown, fault: Fault): ConfigError {
  const [issue] = issues;
  if (issue === undefined) return fault([], 'is not valid.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const path = [...issue.path, key];
    const meant = nearest(key, namesAt(path));
    return fault(path, `is no key of the broker${meant === undefined ? '.' : `: did you mean ${meant}?`}`);
  }
  const value = valueAt(document, issue.path);
  if (value === undefined) return fault(issue.path, `is missing: expected ${issue.message}.`);
  return fault(issue.path, `must be ${issue.message}, not ${shown(value)}.`);
}

/** `listeners[1].url` */
const nameOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document,
  );

const longestShown = 60;

/** The value as it stands in the file, or its beginning. */
const shown = (value: unknown): string => {
  const json = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  return json.length > longestShown ? `${json.slice(0, longestShown)}...` : json;
};
