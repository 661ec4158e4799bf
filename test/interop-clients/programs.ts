import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { execa } from 'execa';
import type { Subscriber } from './client.ts';

/** A program that is not done by then never will be. */
const longestRunMs = 15_000;

/** Can the program be started at all? What it makes of the arguments does not matter. */
export const canStart = (program: string): boolean =>
  spawnSync(program, ['--help'], { timeout: longestRunMs }).error === undefined;

/** Runs a program that publishes; rejects with what it said when it fails. */
export const runToEnd = async (program: string, args: readonly string[]): Promise<void> => {
  await execa(program, args, { timeout: longestRunMs, stdin: 'ignore' });
};

/** The same for a program whose end says nothing of a failure, or that does not end then: it has a word for it. */
export const runUntilItSays = async (
  failure: string,
  program: string,
  args: readonly string[],
): Promise<void> => {
  const running = execa(program, args, { timeout: longestRunMs, stdin: 'ignore', all: true });
  running.all.on('data', (chunk: Buffer) => {
    if (chunk.includes(failure)) running.kill('SIGKILL');
  });
  const { all } = await running;
  if (all.includes(failure)) throw new Error(`${program}: ${all}`);
};

/** A program that prints a line for each message, and disconnects at SIGINT. */
export const startSubscriber = (program: string, args: readonly string[]): Subscriber => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: longestRunMs });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  let complaint = '';
  let ended = false;
  const wake = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    const pieces = (rest + chunk.toString('utf8')).split('\n');
    rest = pieces.pop() ?? '';
    lines.push(...pieces);
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8');
  });
  const closed = once(child, 'close').then(() => {
    ended = true;
    wake();
  });
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await closed;
  };
  return {
    heard: (count) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (lines.length < count && !ended) return;
          waiting.delete(look);
          if (lines.length >= count) return resolve([...lines]);
          reject(new Error(`${program} ended after ${JSON.stringify(lines)}: ${complaint}`));
        };
        waiting.add(look);
        look();
      }),
    leave: () => end('SIGINT'),
    crash: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };
};
