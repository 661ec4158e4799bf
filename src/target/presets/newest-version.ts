import { readdir } from 'node:fs/promises';

/**
 * The newest of the folders whose name is the prefix and a version: of `server-3.9.1` and `server-3.10.8` it
 * is `3.10.8`. Undefined when there is none, or no such parent.
 */
export const newestVersion = async (parent: string, prefix: string): Promise<string | undefined> => {
  const names = await namesIn(parent);
  const versions = names
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((version) => /^\d+(\.\d+)*$/.test(version));
  return versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1);
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
