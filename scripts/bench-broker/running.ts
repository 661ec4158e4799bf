import { type BenchTarget, benchTargets } from '../../src/bench/run/bench-target.ts';
import type { OpenTarget } from '../../src/target/index.ts';
import type { Contender } from './contender.ts';

export type Running = BenchTarget;

/** Brokers that run. Disposing ends them. */
export interface AllRunning extends AsyncDisposable {
  /** In the order of the contenders. */
  readonly targets: readonly Running[];
}

/** @throws TargetError when one of them cannot be started */
export async function startAll(contenders: readonly Contender[]): Promise<AllRunning> {
  const opened: OpenTarget[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(opened.map((target) => target[Symbol.asyncDispose]()));
  };
  try {
    for (const contender of contenders) opened.push(await contender.open());
    return { targets: await benchTargets(opened), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
