/**
 * A process that publishes as fast as the broker takes it, to a subscriber that reads and perhaps to one that does not.
 * It is told what to do by one message, says `flooding` once it does, and what it did when it is told to stop.
 */
import { once } from 'node:events';
import type { Connection } from '../../src/bench/generator/connection.ts';
import { createResponses } from '../../src/bench/generator/responses.ts';
import { encode } from '../../src/packet/encode.ts';
import { openClient } from './client.ts';

export interface FloodOptions {
  readonly url: string;
  readonly qos: 0 | 1;
  readonly subscribers: 'healthy' | 'healthy and stalled';
}

export interface FloodReport {
  readonly sent: number;
  readonly delivered: number;
}

const topicName = 'soak/flood';
const payload = new Uint8Array(64);
/** Of QoS 0: as one write; of QoS 1: unacknowledged at a time. */
const window = 500;

const frame = (qos: 0 | 1, packetIdentifier: number): Uint8Array =>
  encode(
    {
      type: 'publish',
      topicName,
      payload,
      qos,
      dup: false,
      retain: false,
      ...(qos === 0 ? {} : { packetIdentifier }),
    },
    '3.1.1',
  );

async function main(): Promise<void> {
  process.send?.('started');
  const [options] = (await once(process, 'message')) as [FloodOptions];
  const { url, qos, subscribers } = options;
  const report = { sent: 0, delivered: 0 };

  const healthy = await openClient(url, { clientIdentifier: 'flood-healthy' });
  read(healthy, report);
  await healthy.subscribe([topicName], qos);
  if (subscribers === 'healthy and stalled') {
    const stalled = await openClient(url, { clientIdentifier: 'flood-stalled' });
    await stalled.subscribe([topicName], qos);
    stalled.pipe.pause();
  }
  const publisher = await openClient(url, { clientIdentifier: 'flood-publisher' });
  if (qos === 0) floodQoS0(publisher, report);
  else floodQoS1(publisher, report);
  process.send?.('flooding');
  await once(process, 'message');
  process.send?.(report satisfies FloodReport, () => process.exit());
}

function read(connection: Connection, report: { delivered: number }): void {
  const responses = createResponses(connection);
  connection.play({
    onPublish(_view, _payload, _payloadBytes, flags, packetIdentifier) {
      report.delivered += 1;
      if (((flags >> 1) & 3) === 1) responses.puback(packetIdentifier);
    },
    onReadEnd: () => responses.flush(),
  });
}

function floodQoS0(publisher: Connection, report: { sent: number }): void {
  const frames = Buffer.concat(Array.from({ length: window }, () => frame(0, 0)));
  const write = (): void => {
    report.sent += window;
    // Whatever the system took at once: the others in this process get their turn.
    if (publisher.pipe.write(frames) === 'taken') setImmediate(write);
  };
  publisher.play({ onDrained: write });
  write();
}

function floodQoS1(publisher: Connection, report: { sent: number }): void {
  const again: number[] = [];
  const write = (packetIdentifiers: readonly number[]): void => {
    report.sent += packetIdentifiers.length;
    publisher.pipe.write(Buffer.concat(packetIdentifiers.map((one) => frame(1, one))));
  };
  publisher.play({
    onAcknowledgement: (_type, packetIdentifier) => void again.push(packetIdentifier),
    onReadEnd: () => write(again.splice(0)),
  });
  write(Array.from({ length: window }, (_, index) => index + 1));
}

await main();
