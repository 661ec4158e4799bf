import { type Connection, openConnection } from '../generator/connection.ts';
import type { WorkerPlan } from '../worker/protocol.ts';
import { connectionOptions } from './connect.ts';
import { subscribe } from './open-flow.ts';

const filtersInOnePacket = 100;

/**
 * Subscriptions that a target must look through and that match no message: they begin as the topics of the
 * flows do, or with a wildcard, and differ further down.
 */
export async function holdBackgroundSubscriptions(
  plan: WorkerPlan,
  count: number,
): Promise<Connection | undefined> {
  if (count === 0) return undefined;
  const connection = await openConnection(
    connectionOptions(plan, { role: 'b', index: 0, keepAliveSeconds: 0 }),
  );
  for (let from = 0; from < count; from += filtersInOnePacket) {
    const length = Math.min(filtersInOnePacket, count - from);
    await subscribe(
      connection,
      Array.from({ length }, (_, index) => filterOf(plan.runTag, from + index)),
      0,
    );
  }
  return connection;
}

function filterOf(runTag: string, number: number): string {
  switch (number % 3) {
    case 0:
      return `assay-${runTag}/+/other-${number}/#`;
    case 1:
      return `+/+/+/other-${number}`;
    default:
      return `assay-${runTag}/other-${number}/+/state`;
  }
}
