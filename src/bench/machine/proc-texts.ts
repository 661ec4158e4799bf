/*
 * What the files below /proc say. Times are in ticks of the kernel: see `kernelUnits` for their length. A text
 * of another form gives undefined, which is what a reader of somebody else's system must reckon with.
 */

/** Of `/proc/PID/stat`. */
export interface ProcessStat {
  readonly parentPid: number;
  /** It has ended, and its parent has not noticed yet. */
  readonly hasEnded: boolean;
  /** Used by itself, and by its children that ended. */
  readonly cpuTicks: number;
}

/** Positions behind the name, counted from 0 for the state. */
const statPosition = {
  state: 0,
  parentPid: 1,
  userTicks: 11,
  systemTicks: 12,
  childTicks: [13, 14],
} as const;

/** Understands `/proc/PID/stat`. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  // The name stands in parentheses, and may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const { state, parentPid, userTicks, systemTicks, childTicks } = statPosition;
  const ticks = [userTicks, systemTicks, ...childTicks].map((position) => Number(fields[position]));
  const stat = {
    parentPid: Number(fields[parentPid]),
    hasEnded: fields[state] === 'Z' || fields[state] === 'X',
    cpuTicks: ticks.reduce((sum, value) => sum + value, 0),
  };
  return Number.isFinite(stat.parentPid + stat.cpuTicks) ? stat : undefined;
}

/** Understands `/proc/PID/statm`: the pages in memory. */
export function parseResidentPages(text: string): number | undefined {
  const pages = Number(text.split(' ')[1]);
  return Number.isFinite(pages) ? pages : undefined;
}

/** Of `/proc/stat`: all cores together, since the system started. */
export interface CpuTimes {
  readonly cores: number;
  /** In programs. Interrupts are left out: kernels differ in whether the interrupted program is charged too. */
  readonly busyTicks: number;
  /** Wanted by this machine, and given to another one of its host. */
  readonly stolenTicks: number;
  readonly totalTicks: number;
}

/** Understands `/proc/stat`. */
export function parseCpuTimes(text: string): CpuTimes | undefined {
  const lines = text.split('\n');
  const sum = lines.find((line) => line.startsWith('cpu '));
  // What follows are guests, which are counted among user and nice already.
  const [user, nice, system, idle, waiting = 0, interrupts = 0, softInterrupts = 0, stolen = 0] = (sum ?? '')
    .trim()
    .split(/ +/)
    .slice(1)
    .map(Number);
  if (user === undefined || nice === undefined || system === undefined || idle === undefined)
    return undefined;
  const busyTicks = user + nice + system;
  return {
    cores: lines.filter((line) => /^cpu\d/.test(line)).length,
    busyTicks,
    stolenTicks: stolen,
    totalTicks: busyTicks + idle + waiting + interrupts + softInterrupts + stolen,
  };
}

/** What the kernel counts in. */
export interface KernelUnits {
  readonly pageBytes: number;
  readonly ticksPerSecond: number;
}

const auxiliaryKey = { pageBytes: 6n, ticksPerSecond: 17n } as const;
const usualUnits: KernelUnits = { pageBytes: 4096, ticksPerSecond: 100 };

/** Understands `/proc/self/auxv` of a 64-bit little-endian process; the usual units where it says nothing. */
export function parseKernelUnits(bytes: Uint8Array): KernelUnits {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Map<bigint, number>();
  for (let offset = 0; offset + 16 <= bytes.byteLength; offset += 16) {
    values.set(view.getBigUint64(offset, true), Number(view.getBigUint64(offset + 8, true)));
  }
  return {
    pageBytes: values.get(auxiliaryKey.pageBytes) ?? usualUnits.pageBytes,
    ticksPerSecond: values.get(auxiliaryKey.ticksPerSecond) ?? usualUnits.ticksPerSecond,
  };
}
