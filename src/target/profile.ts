import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { capabilities } from './capability.ts';
import type { TargetFacts } from './facts.ts';
import { nearest } from './nearest.ts';
import type { ProfileFile } from './profile-schema.ts';
import { profileSchema } from './profile-schema.ts';
import { TargetError } from './target-error.ts';
import type { TargetUrl } from './target-url.ts';
import { parseTargetUrl } from './target-url.ts';
import type { KeyLines } from './toml-lines.ts';
import { keyLines, lineOf } from './toml-lines.ts';

/** How a profile starts its own server. */
export interface StartCommand {
  /** Program and arguments; `{port}` stands for a free port that is chosen at the start. */
  readonly argv: readonly string[];
  /** The folder of the profile, where the command runs. */
  readonly directory: string;
  readonly timeoutSeconds: number;
}

/** A profile file, understood: paths are absolute, the URL carries no credentials any more. */
export interface Profile {
  /** `url` holds `{port}` when the start command does. */
  readonly facts: TargetFacts;
  readonly start?: StartCommand;
}

const placeholder = '{port}';
const defaultStartSeconds = 15;

/**
 * Reads a profile file.
 *
 * @throws {TargetError} `bad-profile`: `broker.toml:7: concurrency must be a whole number of at least 1, not "many".`
 */
export const readProfile = async (file: string): Promise<Profile> => {
  let toml: string;
  try {
    toml = await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : String(error);
    throw new TargetError('bad-profile', `${file}: the profile cannot be read: ${reason}.`, { cause: error });
  }
  return parseProfile(toml, file);
};

/**
 * Understands the text of a profile file; `file` is its path, for messages and for the paths in it.
 *
 * @throws {TargetError} `bad-profile`
 */
export const parseProfile = (toml: string, file: string): Profile => {
  const data = parseToml(toml, file);
  const at = placer(file, keyLines(toml));
  const checked = profileSchema.safeParse(data);
  if (!checked.success) throw at.problem(checked.error.issues[0], data);
  return understand(checked.data, file, at.fault);
};

const parseToml = (toml: string, file: string): unknown => {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw new TargetError('bad-profile', `${file}:${error.line}: this is not TOML: ${reason}.`, {
      cause: error,
    });
  }
};

type Fault = (path: readonly PropertyKey[], what: string) => TargetError;

const placer = (file: string, lines: KeyLines) => {
  const fault: Fault = (path, what) => {
    const line = lineOf(lines, path);
    const place = line === undefined ? file : `${file}:${line}`;
    return new TargetError('bad-profile', `${place}: ${nameOf(path)} ${what}`);
  };
  const problem = (issue: z.core.$ZodIssue | undefined, data: unknown): TargetError => {
    if (issue === undefined) return new TargetError('bad-profile', `${file}: the profile is not valid.`);
    if (issue.code === 'unrecognized_keys') return unknownKey(issue, fault);
    const value = valueAt(data, issue.path);
    if (value === undefined) return fault(issue.path, `is missing: expected ${issue.message}.`);
    const hint = issue.path[0] === 'capabilities' ? suggestion(value, Object.keys(capabilities)) : '';
    return fault(issue.path, `must be ${issue.message}, not ${shown(value, issue.path)}${hint || '.'}`);
  };
  return { fault, problem };
};

const unknownKey = (issue: z.core.$ZodIssueUnrecognizedKeys, fault: Fault): TargetError => {
  const key = issue.keys[0] ?? '';
  const known = Object.keys(profileSchema.shape);
  const hint = issue.path.length === 0 ? suggestion(key, known) : '';
  return fault([...issue.path, key], `is no key of a profile${hint || '.'}`);
};

const suggestion = (value: unknown, candidates: readonly string[]): string => {
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

/** The value as it stands in the file; a password is never repeated. */
const shown = (value: unknown, path: readonly PropertyKey[]): string => {
  if (path.includes('password')) return `a ${typeof value}`;
  const json = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  return json.length > 60 ? `${json.slice(0, 60)}...` : json;
};

/** Checks what no single key can show, and resolves paths against the folder of the profile. */
const understand = (given: ProfileFile, file: string, fault: Fault): Profile => {
  const { start, startTimeoutSeconds, tls, ...rest } = given;
  const directory = dirname(resolve(file));
  checkCapabilities(given, fault);
  const facts: TargetFacts = {
    ...rest,
    ...urlOf(given, fault),
    name: given.name ?? basename(file).replace(/\.toml$/, ''),
    ...(tls && { tls: tls.caFile === undefined ? tls : { ...tls, caFile: resolve(directory, tls.caFile) } }),
  };
  if (start === undefined) return { facts };
  return {
    facts,
    start: { argv: start, directory, timeoutSeconds: startTimeoutSeconds ?? defaultStartSeconds },
  };
};

const urlOf = (given: ProfileFile, fault: Fault): TargetUrl => {
  const hasPort = given.url.includes(placeholder);
  const commandHasPort = given.start?.some((word) => word.includes(placeholder)) ?? false;
  if (hasPort && !commandHasPort) throw fault(['url'], 'holds {port}, but no word of start does.');
  if (commandHasPort && !hasPort) throw fault(['url'], 'must hold {port}, because start does.');
  if (given.startTimeoutSeconds !== undefined && given.start === undefined) {
    throw fault(['startTimeoutSeconds'], 'has no meaning without start.');
  }
  const parsed = readUrl(given.url.replace(placeholder, '1'), fault);
  if (parsed.credentials !== undefined && given.credentials !== undefined) {
    throw fault(['url'], 'carries a user name, and credentials gives another: remove one of them.');
  }
  return hasPort ? { ...parsed, url: parsed.url.replace(/:1(?=\/|$)/, `:${placeholder}`) } : parsed;
};

const readUrl = (url: string, fault: Fault): TargetUrl => {
  try {
    return parseTargetUrl(url);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    throw fault(['url'], error.message);
  }
};

const checkCapabilities = ({ capabilities: override }: ProfileFile, fault: Fault): void => {
  const both = override?.add.find((name) => override.remove.includes(name));
  if (both !== undefined)
    throw fault(['capabilities', 'remove'], `holds ${both}, and so does capabilities.add.`);
};
