import type { Published } from '../generator/publish-all.ts';
import type { ReceivedTotals } from '../generator/receiver.ts';
import type { FlowReport } from '../worker/protocol.ts';

/** What became of messages that were in the target before the load. */
export function receivedReport({
  name,
  qos,
  published,
  totals,
  expected,
}: {
  readonly name: string;
  readonly qos: number;
  readonly published: Published;
  readonly totals: ReceivedTotals;
  /** Deliveries that are owed. */
  readonly expected: number;
}): FlowReport {
  const { delivered, duplicated, reordered } = totals;
  return {
    name,
    qos,
    ...published,
    expected,
    delivered,
    lost: Math.max(0, expected - delivered),
    duplicated,
    reordered,
  };
}
