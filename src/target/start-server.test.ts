import { describe, expect, test } from 'vitest';
import type { PreparedServer } from './start-server.ts';
import { startServer } from './start-server.ts';
import { isRunning } from './test-support/is-running.ts';
import { obedientBroker } from './test-support/stubborn-broker.ts';

/** A server that answers at once, and how often what it needs was removed. */
const planned = (
  given: Partial<PreparedServer> & Pick<PreparedServer, 'neededUntil'>,
  timeoutSeconds = 15,
) => {
  const removals: string[] = [];
  const plan = {
    timeoutSeconds,
    prepare: (port: number): Promise<PreparedServer> =>
      Promise.resolve({
        command: { name: 'ours', argv: [process.execPath, '--eval', obedientBroker, String(port)] },
        facts: { name: 'ours', url: `mqtt://127.0.0.1:${port}`, versions: ['3.1.1'] },
        [Symbol.asyncDispose]: () => Promise.resolve(void removals.push('removed')),
        ...given,
      }),
  };
  return { plan, removals };
};

describe('what a server needs around it', () => {
  test('is removed as soon as it answers, if it is for the start only', async () => {
    const { plan, removals } = planned({ neededUntil: 'ready' });
    await using started = await startServer(plan);
    expect(removals).toEqual(['removed']);
    expect(isRunning(started.process)).toBe(true);
    await started[Symbol.asyncDispose]();
    expect(removals).toEqual(['removed']);
  });

  test('is removed after its end, if it is for all its life', async () => {
    let pid = 0;
    const runningAtRemoval: boolean[] = [];
    const { plan } = planned({
      neededUntil: 'end',
      [Symbol.asyncDispose]: () => Promise.resolve(void runningAtRemoval.push(isRunning({ pid }))),
    });
    await using started = await startServer(plan);
    pid = started.process?.pid ?? 0;
    expect(runningAtRemoval).toEqual([]);
    await started[Symbol.asyncDispose]();
    expect(runningAtRemoval).toEqual([false]);
  });

  test.each(['ready', 'end'] as const)(
    'is removed when it does not start (until %s)',
    async (neededUntil) => {
      const command = { name: 'ours', argv: [process.execPath, '--eval', 'process.exit(3)'] };
      const { plan, removals } = planned({ neededUntil, command });
      await expect(startServer(plan)).rejects.toThrow(/^ours ended with code 3\.$/);
      expect(removals).toEqual(['removed']);
    },
  );
});

describe('a server that says itself when its start is complete', () => {
  test('is waited for, though it answers', async () => {
    let asked = 0;
    const { plan } = planned({
      neededUntil: 'ready',
      hasStarted: () => {
        asked += 1;
        return asked === 3;
      },
    });
    await using _started = await startServer(plan);
    expect(asked).toBe(3);
  });

  test('is refused when it never says so', async () => {
    const { plan, removals } = planned({ neededUntil: 'end', hasStarted: () => false }, 0.5);
    await expect(startServer(plan)).rejects.toThrow(
      / did not answer .* within 0\.5 s \(it answers before its start is complete\)/,
    );
    expect(removals).toEqual(['removed']);
  });
});

test('a program sees only the environment that it is given', async () => {
  const program = `if (Object.keys(process.env).filter((name) => name !== 'PATH').join() !== 'ONLY') process.exit(4); ${obedientBroker}`;
  const { plan } = planned({ neededUntil: 'ready' });
  const prepare = async (port: number): Promise<PreparedServer> => ({
    ...(await plan.prepare(port)),
    command: {
      name: 'ours',
      argv: [process.execPath, '--eval', program, String(port)],
      environment: { ONLY: 'this' },
    },
  });
  await using started = await startServer({ ...plan, prepare });
  expect(isRunning(started.process)).toBe(true);
});
