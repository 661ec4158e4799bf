import { isExpired } from '../message.ts';
import { neverExpires } from '../session.ts';
import type { DeliveryEntry } from './delivery-record.ts';
import type { DurableEntry } from './durable-entry.ts';
import type { ReadRecords, SessionParts } from './read-records.ts';
import type { RecoveredSession, RecoveredState } from './recovered-state.ts';

/** Makes sense of the records: what goes on, what has ended, and what is left over. Times are wall-clock. */
export function recover(records: ReadRecords, nowMillis: number): RecoveredState {
  const stale: DurableEntry[] = [];
  const sessions: RecoveredSession[] = [];
  const ended: RecoveredSession[] = [];
  for (const parts of records.parts.values()) {
    const recovered = sessionOf(parts, nowMillis, stale);
    if (recovered !== undefined) (hasEnded(recovered, nowMillis) ? ended : sessions).push(recovered);
  }
  const retained = records.retained.filter((entry) => {
    // [5.0/U-3.3.1.3-4]
    if (!isExpired(entry.message.message, nowMillis)) return true;
    entry.message.references -= 1;
    stale.push(entry);
    return false;
  });
  for (const message of records.messages.values()) {
    if (message.references === 0) stale.push(message);
  }
  return {
    sessions,
    ended,
    retained,
    stale,
    damaged: records.damaged,
    nextNumber: records.highestNumber + 1,
  };
}

function sessionOf(
  parts: SessionParts,
  nowMillis: number,
  stale: DurableEntry[],
): RecoveredSession | undefined {
  const { session, subscriptions, inboundQos2, will } = parts;
  if (session === undefined) {
    for (const entry of parts.deliveries) dropDelivery(entry, stale);
    stale.push(...subscriptions, ...inboundQos2, ...(will === undefined ? [] : [will]));
    return undefined;
  }
  const deliveries = parts.deliveries.filter((entry) => {
    if (!isOutlived(entry, nowMillis)) return true;
    dropDelivery(entry, stale);
    return false;
  });
  return { session, subscriptions, deliveries, inboundQos2, will };
}

/** Once sent, a message is finished even if its expiry passed. [5.0/MQTT-4.3.3-7] [5.0/MQTT-3.3.2-5] */
function isOutlived({ state, message }: DeliveryEntry, nowMillis: number): boolean {
  return state === 'queued' && message !== undefined && isExpired(message.message, nowMillis);
}

function dropDelivery(entry: DeliveryEntry, stale: DurableEntry[]): void {
  if (entry.message !== undefined) entry.message.references -= 1;
  stale.push(entry);
}

/** [5.0/U-3.1.2.11.2-2] [5.0/U-3.1.2.11.2-3] [3.1.1/MQTT-3.1.2-6] */
function hasEnded({ session }: RecoveredSession, nowMillis: number): boolean {
  if (session.expiryIntervalSeconds === neverExpires) return false;
  // Whoever was connected lost the connection at some time since: for their benefit, now.
  const disconnectedAtMillis = session.disconnectedAtMillis ?? nowMillis;
  return nowMillis >= disconnectedAtMillis + session.expiryIntervalSeconds * 1000;
}
