import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it. Node's own way to do it never ends where a parent exists and yet takes no entry
 * (`/proc/x`), so each level is tried twice at most.
 */
export async function makeDirectory(directory: string): Promise<void> {
  if (await tryToMake(directory)) return;
  const parent = dirname(directory);
  if (parent !== directory) await makeDirectory(parent);
  await mkdir(directory);
}

/** @returns false when the one above it is missing */
async function tryToMake(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return true;
    if (code === 'ENOENT') return false;
    throw error;
  }
}
