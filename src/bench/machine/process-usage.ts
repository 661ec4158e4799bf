import type { Usage } from '../result.ts';
import { type ProcessStat, parseProcessStat, parseResidentPages } from './proc-texts.ts';
import { kernelUnits, processIds, readKernelFile } from './read-proc.ts';

/** Watches a process and its children. Reads a few small files at once, and starts nothing. */
export interface UsageSampler extends Disposable {
  /**
   * Mean CPU since the previous sample (at first: since the start), and memory now; undefined when the process
   * is gone or the system is not Linux. Memory that processes share counts once for each of them.
   */
  sample(): Usage | undefined;
  /** Whether a process is one of those that are watched. */
  includes(pid: number): boolean;
}

/** Looking through all processes is the dear part. */
const searchEveryMs = 1000;

/**
 * Begins to watch a process.
 *
 * CPU is what the living processes of its tree used and what those used that ended, as the kernel hands it to
 * their parents. So nothing is lost when a child ends between two samples.
 *
 * @param pid of the process
 * @param now in milliseconds, for tests
 */
export function startUsageSampler(pid: number, now: () => number = () => performance.now()): UsageSampler {
  const units = kernelUnits();
  let isWatching = true;
  let searchedAtMs = now();
  let pids = treeOf(pid);
  let previous = { atMs: searchedAtMs, cpuTicks: lookAt(pids)?.cpuTicks ?? 0 };

  function sample(): Usage | undefined {
    const atMs = now();
    if (!isWatching) return undefined;
    if (atMs - searchedAtMs >= searchEveryMs) {
      searchedAtMs = atMs;
      pids = treeOf(pid);
    }
    const seen = lookAt(pids);
    // A pid is given to somebody else one day: what was gone stays gone.
    isWatching = seen !== undefined;
    if (seen === undefined) return undefined;
    const seconds = (atMs - previous.atMs) / 1000;
    const usedTicks = Math.max(0, seen.cpuTicks - previous.cpuTicks);
    previous = { atMs, cpuTicks: seen.cpuTicks };
    return {
      cpuCores: seconds > 0 ? usedTicks / units.ticksPerSecond / seconds : 0,
      memoryBytes: seen.residentPages * units.pageBytes,
    };
  }

  return {
    sample,
    includes: (other) => pids.includes(other),
    [Symbol.dispose]: () => {
      isWatching = false;
    },
  };
}

interface Seen {
  readonly hasEnded: boolean;
  readonly cpuTicks: number;
  readonly residentPages: number;
}

/** The sum of the processes; undefined when the first, from which the others stem, has ended. */
function lookAt([root, ...children]: readonly number[]): Seen | undefined {
  const first = root === undefined ? undefined : seenOf(root);
  if (first === undefined || first.hasEnded) return undefined;
  return children.map(seenOf).reduce<Seen>(
    (sum, seen) => ({
      hasEnded: false,
      cpuTicks: sum.cpuTicks + (seen?.cpuTicks ?? 0),
      residentPages: sum.residentPages + (seen?.residentPages ?? 0),
    }),
    first,
  );
}

/** Also of a process that has ended: until its parent takes notice, its CPU time stands nowhere else. */
function seenOf(pid: number): Seen | undefined {
  const stat = statOf(pid);
  const residentPages = parseResidentPages(readKernelFile(`/proc/${pid}/statm`) ?? '');
  if (stat === undefined || residentPages === undefined) return undefined;
  return { hasEnded: stat.hasEnded, cpuTicks: stat.cpuTicks, residentPages };
}

function statOf(pid: number): ProcessStat | undefined {
  const text = readKernelFile(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** The process, its children, their children and so on. */
function treeOf(root: number): readonly number[] {
  const childrenOf = new Map<number, number[]>();
  for (const pid of processIds()) {
    const parentPid = statOf(pid)?.parentPid;
    if (parentPid === undefined) continue;
    const siblings = childrenOf.get(parentPid) ?? [];
    siblings.push(pid);
    childrenOf.set(parentPid, siblings);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(childrenOf.get(pid) ?? []));
  return tree;
}
