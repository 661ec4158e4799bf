import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late timers fire, in seconds: what every message waits when the thread is busy. */
export interface LoopDelay {
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly p99Seconds: number;
  readonly maximumSeconds: number;
}

/** Measures until it is disposed. */
export interface LoopDelayMonitor extends Disposable {
  /** Over the last window; over what there is of the first one before it is full. */
  read(): LoopDelay;
}

const resolutionMillis = 10;

/** Several readers share a window: none of them takes what another has not seen. */
const windowMillis = 15_000;

export function monitorLoopDelay(nowMillis: () => number): LoopDelayMonitor {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMillis });
  histogram.enable();
  let startedAtMillis = nowMillis();
  let last: LoopDelay | undefined;

  // What is measured is the distance between two timers, of which the resolution is no delay.
  const secondsOf = (nanos: number): number => Math.max(0, nanos / 1e9 - resolutionMillis / 1e3);

  function measured(): LoopDelay {
    if (histogram.count === 0) return { p50Seconds: 0, p90Seconds: 0, p99Seconds: 0, maximumSeconds: 0 };
    return {
      p50Seconds: secondsOf(histogram.percentile(50)),
      p90Seconds: secondsOf(histogram.percentile(90)),
      p99Seconds: secondsOf(histogram.percentile(99)),
      maximumSeconds: secondsOf(histogram.max),
    };
  }

  return {
    read() {
      if (nowMillis() - startedAtMillis < windowMillis) return last ?? measured();
      last = measured();
      histogram.reset();
      startedAtMillis = nowMillis();
      return last;
    },
    [Symbol.dispose]: () => void histogram.disable(),
  };
}
