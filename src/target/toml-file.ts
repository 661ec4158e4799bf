import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { keyLines, lineOf } from './toml-lines.ts';

/** How what is wrong with a file is reported. */
export interface TomlFileKind {
  /** For sentences: `profile`, `workload`. */
  readonly noun: string;
  fail(message: string, options?: ErrorOptions): Error;
  /** Values that a text could be meant as, to suggest the nearest. */
  candidates?(path: readonly PropertyKey[]): readonly string[];
}

/** A file that was read, and a way to say what is wrong with a key of it. */
export interface TomlFile<T> {
  readonly data: T;
  /** `broker.toml:7: concurrency holds ...`, as an error of this kind of file. */
  fault(path: readonly PropertyKey[], what: string): Error;
}

/**
 * Understands the text of a TOML file by a schema whose messages say what was expected, as the end of
 * `key must be ...`.
 *
 * @param file its path, for messages
 * @throws what `kind.fail` makes: `broker.toml:7: concurrency must be a whole number of at least 1, not "many".`
 */
export const parseTomlFile = <S extends z.ZodType>(
  toml: string,
  file: string,
  schema: S,
  kind: TomlFileKind,
): TomlFile<z.infer<S>> => {
  const data = parseToml(toml, file, kind);
  const lines = keyLines(toml);
  const fault = (path: readonly PropertyKey[], what: string): Error => {
    const line = lineOf(lines, path);
    return kind.fail(`${line === undefined ? file : `${file}:${line}`}: ${nameOf(path)} ${what}`);
  };
  const checked = schema.safeParse(data);
  if (checked.success) return { data: checked.data, fault };
  const issue = checked.error.issues[0];
  if (issue === undefined) throw kind.fail(`${file}: the ${kind.noun} is not valid.`);
  throw problemOf(issue, data, { kind, fault });
};

const parseToml = (toml: string, file: string, kind: TomlFileKind): unknown => {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw kind.fail(`${file}:${error.line}: this is not TOML: ${reason}.`, { cause: error });
  }
};

interface Reporting {
  readonly kind: TomlFileKind;
  readonly fault: TomlFile<unknown>['fault'];
}

const problemOf = (issue: z.core.$ZodIssue, data: unknown, { kind, fault }: Reporting): Error => {
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0] ?? ''];
    return fault(
      path,
      `is no key of a ${kind.noun}${suggestion(issue.keys[0], kind.candidates?.(path)) || '.'}`,
    );
  }
  const value = valueAt(data, issue.path);
  if (value === undefined) return fault(issue.path, `is missing: expected ${issue.message}.`);
  const hint = suggestion(value, kind.candidates?.(issue.path));
  return fault(issue.path, `must be ${issue.message}, not ${shown(value, issue.path)}${hint || '.'}`);
};

const suggestion = (value: unknown, candidates: readonly string[] = []): string => {
  const meant = typeof value === 'string' ? nearest(value, candidates) : undefined;
  return meant === undefined ? '' : `: did you mean ${meant}?`;
};

/** `capabilities.add[2]` */
const nameOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );

/** The value as it stands in the file; a secret is never repeated. */
const shown = (value: unknown, path: readonly PropertyKey[]): string => {
  if (path.includes('password') || path.includes('token')) return `a ${typeof value}`;
  const json = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  return json.length > 60 ? `${json.slice(0, 60)}...` : json;
};
