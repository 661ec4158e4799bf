import { nowMicros } from '../generator/clock.ts';
import type { Snapshot } from './flow-report.ts';
import { flowReports } from './flow-report.ts';
import type { FlowsState, OpenFlow } from './flow-state.ts';
import { waitFor } from './wait-until.ts';

/**
 * Waits for everything that is owed, and not a moment longer:
 *
 * 1. until the target took all that was due, and acknowledged it;
 * 2. until a PINGRESP on each publisher shows that it has processed what came before;
 * 3. until all deliveries are there; at QoS 0, where some may be lost for good, until a last message that went the
 *    same way has arrived behind them.
 *
 * Resolves with the number of messages that the target did not take within the deadline.
 */
export async function drain(state: FlowsState, before: Snapshot, withinSeconds: number): Promise<number> {
  const deadline = nowMicros() + withinSeconds * 1e6;
  const { flows, lost } = state;
  await waitFor(() => flows.every(isSent), deadline, lost.signal);
  const unsent = flows.reduce(
    (sum, { senders }) => sum + senders.reduce((ofFlow, sender) => ofFlow + sender.countUnsent(), 0),
    0,
  );
  let open = 0;
  for (const publisher of flows.flatMap(({ publishers }) => publishers)) {
    open += 1;
    publisher.onceProcessed(() => {
      open -= 1;
    });
  }
  await waitFor(() => open === 0, deadline, lost.signal);
  const endedBefore = flows.map(({ ordinary }) => ordinary.totals.ended);
  for (const flow of flows)
    if (endsWithSentinel(flow)) for (const sender of flow.senders) sender.sendSentinel(nowMicros());
  const isComplete = (flow: OpenFlow, at: number): boolean => {
    const report = flowReports([flow], [before[at] as Snapshot[number]])[0];
    if (report === undefined || report.delivered >= report.expected) return true;
    const owedEnds = flow.senders.length * flow.plan.receivers;
    return endsWithSentinel(flow) && flow.ordinary.totals.ended - (endedBefore[at] as number) >= owedEnds;
  };
  await waitFor(() => flows.every(isComplete), deadline, lost.signal);
  return unsent;
}

function isSent({ senders, publishers }: OpenFlow): boolean {
  return (
    senders.every(
      ({ isBlocked, nextDueMicros }) => !isBlocked && nextDueMicros === Number.POSITIVE_INFINITY,
    ) && publishers.every(({ inflight }) => inflight === 0)
  );
}

/** One message per receiver says that no more comes, where messages keep their order and may be lost. */
function endsWithSentinel({ plan: { flow, receivers } }: OpenFlow): boolean {
  return flow.qos === 0 && receivers > 0 && flow.delivery !== 'shared';
}
