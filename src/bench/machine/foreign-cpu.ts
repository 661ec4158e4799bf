import { type CpuTimes, parseCpuTimes } from './proc-texts.ts';
import { readKernelFile } from './read-proc.ts';

/** Tells how much of the machine somebody else used: nobody must take that for the target's work. */
export interface ForeignCpuSampler {
  /**
   * Share of all cores, from 0 to 1, that others used since the previous sample (at first: since the start), or
   * that the host of a virtual machine kept from it. Undefined when the system is not Linux.
   *
   * @param ownCpuCores used meanwhile by ourselves and by the target, in cores
   */
  sample(ownCpuCores: number): number | undefined;
}

/**
 * Begins to watch the machine.
 *
 * @param read the text of `/proc/stat`, for tests
 */
export function startForeignCpuSampler(
  read: () => string | undefined = () => readKernelFile('/proc/stat'),
): ForeignCpuSampler {
  const look = (): CpuTimes | undefined => parseCpuTimes(read() ?? '');
  let previous = look();
  return {
    sample(ownCpuCores) {
      const before = previous;
      const after = look();
      previous = after;
      if (before === undefined || after === undefined) return undefined;
      return foreignShare(before, after, ownCpuCores);
    },
  };
}

/**
 * Share of all cores that neither we nor the target used, but somebody else.
 *
 * @returns from 0 to 1; 0 also when no time has passed
 */
export function foreignShare(before: CpuTimes, after: CpuTimes, ownCpuCores: number): number {
  const passed = after.totalTicks - before.totalTicks;
  if (passed <= 0) return 0;
  const used = after.busyTicks - before.busyTicks + after.stolenTicks - before.stolenTicks;
  const foreign = used / passed - ownCpuCores / Math.max(1, after.cores);
  return Math.min(1, Math.max(0, foreign));
}
