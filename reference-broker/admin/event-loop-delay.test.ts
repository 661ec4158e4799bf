import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFakeClock, systemClock } from '../../src/transport/clock.ts';
import { createLoopDelayMonitor } from './event-loop-delay.ts';

/** A histogram in which the test says what was seen, and which forgets what comes while it is disabled. */
function fakeHistogram() {
  let nanos: number[] = [];
  let isEnabled = false;
  return {
    seen(millis: number): void {
      if (isEnabled) nanos.push(millis * 1e6);
    },
    get count() {
      return nanos.length;
    },
    get max() {
      return Math.max(...nanos);
    },
    percentile: (percentile: number) =>
      [...nanos].sort((a, b) => a - b)[Math.ceil((percentile / 100) * nanos.length) - 1] ?? 0,
    reset() {
      nanos = [];
    },
    enable: () => (isEnabled = true),
    disable: () => !(isEnabled = false),
    get isEnabled() {
      return isEnabled;
    },
  };
}

function monitorOfFakes() {
  const clock = createFakeClock();
  const histogram = fakeHistogram();
  return { clock, histogram, monitor: createLoopDelayMonitor(clock, histogram) };
}

test('the resolution of the timer is no delay', () => {
  const { histogram, monitor } = monitorOfFakes();
  expect(monitor.read().maximumSeconds).toBe(0);
  for (const millis of [9, 10, 10, 110]) histogram.seen(millis);
  const { p50Seconds, p99Seconds, maximumSeconds } = monitor.read();
  expect(p50Seconds).toBe(0);
  expect(p99Seconds).toBeCloseTo(0.1);
  expect(maximumSeconds).toBeCloseTo(0.1);
});

test('a window that is over is told until the next one is', () => {
  const { clock, histogram, monitor } = monitorOfFakes();
  monitor.read();
  histogram.seen(110);
  clock.advance(15_000);
  expect(monitor.read().maximumSeconds).toBeCloseTo(0.1);
  histogram.seen(20);
  clock.advance(14_999);
  expect(monitor.read().maximumSeconds).toBeCloseTo(0.1);
  clock.advance(1);
  expect(monitor.read().maximumSeconds).toBeCloseTo(0.01);
});

test('it runs only while somebody reads', () => {
  const { clock, histogram, monitor } = monitorOfFakes();
  expect(histogram.isEnabled).toBe(false);
  monitor.read();
  expect(histogram.isEnabled).toBe(true);
  clock.advance(299_999);
  monitor.read();
  clock.advance(299_999);
  expect(histogram.isEnabled).toBe(true);
  clock.advance(1);
  expect(histogram.isEnabled).toBe(false);
  expect(clock.pendingTimers()).toBe(0);
});

test('disposal ends it', () => {
  const { clock, histogram, monitor } = monitorOfFakes();
  monitor.read();
  monitor[Symbol.dispose]();
  expect(histogram.isEnabled).toBe(false);
  expect(clock.pendingTimers()).toBe(0);
});

test('a thread that was busy is seen', async () => {
  using monitor = createLoopDelayMonitor(systemClock);
  monitor.read();
  // Until the timer that is measured has fired once.
  await delay(30);
  const until = performance.now() + 100;
  while (performance.now() < until);
  await delay(30);
  expect(monitor.read().maximumSeconds).toBeGreaterThan(0.07);
});
