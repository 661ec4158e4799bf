import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { BenchLine } from '../result.ts';
import { readKernelFile } from './read-proc.ts';

const governorFile = '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor';

/** What a reader must know of this machine before comparing numbers. */
export function machineOf(): BenchLine['machine'] {
  const governor = readKernelFile(governorFile)?.trim();
  return {
    // Some virtual machines do not tell their processor.
    cpu: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
    node: process.version,
    ...(governor === undefined || governor === '' ? {} : { governor }),
    loadAtStart: loadavg()[0] ?? 0,
  };
}
