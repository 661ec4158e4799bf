import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TemporaryDirectory } from './temporary-directory.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** All that decides how a server behaves once it runs. */
export interface Launch {
  /** Program and arguments. */
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The text of its configuration files, by their path in the server's directory. */
  readonly files: Readonly<Record<string, string>>;
}

/** What differs from start to start: ports, secrets, and the directory of the server. */
export type Places<Name extends string> = Readonly<Record<Name | 'directory', string>>;

/** A launch whose files lie in a directory of their own. Disposing removes it. */
export interface LaidOut extends AsyncDisposable {
  readonly launch: Launch;
  readonly directory: string;
  readonly configurationHash: string;
}

/**
 * SHA-256 in hex. What differs from start to start must stand in the launch as a placeholder (`{port}`), so
 * that one configuration has one hash.
 */
export const configurationHash = ({ argv, environment = {}, files }: Launch): string =>
  createHash('sha256')
    .update(JSON.stringify([argv, sorted(environment), sorted(files)]))
    .digest('hex');

const sorted = (record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));

/**
 * Writes the files of a launch into a new directory that only this user can read. The launch is built twice:
 * for this start, and with the names of the places in place of them, for the hash. (Replacing a port in a
 * finished text would also hit other numbers.)
 */
export const layOut = async <Name extends string>(
  launchOf: (places: Places<Name>) => Launch,
  places: Readonly<Record<Name, string>>,
): Promise<LaidOut> => {
  const directory = await temporaryDirectory();
  const here = { ...places, directory: directory.path };
  const launch = launchOf(here);
  await writeFiles(launch.files, directory);
  return {
    launch,
    directory: directory.path,
    configurationHash: configurationHash(launchOf(namesOf(here))),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
};

const writeFiles = async (files: Launch['files'], directory: TemporaryDirectory): Promise<void> => {
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(directory.path, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { mode: 0o600 });
    }
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
};

const namesOf = <Place extends string>(
  places: Readonly<Record<Place, string>>,
): Readonly<Record<Place, string>> => {
  const names = Object.keys(places) as Place[];
  return Object.fromEntries(names.map((name) => [name, `{${name}}`])) as Record<Place, string>;
};
