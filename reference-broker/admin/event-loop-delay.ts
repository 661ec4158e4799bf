import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock, Timer } from '../../src/transport/clock.ts';

/** How late timers fire, in seconds: what every message waits when the thread is busy. */
export interface LoopDelay {
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly p99Seconds: number;
  readonly maximumSeconds: number;
}

/** Measures from the first read on, and until nobody has read for a while. */
export interface LoopDelayMonitor extends Disposable {
  /** Over the last window; over what there is of the first one before it is full; zeros when it only begins. */
  read(): LoopDelay;
}

const resolutionMillis = 10;

/** Several readers share a window: none of them takes what another has not seen. */
const windowMillis = 15_000;

/** The longest pause between two scrapes of somebody who still wants it. */
const watchMillis = 300_000;

export type DelayHistogram = Pick<
  IntervalHistogram,
  'count' | 'max' | 'percentile' | 'reset' | 'enable' | 'disable'
>;

const noDelay: LoopDelay = { p50Seconds: 0, p90Seconds: 0, p99Seconds: 0, maximumSeconds: 0 };

/** @param histogram of the distances between timers, not yet enabled; default: the one of Node */
export function createLoopDelayMonitor(
  clock: Clock,
  histogram: DelayHistogram = monitorEventLoopDelay({ resolution: resolutionMillis }),
): LoopDelayMonitor {
  let windowStartMillis = 0;
  let last: LoopDelay | undefined;
  let stopTimer: Timer | undefined;

  // What is measured is the distance between two timers, of which the resolution is no delay.
  const secondsOf = (nanos: number): number => Math.max(0, nanos / 1e9 - resolutionMillis / 1e3);

  function measured(): LoopDelay {
    if (histogram.count === 0) return noDelay;
    return {
      p50Seconds: secondsOf(histogram.percentile(50)),
      p90Seconds: secondsOf(histogram.percentile(90)),
      p99Seconds: secondsOf(histogram.percentile(99)),
      maximumSeconds: secondsOf(histogram.max),
    };
  }

  function openWindow(): void {
    histogram.reset();
    windowStartMillis = clock.nowMs();
  }

  function keepRunning(): void {
    if (stopTimer === undefined) {
      last = undefined;
      openWindow();
      histogram.enable();
    }
    stopTimer?.cancel();
    stopTimer = clock.setTimer(watchMillis, stop);
  }

  function stop(): void {
    stopTimer?.cancel();
    stopTimer = undefined;
    histogram.disable();
  }

  return {
    read() {
      keepRunning();
      if (clock.nowMs() - windowStartMillis < windowMillis) return last ?? measured();
      last = measured();
      openWindow();
      return last;
    },
    [Symbol.dispose]: stop,
  };
}
