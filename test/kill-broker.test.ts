import { expect, test } from 'vitest';
import { createBroker } from '../reference-broker/index.ts';
import { type KillReport, runKillLoop } from '../scripts/kill-broker/kill-loop.ts';
import type { KillableBroker } from '../scripts/kill-broker/killable-broker.ts';
import { createRandom } from '../scripts/kill-broker/random.ts';
import { createDecoder, encode, type Packet } from '../src/packet/index.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { type ByteStream, memoryPair } from '../src/transport/index.ts';

/** Stands between one client and the broker. Gives the packets that go on; may send to both sides. */
interface Meddler {
  toClient?(packet: Packet, line: MeddledLine): readonly Packet[];
  toBroker?(packet: Packet, line: MeddledLine): readonly Packet[];
}

interface MeddledLine {
  readonly clientIdentifier: string;
  sendToClient(packet: Packet): void;
  sendToBroker(packet: Packet): void;
}

/** A broker in memory. A kill is only the loss of all connections: what it holds stays. */
function memoryBroker(meddler: Meddler = {}): KillableBroker {
  const broker = createBroker();
  let streams: ByteStream[] = [];

  function dial(): ByteStream {
    const [client, proxyToClient] = memoryPair();
    const [proxyToBroker, accepted] = memoryPair();
    streams.push(proxyToClient, proxyToBroker);
    broker.accept(accepted);
    let version: ProtocolVersion = '5.0';
    let clientIdentifier = '';
    const line: MeddledLine = {
      get clientIdentifier() {
        return clientIdentifier;
      },
      sendToClient: (packet) => proxyToClient.write(encode(packet, version)),
      sendToBroker: (packet) => proxyToBroker.write(encode(packet, version)),
    };
    let fromBroker: ReturnType<typeof createDecoder> | undefined;
    const fromClient = createDecoder({ receiver: 'server' });
    proxyToClient.onData((chunk) => {
      fromClient.push(chunk);
      for (let decoded = fromClient.next(); decoded?.kind === 'packet'; decoded = fromClient.next()) {
        const { packet } = decoded;
        if (packet.type === 'connect') ({ protocolVersion: version, clientIdentifier } = packet);
        for (const passed of meddler.toBroker?.(packet, line) ?? [packet]) line.sendToBroker(passed);
      }
    });
    proxyToBroker.onData((chunk) => {
      fromBroker ??= createDecoder({ receiver: 'client', version });
      fromBroker.push(chunk);
      for (let decoded = fromBroker.next(); decoded?.kind === 'packet'; decoded = fromBroker.next()) {
        const { packet } = decoded;
        for (const passed of meddler.toClient?.(packet, line) ?? [packet]) line.sendToClient(passed);
      }
    });
    proxyToClient.onEnd(() => proxyToBroker.reset());
    proxyToBroker.onEnd(() => proxyToClient.close());
    return client;
  }

  return {
    start: async () => undefined,
    async kill() {
      for (const stream of streams) stream.reset();
      streams = [];
    },
    dial: async () => dial(),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

async function run(meddler?: Meddler): Promise<KillReport> {
  await using broker = memoryBroker(meddler);
  return await runKillLoop({
    broker,
    kills: 6,
    random: createRandom(7),
    longestRoundMillis: 150,
    drainPatienceMillis: 1_000,
  });
}

/** Does something once. */
function once(condition: () => boolean): () => boolean {
  let done = false;
  return () => {
    if (done || !condition()) return false;
    done = true;
    return true;
  };
}

test('a broker that keeps everything is without fault', async () => {
  const report = await run();
  expect(report.faults).toEqual([]);
  expect(report.kills).toBe(6);
  expect(report.acknowledged).toBeGreaterThan(200);
  expect(report.acknowledged).toBe(report.sent);
});

test.each([1, 2] as const)('one lost message of QoS %i is seen', async (qos) => {
  const isTime = once(() => true);
  const swallowed = new Set<number>();
  const { faults } = await run({
    toClient(packet, line) {
      if (line.clientIdentifier !== 'steady-5.0') return [packet];
      if (packet.type === 'pubrel' && swallowed.delete(packet.packetIdentifier)) {
        line.sendToBroker({ ...packet, type: 'pubcomp' });
        return [];
      }
      if (packet.type !== 'publish' || packet.qos !== qos || packet.packetIdentifier === undefined)
        return [packet];
      if (!isTime()) return [packet];
      const { packetIdentifier } = packet;
      if (qos === 2) swallowed.add(packetIdentifier);
      line.sendToBroker({ type: qos === 1 ? 'puback' : 'pubrec', packetIdentifier, reasonCode: 0 });
      return [];
    },
  });
  expect(faults).toEqual([
    expect.stringMatching(
      new RegExp(
        `^Lost: message \\d+ of publisher \\d \\(QoS ${qos}\\) was acknowledged and never reached steady-5.0\\.$`,
      ),
    ),
  ]);
});

test('one QoS 2 message that comes twice is seen', async () => {
  const isTime = once(() => true);
  let seen: Packet | undefined;
  let again: number | undefined;
  const { faults } = await run({
    toClient(packet, { clientIdentifier }) {
      if (clientIdentifier === 'steady-3.1.1' && packet.type === 'publish' && packet.qos === 2)
        seen ??= packet;
      return [packet];
    },
    toBroker(packet, line) {
      if (line.clientIdentifier !== 'steady-3.1.1' || seen?.type !== 'publish') return [packet];
      const { packetIdentifier } = seen;
      if (packetIdentifier === undefined) return [packet];
      if (packet.type === 'pubrec' && packet.packetIdentifier === again) {
        line.sendToClient({ type: 'pubrel', packetIdentifier: again, reasonCode: 0 });
        return [];
      }
      if (packet.type !== 'pubcomp') return [packet];
      if (packet.packetIdentifier === again) {
        again = undefined;
        return [];
      }
      if (packet.packetIdentifier !== packetIdentifier || !isTime()) return [packet];
      // The exchange is over for the client, so the same packet is a new message.
      again = packetIdentifier;
      line.sendToClient(seen);
      return [packet];
    },
  });
  expect(faults).toContainEqual(
    expect.stringMatching(
      /^Duplicated: message \d+ of publisher \d \(QoS 2\) reached steady-3\.1\.1 2 times\.$/,
    ),
  );
});

test('a forgotten Session is seen', async () => {
  const isTime = once(() => true);
  const { faults } = await run({
    toClient(packet, { clientIdentifier }) {
      if (clientIdentifier !== 'qos-1-5.0' || packet.type !== 'connack' || !packet.sessionPresent)
        return [packet];
      return isTime() ? [{ ...packet, sessionPresent: false }] : [packet];
    },
  });
  expect(faults).toContain('qos-1-5.0: the broker forgot its Session.');
});

test.each([
  [
    'an older one',
    (payload: Uint8Array) => Buffer.from(String(Math.max(0, Number(Buffer.from(payload)) - 1))),
  ],
  ['one that was never sent', () => Buffer.from('1000000')],
])('a retained message that is %s is seen', async (_, change) => {
  const { faults } = await run({
    toClient(packet, { clientIdentifier }) {
      if (clientIdentifier !== 'reader' || packet.type !== 'publish') return [packet];
      return [{ ...packet, payload: change(packet.payload) }];
    },
  });
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults)
    expect(fault).toMatch(/^Retained: kept\/\d holds message \d+, though message \d+ was acknowledged\.$/);
});

test('retained messages that are gone are seen', async () => {
  const { faults } = await run({
    toClient: (packet, { clientIdentifier }) =>
      clientIdentifier === 'reader' && packet.type === 'publish' ? [] : [packet],
  });
  for (const fault of faults)
    expect(fault).toMatch(/^Retained: kept\/\d holds nothing, though message \d+ was/);
  expect(faults.length).toBeGreaterThan(0);
});

test('a connection that the broker closes by itself is seen', async () => {
  const isTime = once(() => true);
  const { faults } = await run({
    toClient(packet, line) {
      if (line.clientIdentifier !== 'steady-5.0' || packet.type !== 'publish' || !isTime()) return [packet];
      // A malformed packet, and the broker's answer to it.
      line.sendToBroker({ type: 'connack', sessionPresent: false, reasonCode: 0 });
      return [packet];
    },
  });
  expect(faults).toContain('steady-5.0: the broker closed the connection.');
});
