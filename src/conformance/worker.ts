import { inject, test } from 'vitest';
import { dialOptionsOf } from '../target/index.ts';
import { dial } from '../transport/index.ts';
import { type BrokerCase, provenIn, type Suite } from './case.ts';
import { confirmed } from './confirm.ts';
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
  let runs = 0;
  const run = () => {
    runs += 1;
    return runOnce(job, brokerCase, due, `${job.runTag}${index.toString(36)}x${runs}`, lies);
  };
  return job.failures === 'confirm' ? confirmed(run) : run();
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
