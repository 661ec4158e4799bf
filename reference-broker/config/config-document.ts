import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { ConfigError } from './config-error.ts';
import { configKeys } from './keys.ts';

export type Table = Record<string, unknown>;

/** What a file says, before anybody judged it. */
export interface ConfigDocument {
  readonly tables: Table;
  /** Absent when there is no file. */
  readonly source?: { readonly file: string; readonly toml: string };
}

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ConfigError when the file cannot be read, or is not TOML. */
export async function openDocument(file: string | undefined): Promise<ConfigDocument> {
  if (file === undefined) return { tables: {} };
  const toml = await readText(file);
  const tables = parseToml(toml, file);
  seeFrom(dirname(file), tables);
  return { tables, source: { file, toml } };
}

/** @throws ConfigError `unreadable-file`, which names the file and what it is for. */
export async function readText(file: string, purpose = 'the configuration'): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message = `${file} cannot be read for ${purpose} (${code}); check its name and who may read it.`;
    throw new ConfigError('unreadable-file', message, { cause: error });
  }
}

function parseToml(toml: string, file: string): Table {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw new ConfigError('bad-config', `${file}:${error.line}: this is not TOML: ${reason}.`, {
      cause: error,
    });
  }
}

/** Names of files in a file are seen from its folder, wherever the broker is started. */
function seeFrom(folder: string, document: Table): void {
  for (const { table, name, names } of configKeys) {
    if (names === undefined) continue;
    for (const keys of tablesOf(document[table])) {
      const value = keys[name];
      if (typeof value === 'string' && value !== '') keys[name] = resolve(folder, value);
    }
  }
}

const tablesOf = (value: unknown): readonly Table[] =>
  (Array.isArray(value) ? value : [value]).filter(isTable);
