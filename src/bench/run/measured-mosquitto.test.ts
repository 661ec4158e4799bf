/** The same with a real broker: the system stops it for a second. */
import { expect, onTestFinished, test } from 'vitest';
import { mosquitto, openTarget, TargetError } from '../../target/index.ts';
import { measureOn } from '../fixtures/measure-on.ts';
import { startWorkers } from '../worker/worker-pool.ts';
import { benchTargets } from './bench-target.ts';

const stopMillis = 1000;

test('a mosquitto that stands still for a second has a p99 of nearly that, and loses nothing at QoS 1', async (context) => {
  const opened = await openTarget(
    { kind: 'preset', name: 'mosquitto' },
    { presets: [mosquitto], purpose: 'measure' },
  ).catch((error: unknown) => {
    if (error instanceof TargetError && error.code === 'not-installed') return context.skip(error.message);
    throw error;
  });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const pid = opened.process?.pid;
  if (pid === undefined) throw new Error('the preset shows no process');
  const [target] = await benchTargets([opened]);
  if (target === undefined) throw new Error('no target');
  await using pool = await startWorkers(1);

  let isStopped = false;
  const { line } = await measureOn(pool, target, {
    flow: { publishers: 10, subscribers: 10, qos: 1, load: { kind: 'constant', ratePerSecond: 1000 } },
    phases: { warmupSeconds: 0.2, measureSeconds: 4, drainSeconds: 10, connectSeconds: 10 },
    onInterval({ phase }) {
      if (phase !== 'measure' || isStopped) return;
      isStopped = true;
      process.kill(pid, 'SIGSTOP');
      // The fault itself: nothing waits for this timer.
      setTimeout(() => process.kill(pid, 'SIGCONT'), stopMillis);
    },
  });
  expect(line.total).toMatchObject({ sent: 4200, acknowledged: 4200, delivered: 4200, lost: 0 });
  expect(line.latencies.e2e?.count).toBe(4000);
  expect(line.latencies.e2e?.p99).toBeGreaterThanOrEqual(800_000);
  expect(line.status).toMatch(/^(valid|generator-bound)$/);
});
