import { readdirSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { type KernelUnits, parseKernelUnits } from './proc-texts.ts';

/** Codes of a file that is not there: no such system, or the process has just ended. */
const gone: readonly unknown[] = ['ENOENT', 'ESRCH', 'ENOTDIR', 'EACCES', 'EPERM'];

/** A file of the kernel, at once, without waiting for a disk; undefined when there is none that we may read. */
export function readKernelFile(path: string): string | undefined {
  return unlessGone(() => readFileSync(path, 'utf8'));
}

/** The processes that there are; none on a system without /proc. */
export function processIds(): readonly number[] {
  const names = unlessGone(() => readdirSync('/proc')) ?? [];
  return names.map(Number).filter((pid) => Number.isInteger(pid));
}

/** What this kernel counts in. */
export function kernelUnits(): KernelUnits {
  const isReadable = endianness() === 'LE' && ['x64', 'arm64', 'riscv64', 'loong64'].includes(process.arch);
  const bytes = isReadable ? unlessGone(() => readFileSync('/proc/self/auxv')) : undefined;
  return parseKernelUnits(bytes ?? new Uint8Array());
}

function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && gone.includes(error.code)) return undefined;
    throw error;
  }
}
