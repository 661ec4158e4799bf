import { startForeignCpuSampler } from '../machine/foreign-cpu.ts';
import { startUsageSampler } from '../machine/process-usage.ts';
import type { Surroundings } from './collector.ts';

/** Looks at the target's process and at the rest of the machine. */
export interface SurroundingsWatch extends Disposable {
  /** What happened since the last look. */
  look(): Surroundings;
}

/** @param pid of the target; without it nothing is known of its CPU and memory */
export function watchSurroundings({ pid }: { readonly pid?: number }): SurroundingsWatch {
  // The generator's processes are ours, and so are the targets that we started.
  const ours = startUsageSampler(process.pid);
  const target = pid === undefined ? undefined : startUsageSampler(pid);
  const machine = startForeignCpuSampler();
  let isOurChild: boolean | undefined;

  return {
    look() {
      const own = ours.sample();
      const usage = target?.sample();
      isOurChild ??= pid !== undefined && ours.includes(pid);
      const known = (own?.cpuCores ?? 0) + (isOurChild ? 0 : (usage?.cpuCores ?? 0));
      const foreignCpu = machine.sample(known);
      return {
        ...(usage === undefined ? {} : { usage }),
        ...(foreignCpu === undefined ? {} : { foreignCpu }),
      };
    },
    [Symbol.dispose]() {
      ours[Symbol.dispose]();
      target?.[Symbol.dispose]();
    },
  };
}
