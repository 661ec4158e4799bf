import { dialOptionsOf, type OpenTarget } from '../../target/index.ts';
import type { DialOptions } from '../../transport/index.ts';
import type { WorkerPlan } from '../worker/protocol.ts';

/** A target that is ready to be measured. */
export interface BenchTarget {
  /** Unique within a run: a target that is named twice is `mosquitto` and `mosquitto#2`. */
  readonly name: string;
  readonly open: OpenTarget;
  readonly dial: DialOptions;
  /** Of its process, for CPU and memory: ours, or what the user named. */
  readonly pid?: number;
}

/** @throws TargetError when a CA file cannot be read */
export async function benchTargets(
  opened: readonly OpenTarget[],
  pid?: number,
): Promise<readonly BenchTarget[]> {
  const seen = new Map<string, number>();
  const targets: BenchTarget[] = [];
  for (const open of opened) {
    const { name } = open.target;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const ownPid = open.process?.pid ?? pid;
    targets.push({
      name: times === 1 ? name : `${name}#${times}`,
      open,
      dial: await dialOptionsOf(open.target),
      ...(ownPid === undefined ? {} : { pid: ownPid }),
    });
  }
  return targets;
}

/** How the generator reaches a target. */
export function accessOf({
  open: { target },
  dial,
}: BenchTarget): Pick<WorkerPlan, 'url' | 'dial' | 'credentials' | 'httpPublish'> {
  const { credentials, httpPublish } = target;
  return {
    url: target.url,
    dial,
    ...(credentials === undefined ? {} : { credentials }),
    ...(httpPublish === undefined ? {} : { httpPublish }),
  };
}
