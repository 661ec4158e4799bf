import { type IntervalHistogram, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/** How the worker itself fared since the last look. */
export interface Health {
  readonly busy: number;
  readonly loopDelayP99Micros: number;
  readonly longestGcPauseMicros: number;
}

export interface HealthMonitor extends Disposable {
  /** @param spunMicros of the time since the last call that was spent waiting by spinning */
  take(spunMicros: number): Health;
}

const resolutionMillis = 5;

export function monitorHealth(): HealthMonitor {
  const loopDelay = monitorEventLoopDelay({ resolution: resolutionMillis });
  loopDelay.enable();
  let longestGcMillis = 0;
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestGcMillis = Math.max(longestGcMillis, duration);
  });
  collections.observe({ entryTypes: ['gc'] });
  let before = performance.eventLoopUtilization();
  let beforeMillis = performance.now();

  return {
    take(spunMicros) {
      const now = performance.eventLoopUtilization();
      const nowMillis = performance.now();
      const activeMillis = now.active - before.active - spunMicros / 1000;
      const busy = Math.min(1, Math.max(0, activeMillis / Math.max(1, nowMillis - beforeMillis)));
      before = now;
      beforeMillis = nowMillis;
      const longestGcPauseMicros = Math.round(longestGcMillis * 1000);
      longestGcMillis = 0;
      return { busy, loopDelayP99Micros: takeDelay(loopDelay), longestGcPauseMicros };
    },
    [Symbol.dispose]() {
      loopDelay.disable();
      collections.disconnect();
    },
  };
}

/** What is measured is the distance between two timers, of which the resolution is no delay. */
function takeDelay(loopDelay: IntervalHistogram): number {
  const delayMicros = loopDelay.count === 0 ? 0 : loopDelay.percentile(99) / 1000 - resolutionMillis * 1000;
  loopDelay.reset();
  return Math.max(0, Math.round(delayMicros));
}
