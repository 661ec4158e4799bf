import { expect, test } from 'vitest';
import { createFakeClock } from '../../src/transport/clock.ts';
import { createLoopDelayMonitor } from './event-loop-delay.ts';

/** Keeps the thread busy, then lets the timers that are due fire. */
async function block(millis: number): Promise<void> {
  const until = performance.now() + millis;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 25));
}

test('a thread that was busy is told for a window, the resolution of the timer left out', async () => {
  const clock = createFakeClock();
  using monitor = createLoopDelayMonitor(clock);
  expect(monitor.read().maximumSeconds).toBe(0);
  await block(0);
  await block(100);
  expect(monitor.read().maximumSeconds).toBeGreaterThan(0.07);
  clock.advance(15_000);
  const closed = monitor.read();
  expect(closed.maximumSeconds).toBeGreaterThan(0.07);
  await block(0);
  expect(monitor.read()).toBe(closed);
  clock.advance(15_000);
  expect(monitor.read().maximumSeconds).toBeLessThan(closed.maximumSeconds);
});

test('it runs only while somebody reads', async () => {
  const clock = createFakeClock();
  using monitor = createLoopDelayMonitor(clock);
  expect(clock.pendingTimers()).toBe(0);
  monitor.read();
  expect(clock.pendingTimers()).toBe(1);
  clock.advance(300_000);
  expect(clock.pendingTimers()).toBe(0);
  await block(100);
  expect(monitor.read().maximumSeconds).toBe(0);
});

test('disposal leaves no timer', () => {
  const clock = createFakeClock();
  const monitor = createLoopDelayMonitor(clock);
  monitor.read();
  monitor[Symbol.dispose]();
  expect(clock.pendingTimers()).toBe(0);
});
