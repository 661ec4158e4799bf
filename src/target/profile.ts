import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { capabilities } from './capability.ts';
import type { TargetFacts } from './facts.ts';
import type { ProfileFile } from './profile-schema.ts';
import { profileSchema } from './profile-schema.ts';
import { TargetError } from './target-error.ts';
import type { TargetUrl } from './target-url.ts';
import { parseTargetUrl } from './target-url.ts';
import type { TomlFile, TomlFileKind } from './toml-file.ts';
import { parseTomlFile } from './toml-file.ts';

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
  const { data, fault } = parseTomlFile(toml, file, profileSchema, profileKind);
  return understand(data, file, fault);
};

const profileKind: TomlFileKind = {
  noun: 'profile',
  fail: (message, options) => new TargetError('bad-profile', message, options),
  candidates: (path) => {
    if (path[0] === 'capabilities' && path.length > 1) return Object.keys(capabilities);
    return path.length === 1 ? Object.keys(profileSchema.shape) : [];
  },
};

type Fault = TomlFile<ProfileFile>['fault'];

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
