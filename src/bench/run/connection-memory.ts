import type { Figure, IntervalLine } from '../result.ts';
import type { Workload } from '../workload/schema.ts';
import type { BenchTarget } from './bench-target.ts';
import type { Surroundings } from './collector.ts';

/** Finds out what the target's memory grows by with each connection that it holds. */
export interface ConnectionMemory {
  /** Of the load: the last one that shows the target with its connections counts. */
  onInterval(line: IntervalLine): void;
  /** Empty where the target's process is not known, or the workload does not hold connections. */
  figures(): readonly Figure[];
}

interface Known {
  /** Before its first connection. */
  readonly memoryBytes: number;
  readonly mostHeld: number;
}

/**
 * A process that has held connections before has memory left of them, which says nothing of those that come: only
 * when it holds more than ever does its growth tell something.
 */
const knownTargets = new WeakMap<BenchTarget, Known>();

/** @param look before the first connection */
export function watchConnectionMemory(
  target: BenchTarget,
  { scenario }: Workload,
  look: () => Surroundings,
): ConnectionMemory {
  let held: Pick<IntervalLine, 'usage' | 'connections'> | undefined;
  const memoryBytes = scenario === 'idle-connections' ? look().usage?.memoryBytes : undefined;
  const known =
    knownTargets.get(target) ?? (memoryBytes === undefined ? undefined : { memoryBytes, mostHeld: 0 });
  return {
    onInterval(line) {
      if (line.usage !== undefined && line.connections > 0) held = line;
    },
    figures() {
      if (known === undefined || held?.usage === undefined) return [];
      const { usage, connections } = held;
      if (connections <= known.mostHeld) return [];
      knownTargets.set(target, { memoryBytes: known.memoryBytes, mostHeld: connections });
      const value = Math.round((usage.memoryBytes - known.memoryBytes) / connections);
      return [{ name: 'target memory per connection', value, unit: 'bytes' }];
    },
  };
}
