import { describe, expect, test } from 'vitest';
import { deferred } from '../../src/transport/fixtures/deferred.ts';
import { createWorkQueue } from './work-queue.ts';

describe('A work queue', () => {
  test('runs a few at a time, lets a few wait and turns the others away', async () => {
    await using queue = createWorkQueue({ running: 2, waiting: 2 });
    const jobs = Array.from({ length: 5 }, () => deferred<string>());
    const started: number[] = [];
    const results = jobs.map(({ promise }, at) =>
      queue.run(() => {
        started.push(at);
        return promise;
      }),
    );
    expect(results[4]).toBeUndefined();
    expect(started).toEqual([0, 1]);
    jobs[1]?.resolve('second');
    await expect(results[1]).resolves.toBe('second');
    expect(started).toEqual([0, 1, 2]);
    for (const [at, job] of jobs.entries()) job.resolve(`${at}`);
    await Promise.allSettled(results.map((result) => Promise.resolve(result)));
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('goes on after a failure, which its caller gets', async () => {
    await using queue = createWorkQueue({ running: 1, waiting: 1 });
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  test('gives up what waits when it is disposed, and waits for what runs', async () => {
    const job = deferred<string>();
    const queue = createWorkQueue({ running: 1, waiting: 1 });
    const running = queue.run(() => job.promise);
    const waiting = queue.run(() => Promise.resolve('never'));
    let disposed = false;
    const disposal = Promise.resolve(queue[Symbol.asyncDispose]()).then(() => {
      disposed = true;
    });
    await expect(waiting).resolves.toBe('given-up');
    expect(disposed).toBe(false);
    job.resolve('done');
    await disposal;
    await expect(running).resolves.toBe('done');
    await expect(queue.run(() => Promise.resolve('late'))).resolves.toBe('given-up');
  });
});
