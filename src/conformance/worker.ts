import { inject, test } from 'vitest';
import { dialOptionsOf } from '../target/index.ts';
import { dial } from '../transport/index.ts';
import { type BrokerCase, provenIn, type Suite } from './case.ts';
import { type Job, testName } from './job.ts';
import type { PlannedCase } from './plan.ts';
import type { CaseLine } from './result.ts';
import { runCase } from './run-case.ts';
import { honest, sabotaged } from './sabotage/proxy.ts';
import type { Saboteur } from './sabotage/saboteur.ts';

declare module 'vitest' {
  export interface TaskMeta {
    line?: CaseLine;
  }
}

/**
 * Registers the due cases as concurrent tests. Called by the one entry file of the suites, inside Vitest.
 * The verdict travels in the test's meta data; a test itself fails only by a fault of the harness.
 */
export function registerCases(suites: readonly Suite[], saboteurs: readonly Saboteur[]): void {
  const job = inject('job');
  const cases = new Map(suites.flatMap((suite) => suite.cases.map((one) => [one.id, one] as const)));
  const lies = new Map([honest, ...saboteurs].map((one) => [one.id, one] as const));

  job.due.forEach((due, index) => {
    const brokerCase = cases.get(due.case);
    if (brokerCase === undefined) throw new Error(`no case has the id ${due.case}`);
    const tags = [...provenIn(due.mqtt, brokerCase.proves)];
    test.concurrent(testName(due), { tags, timeout: 600_000 }, async ({ task }) => {
      task.meta.line = await runDue(job, brokerCase, due, index, lies);
    });
  });
}

async function runDue(
  job: Job,
  brokerCase: BrokerCase,
  due: PlannedCase,
  index: number,
  lies: ReadonlyMap<string, Saboteur>,
): Promise<CaseLine> {
  const tag = `${job.runTag}${index.toString(36)}`;
  const first = await runOnce(job, brokerCase, due, tag, lies);
  if (job.failures === 'report-at-once' || (first.verdict !== 'fail' && first.verdict !== 'warn'))
    return first;
  const second = await runOnce(job, brokerCase, due, `${tag}x`, lies);
  if (second.verdict === first.verdict) return first;
  // A second run that judged nothing, on a machine that was busy, neither confirms nor denies.
  const third = judged(second) ? second : await runOnce(job, brokerCase, due, `${tag}y`, lies);
  if (third.verdict === first.verdict) return first;
  // A verdict that does not come twice is no verdict: it would be a false accusation every other day.
  const { findings: _findings, ...line } = first;
  return {
    ...line,
    verdict: 'inconclusive',
    reason: `the first run said ${first.verdict} (${first.findings?.[0]?.actual ?? ''}), another said ${third.verdict}`,
  };
}

function judged({ verdict }: CaseLine): boolean {
  return verdict !== 'inconclusive' && verdict !== 'error';
}

async function runOnce(
  job: Job,
  brokerCase: BrokerCase,
  due: PlannedCase,
  tag: string,
  lies: ReadonlyMap<string, Saboteur>,
): Promise<CaseLine> {
  const { target, deadlineMs } = job;
  const dialTarget = async () =>
    dial(target.url, { timeoutMs: deadlineMs, ...(await dialOptionsOf(target)) });
  const lie = due.saboteur === undefined ? undefined : lies.get(due.saboteur);
  if (due.saboteur !== undefined && lie === undefined)
    throw new Error(`no saboteur has the id ${due.saboteur}`);
  const line = await runCase(brokerCase, {
    mqtt: due.mqtt,
    target,
    deadlineMs,
    tag,
    dial: lie === undefined ? dialTarget : sabotaged(lie, due.mqtt, dialTarget),
    rerun: `${job.rerunPrefix} --only ${brokerCase.id} --mqtt ${due.mqtt}`,
  });
  return lie === undefined ? line : { ...line, saboteur: lie.id };
}
