import type { RunContext } from '../../src/bench/run/run-context.ts';
import { TargetError } from '../../src/target/index.ts';
import { isDurableAvailable } from './contender.ts';
import { judge } from './judge.ts';
import { measureConnects } from './measure-connects.ts';
import { measureFlows } from './measure-flows.ts';
import { measureIdle } from './measure-idle.ts';
import { measureMatch } from './measure-match.ts';
import { type Entry, headOf, type RowOutcome } from './outcome.ts';
import type { Row } from './row.ts';

export interface Extent {
  readonly rounds: number;
  readonly seconds: number;
}

/** Measures a row and holds it against its bars. */
export async function runRow(context: RunContext, row: Row, extent: Extent): Promise<RowOutcome> {
  const head = headOf(row);
  if (needsDisk(row) && !(await isDurableAvailable()))
    return { ...head, kind: 'not-available', because: 'the broker has no --data-dir yet' };
  try {
    const entries = await measureRow(context, row, extent);
    return { ...head, kind: 'measured', entries, bars: row.bars.map((bar) => judge(bar, entries)) };
  } catch (error) {
    // A broker that is not installed, or cannot start: the other rows are worth having all the same.
    if (!(error instanceof TargetError)) throw error;
    return { ...head, kind: 'not-available', because: error.message.replace(/\.+$/, '') };
  }
}

function needsDisk({ task }: Row): boolean {
  return task.kind === 'flows' && task.runs.some(({ contender }) => contender.side === 'reference, durable');
}

function measureRow(context: RunContext, row: Row, { rounds, seconds }: Extent): Promise<readonly Entry[]> {
  const { task, name, bars } = row;
  switch (task.kind) {
    case 'flows': {
      const isLatency = bars.some(({ measure }) => measure === 'p50' || measure === 'p99');
      const plan = { name, runs: task.runs, rounds, seconds, isLatency };
      return measureFlows({ ...context, mqtt: task.mqtt }, plan);
    }
    case 'idle':
      return measureIdle(context, { ...task, rounds });
    case 'connects':
      return measureConnects({ ...task, rounds, seconds, signal: context.signal });
    case 'match':
      return measureMatch({ ...task, rounds });
  }
}
