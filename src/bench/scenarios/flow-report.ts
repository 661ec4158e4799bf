import type { SenderTotals } from '../generator/sender.ts';
import type { DeliveryTotals } from '../generator/subscriber.ts';
import type { Figure } from '../result.ts';
import type { FlowReport } from '../worker/protocol.ts';
import type { OpenFlow } from './flow-state.ts';

/** What each flow had counted at one moment. */
export type Snapshot = readonly {
  readonly sent: SenderTotals;
  readonly ordinary: DeliveryTotals;
  readonly apart: DeliveryTotals;
}[];

export function snapshotOf(flows: readonly OpenFlow[]): Snapshot {
  return flows.map(({ senders, ordinary, apart }) => ({
    sent: sumOf(senders.map(({ totals }) => totals)),
    ordinary: { ...ordinary.totals },
    apart: { ...apart.totals },
  }));
}

/** What was counted since a snapshot, one report for each flow and one for its receivers that stand apart. */
export function flowReports(flows: readonly OpenFlow[], before: Snapshot): readonly FlowReport[] {
  const now = snapshotOf(flows);
  return flows.flatMap(({ plan, apart }, at) => {
    const from = before[at] as Snapshot[number];
    const to = now[at] as Snapshot[number];
    const counted = {
      qos: Math.min(plan.flow.qos, plan.flow.subscriptionQoS ?? plan.flow.qos),
      sent: to.sent.sent - from.sent.sent,
      acknowledged: to.sent.acknowledged - from.sent.acknowledged,
      refused: to.sent.refused - from.sent.refused,
    };
    const { name } = plan.flow;
    const report = reportOf(
      { ...counted, name },
      { receivers: plan.receivers, from: from.ordinary, to: to.ordinary },
    );
    if (apart.subscribers.length === 0) return [report];
    // What a receiver that does not read loses is no breach of the flow: nothing is guaranteed to it here but order.
    const slow = { receivers: apart.subscribers.length, from: from.apart, to: to.apart };
    const stalled = reportOf({ ...counted, qos: 0, name: `${name}, stalled` }, slow);
    return [report, { ...stalled, standing: 'apart' as const }];
  });
}

function reportOf(
  sent: Pick<FlowReport, 'name' | 'qos' | 'sent' | 'acknowledged' | 'refused'>,
  {
    receivers,
    from,
    to,
  }: { readonly receivers: number; readonly from: DeliveryTotals; readonly to: DeliveryTotals },
): FlowReport {
  // What the target refused it does not owe to anybody.
  const expected = (sent.sent - sent.refused) * receivers;
  const delivered = to.delivered - from.delivered;
  return {
    ...sent,
    expected,
    delivered,
    lost: Math.max(0, expected - delivered),
    duplicated: to.duplicated - from.duplicated,
    reordered: to.reordered - from.reordered,
  };
}

/** How evenly a Shared Subscription was served: the share of the busiest and of the idlest member, 1 being the mean. */
export function fairness(flows: readonly OpenFlow[]): readonly Figure[] {
  return flows.flatMap(({ plan, ordinary }) => {
    if (plan.flow.delivery !== 'shared' || ordinary.subscribers.length < 2) return [];
    const shares = ordinary.subscribers.map(({ delivered }) => delivered);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    if (mean === 0) return [];
    return [
      { name: `${plan.flow.name}: busiest member`, value: Math.max(...shares) / mean, unit: 'ratio' },
      { name: `${plan.flow.name}: idlest member`, value: Math.min(...shares) / mean, unit: 'ratio' },
    ];
  });
}

/** A message that reaches somebody who did not ask for it is not one that is delivered. */
export function foreignNotes(flows: readonly OpenFlow[], before: Snapshot): readonly string[] {
  return flows.flatMap(({ plan, ordinary, apart }, at) => {
    const from = before[at] as Snapshot[number];
    const count =
      ordinary.totals.foreign - from.ordinary.foreign + (apart.totals.foreign - from.apart.foreign);
    if (count === 0) return [];
    return [`${count} messages of "${plan.flow.name}" reached a receiver that had not asked for them.`];
  });
}

function sumOf(totals: readonly SenderTotals[]): SenderTotals {
  const sum = { sent: 0, acknowledged: 0, refused: 0, delivered: 0 };
  for (const one of totals) {
    sum.sent += one.sent;
    sum.acknowledged += one.acknowledged;
    sum.refused += one.refused;
    sum.delivered += one.delivered;
  }
  return sum;
}
