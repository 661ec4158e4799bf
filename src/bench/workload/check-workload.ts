import { ThresholdError, thresholdOf } from '../run/thresholds.ts';
import type { Sweep, Workload } from './schema.ts';
import { stagesOf, varies } from './stages.ts';

type Fault = (path: readonly PropertyKey[], what: string) => Error;

/**
 * What the form of a workload cannot say: keys that contradict each other.
 *
 * @throws what `fault` makes
 */
export function checkWorkload(workload: Workload, fault: Fault): void {
  checkNames(workload, fault);
  checkSweep(workload, fault);
  checkStalled(workload, fault);
  for (const [name, limit] of Object.entries(workload.thresholds))
    checkLimit(['thresholds', name], typeof limit === 'string' ? limit : limit.limit, fault);
  if (workload.scenario !== 'throughput') return;
  for (const [name, limit] of Object.entries(workload.search.objective))
    checkLimit(['search', 'objective', name], limit, fault);
}

/** Results are added up by the names of flows. */
function checkNames(workload: Workload, fault: Fault): void {
  if (!('flows' in workload)) return;
  const names = new Set<string>();
  for (const [index, { name }] of workload.flows.entries()) {
    if (names.has(name)) throw fault(['flows', index, 'name'], `is "${name}", and so is another flow's.`);
    names.add(name);
  }
}

/** Stages that differ in nothing would look like measurements of something. */
function checkSweep(workload: Workload, fault: Fault): void {
  for (const key of Object.keys(workload.sweep) as (keyof Sweep)[])
    if (!varies(workload, key))
      throw fault(['sweep', key], `means nothing to the scenario "${workload.scenario}".`);
}

function checkStalled(workload: Workload, fault: Fault): void {
  for (const stage of stagesOf(workload, '')) {
    if (!('flows' in stage.workload)) return;
    for (const [index, { stalledSubscribers, subscribers, delivery }] of stage.workload.flows.entries()) {
      if (stalledSubscribers === 0) continue;
      const path =
        workload.sweep.stalledSubscribers === undefined
          ? ['flows', index, 'stalledSubscribers']
          : ['sweep', 'stalledSubscribers'];
      if (delivery !== 'everyone') throw fault(path, 'needs delivery = "everyone".');
      if (stalledSubscribers >= subscribers) throw fault(path, 'must leave a subscriber that reads.');
    }
  }
}

/** Now, and not when the run comes to it. */
function checkLimit(path: readonly string[], limit: string, fault: Fault): void {
  try {
    thresholdOf(path.at(-1) ?? '', limit, 'report');
  } catch (error) {
    if (!(error instanceof ThresholdError)) throw error;
    throw fault(path, `cannot be understood: ${error.message}`);
  }
}
