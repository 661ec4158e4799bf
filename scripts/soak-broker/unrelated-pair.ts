import { setTimeout as wait } from 'node:timers/promises';
import { encode } from '../../src/packet/encode.ts';
import { openClient } from './client.ts';

const perSecond = 500;
const topicName = 'soak/pair';

/**
 * A publisher at 500 messages a second, QoS 0, and its subscriber.
 *
 * @returns the p99 of the time on the way, in microseconds
 */
export async function measureUnrelatedPair(url: string, seconds: number): Promise<number> {
  const micros: number[] = [];
  const subscriber = await openClient(url, { clientIdentifier: 'pair-subscriber' });
  subscriber.play({
    onPublish: (view, payload) => void micros.push((performance.now() - view.getFloat64(payload)) * 1000),
  });
  await subscriber.subscribe([topicName], 0);
  const publisher = await openClient(url, { clientIdentifier: 'pair-publisher' });
  const publish = (): void => {
    const payload = Buffer.alloc(64);
    payload.writeDoubleBE(performance.now());
    publisher.pipe.write(
      encode({ type: 'publish', topicName, payload, qos: 0, dup: false, retain: false }, '3.1.1'),
    );
  };

  const startedMs = performance.now();
  const total = seconds * perSecond;
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, ((performance.now() - startedMs) / 1000) * perSecond);
    for (; sent < due; sent += 1) publish();
    await wait(1);
  }
  await arrivals(micros, total);
  publisher.cut();
  subscriber.cut();
  // What never came was later than anything that did.
  const missing = Array.from({ length: total - micros.length }, () => Number.POSITIVE_INFINITY);
  return [...micros, ...missing].toSorted((a, b) => a - b)[Math.floor(total * 0.99)] ?? Number.NaN;
}

async function arrivals(micros: readonly number[], total: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (micros.length < total && performance.now() < deadline) await wait(10);
}
