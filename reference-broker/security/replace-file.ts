import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { reasonOf, SecurityError } from './security-error.ts';
import { readBounded } from './text-lines.ts';

/** Only the owner: who reads the file can try passwords against it. */
const fileMode = 0o600;

/**
 * Writes a new file beside the old one and lets it take its place in one step, so that nobody ever reads half of one.
 * Since the new one can be made once only, it keeps a second command out as well.
 *
 * @param change gets what the file holds, nothing if there is none
 * @throws SecurityError, and what `change` throws; then the file is as it was.
 */
export async function replaceFile(file: string, change: (before: Buffer) => string): Promise<void> {
  const path = await pathBehindLinks(file);
  const besides = `${path}.new`;
  const handle = await claim(besides, file);
  try {
    await writeTo(handle, path, change);
    await rename(besides, path);
  } catch (error) {
    await rm(besides, { force: true });
    throw error instanceof SecurityError ? error : unwritable(file, error);
  }
}

async function writeTo(handle: FileHandle, path: string, change: (before: Buffer) => string): Promise<void> {
  await using owned = handle;
  const before = await statIfPresent(path);
  await owned.writeFile(change(before === undefined ? Buffer.alloc(0) : await readBounded(path)));
  // An administrator may write what another account reads.
  if (before !== undefined && before.uid !== process.getuid?.()) await owned.chown(before.uid, before.gid);
  await owned.sync();
}

async function claim(besides: string, file: string): Promise<FileHandle> {
  try {
    return await open(besides, 'wx', fileMode);
  } catch (error) {
    if (reasonOf(error) !== 'EEXIST') throw unwritable(file, error);
    throw new SecurityError(
      'file-locked',
      `${besides} exists, so another command writes ${file} or was cut short: remove it when none runs.`,
      { cause: error },
    );
  }
}

/** The place of a link's target is taken, not that of the link. */
async function pathBehindLinks(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return file;
    throw unwritable(file, error);
  }
}

async function statIfPresent(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function unwritable(file: string, error: unknown): SecurityError {
  const message = `${file} cannot be written (${reasonOf(error)}): give a path in a writable folder.`;
  return new SecurityError('file-unwritable', message, { cause: error });
}
