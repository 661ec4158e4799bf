import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/transport/clock.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import type { SyncMode } from './journal.ts';
import { openPersistence } from './open-persistence.ts';

const writer = fileURLToPath(new URL('./fixtures/endless-writer.ts', import.meta.url));

/** Lets it write until it has told of so many more messages, and kills it. Gives the last number that it told. */
async function writeAndKill(dataDirectory: string, sync: SyncMode, lines: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, dataDirectory, sync], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let last = 0;
  let told = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    told += 1;
    if (told === lines) child.kill('SIGKILL');
  }
  await exited;
  return last;
}

test.each<SyncMode>(['none', 'batch', 'always'])(
  'sync %s: after kill -9 everything that was told of is there, whole and in order',
  async (sync) => {
    await using folder = await temporaryFolder();
    for (const lines of [1, 2_000]) {
      const last = await writeAndKill(folder.path, sync, lines);
      await using persistence = await openPersistence({ dataDirectory: folder.path, clock: systemClock });
      const { retained, damaged, stale } = persistence.recovered;
      const numbers = retained.map(({ message }) => Number(Buffer.from(message.message.payload).toString()));
      expect(last).toBeGreaterThanOrEqual(lines);
      expect(numbers.length).toBeGreaterThanOrEqual(last);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
      expect(damaged).toEqual([]);
      expect(stale).toEqual([]);
    }
  },
);
