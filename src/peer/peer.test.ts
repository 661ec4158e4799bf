import { describe, expect, it } from 'vitest';
import { createDecoder, encode, type Packet } from '../packet/index.ts';
import { type ByteStream, memoryPair } from '../transport/index.ts';
import { type Breach, createPeer, createTranscript, type Peer, publish } from './index.ts';

/** A server of a few lines: it answers each packet as the script says. */
function serve(stream: ByteStream, answer: (packet: Packet, stream: ByteStream) => readonly Packet[]): void {
  const decoder = createDecoder({ receiver: 'server', version: '5.0' });
  stream.onData((chunk) => {
    decoder.push(chunk);
    for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) {
      if (decoded.kind !== 'packet') continue;
      for (const reply of answer(decoded.packet, stream)) stream.write(encode(reply, '5.0'));
    }
  });
  stream.onEnd(() => stream.close());
}

const connack: Packet = { type: 'connack', sessionPresent: false, reasonCode: 0 };

function setUp(answer: (packet: Packet, stream: ByteStream) => readonly Packet[]): {
  readonly peer: Peer;
  readonly breaches: Breach[];
  readonly transcript: ReturnType<typeof createTranscript>;
} {
  const [ours, theirs] = memoryPair();
  serve(theirs, answer);
  const breaches: Breach[] = [];
  const transcript = createTranscript(() => performance.now());
  const peer = createPeer(ours, {
    name: 'peer',
    mqtt: '5.0',
    clientIdentifier: 'c1',
    deadlineMs: 100,
    transcript,
    onBreach: (breach) => breaches.push(breach),
  });
  return { peer, breaches, transcript };
}

describe('set-up verbs', () => {
  it('fail as set-up when CONNECT is refused', async () => {
    const { peer } = setUp(() => [{ type: 'connack', sessionPresent: false, reasonCode: 0x87 }]);
    await expect(peer.connect()).rejects.toMatchObject({ code: 'setup-failed' });
  });

  it('fail as set-up when no answer comes', async () => {
    const { peer } = setUp(() => []);
    await expect(peer.connect()).rejects.toMatchObject({ code: 'setup-failed' });
  });

  it('fail as set-up when a filter is granted at another QoS', async () => {
    const { peer } = setUp((packet) => {
      if (packet.type === 'connect') return [connack];
      if (packet.type !== 'subscribe') return [];
      return [{ type: 'suback', packetIdentifier: packet.packetIdentifier, reasonCodes: [0] }];
    });
    await peer.connect();
    await expect(peer.subscribe({ topicFilter: 'a', qos: 1 })).rejects.toMatchObject({
      code: 'setup-failed',
    });
  });
});

describe('measured verbs', () => {
  it('fail as an expectation and say what came', async () => {
    const { peer } = setUp((packet) => (packet.type === 'connect' ? [connack] : []));
    await peer.connect();
    await expect(peer.expectAlive()).rejects.toMatchObject({
      code: 'expectation-failed',
      outcome: { allowed: ['PINGRESP'], actual: expect.stringContaining('still open') },
    });
  });

  it('compare every named field', async () => {
    const { peer } = setUp((packet) =>
      packet.type === 'connect' ? [connack, publish({ topicName: 'a', payload: 'x', retain: true })] : [],
    );
    await peer.connect();
    await expect(peer.expect('publish', { topicName: 'a', retain: false })).rejects.toMatchObject({
      outcome: { actual: 'PUBLISH whose retain is true, not false' },
    });
  });

  it('see what comes before the sentinel', async () => {
    const { peer } = setUp((packet) =>
      packet.type === 'connect'
        ? [
            connack,
            publish({ topicName: 'a', payload: 'forbidden' }),
            publish({ topicName: 'a', payload: 'end' }),
          ]
        : [],
    );
    await peer.connect();
    await expect(peer.expectNothingBefore({ payload: Buffer.from('end') })).rejects.toMatchObject({
      code: 'expectation-failed',
    });
  });
});

describe('the end of a connection', () => {
  it.each(['close', 'reset'] as const)('counts %s as closed', async (how) => {
    const { peer } = setUp((_packet, stream) => {
      stream[how]();
      return [];
    });
    peer.send(peer.connectPacket());
    await peer.expectClosed();
  });

  it('tells a living connection from a closed one', async () => {
    const { peer } = setUp((packet) => (packet.type === 'pingreq' ? [{ type: 'pingresp' }] : [connack]));
    await peer.connect();
    await expect(peer.expectClosed()).rejects.toMatchObject({
      outcome: { actual: expect.stringContaining('still answers PINGREQ') },
    });
  });

  it('tells a zombie from a closed one', async () => {
    const { peer } = setUp((packet) => (packet.type === 'connect' ? [connack] : []));
    await peer.connect();
    await expect(peer.expectClosed()).rejects.toMatchObject({
      outcome: { actual: expect.stringContaining('zombie') },
    });
  });

  it('is not held against the server when we ended it', async () => {
    const { peer } = setUp((packet) => (packet.type === 'connect' ? [connack] : []));
    await peer.connect();
    peer.cut();
    await expect(peer.expect('publish')).rejects.toMatchObject({ code: 'setup-failed' });
  });

  it('does not take an accepting CONNACK before the close for a refusal', async () => {
    const { peer } = setUp((_packet, stream) => {
      stream.write(encode(connack, '5.0'));
      stream.close();
      return [];
    });
    peer.send(peer.connectPacket());
    await expect(peer.expectClosed()).rejects.toMatchObject({
      outcome: { actual: expect.stringContaining('CONNACK with code 0x00') },
    });
  });
});

describe('a CONNECT that must not be accepted', () => {
  it('fails when CONNACK accepts it', async () => {
    const { peer } = setUp(() => [connack]);
    peer.send(peer.connectPacket());
    await expect(peer.expectNotAccepted()).rejects.toMatchObject({ code: 'expectation-failed' });
  });

  it.each(['refusal', 'silence'] as const)('allows %s', async (how) => {
    const { peer } = setUp(() => (how === 'refusal' ? [{ ...connack, reasonCode: 0x84 }] : []));
    peer.send(peer.connectPacket());
    await expect(peer.expectNotAccepted()).resolves.toBeUndefined();
  });
});

describe('an answer in another version', () => {
  const refusal311: Packet = { type: 'connack', sessionPresent: false, reasonCode: 1 };

  async function breachesOf(alsoReads: { readonly alsoReads?: '3.1.1' }): Promise<readonly Breach[]> {
    const [ours, theirs] = memoryPair();
    const breaches: Breach[] = [];
    const peer = createPeer(ours, {
      name: 'peer',
      mqtt: '5.0',
      clientIdentifier: 'c1',
      deadlineMs: 100,
      transcript: createTranscript(() => performance.now()),
      onBreach: (breach) => breaches.push(breach),
      ...alsoReads,
    });
    theirs.write(encode(refusal311, '3.1.1'));
    theirs.close();
    await peer.expectClosed();
    return breaches;
  }

  it('is a breach', async () => {
    expect(await breachesOf({})).toHaveLength(1);
  });

  it('is none for a peer that also reads that version', async () => {
    expect(await breachesOf({ alsoReads: '3.1.1' })).toEqual([]);
  });
});

describe('invariants', () => {
  const cases: readonly (readonly [string, readonly Packet[], string])[] = [
    ['a packet before CONNACK', [{ type: 'pingresp' }, connack], '5.0/MQTT-3.2.0-1'],
    ['a second CONNACK', [connack, connack], '5.0/MQTT-3.2.0-2'],
    ['Session Present after a clean start', [{ ...connack, sessionPresent: true }], '5.0/MQTT-3.2.2-2'],
    [
      'a packet after DISCONNECT',
      [connack, { type: 'disconnect', reasonCode: 0x8b }, { type: 'pingresp' }],
      '5.0/MQTT-3.14.4-1',
    ],
    [
      'an alias that was not allowed',
      [connack, publish({ topicName: 'a', properties: { topicAlias: 1 } })],
      '5.0/MQTT-3.1.2-27',
    ],
    [
      'an acknowledgement of nothing',
      [connack, { type: 'puback', packetIdentifier: 9, reasonCode: 0 }],
      '5.0/MQTT-2.2.1-5',
    ],
    [
      'a packet over the Maximum Packet Size',
      [connack, publish({ topicName: 'a', payload: 'x'.repeat(100) })],
      '5.0/MQTT-3.1.2-24',
    ],
    [
      'two messages with one Packet Identifier',
      [
        connack,
        publish({ topicName: 'a', qos: 2, packetIdentifier: 1, payload: 'x' }),
        publish({ topicName: 'b', qos: 2, packetIdentifier: 1, payload: 'y' }),
      ],
      '5.0/MQTT-2.2.1-4',
    ],
    [
      'more in flight than the Receive Maximum',
      [
        connack,
        ...[1, 2, 3].map((packetIdentifier) =>
          publish({ topicName: 'a', qos: 2, packetIdentifier, payload: `${packetIdentifier}` }),
        ),
      ],
      '5.0/MQTT-3.3.4-9',
    ],
  ];

  it.each(cases)('see %s', async (_title, packets, statement) => {
    const { peer, breaches } = setUp((packet) => {
      if (packet.type === 'connect') return packets;
      return packet.type === 'pingreq' ? [{ type: 'pingresp' }] : [];
    });
    await peer
      .connect({ properties: { maximumPacketSizeBytes: 60, receiveMaximum: 2 } })
      .catch(() => undefined);
    await peer.fence().catch(() => undefined);
    expect(breaches.flatMap((breach) => breach.statements)).toContain(statement);
  });

  it('see a malformed packet and name its statement', async () => {
    const { peer, breaches, transcript } = setUp((_packet, stream) => {
      stream.write(Buffer.from('2003000001', 'hex'));
      stream.write(Buffer.from('00', 'hex'));
      return [];
    });
    peer.send(peer.connectPacket());
    await peer.expectClosed().catch(() => undefined);
    expect(breaches).toHaveLength(1);
    expect(transcript.entries.some(({ text }) => text.startsWith('malformed'))).toBe(true);
  });

  it.each([
    ['Payload Format Indicator', '30 08 00 01 61 04 01 00 01 00', []],
    ['Content Type', '30 0c 00 01 61 08 03 00 01 61 03 00 01 61', ['5.0/U-3.3.2.3.9-1']],
  ])('blame a repeated %s only where a sentence forbids it', async (_name, hex, blamed) => {
    const { peer, breaches } = setUp((packet, stream) => {
      if (packet.type === 'connect') return [connack];
      stream.write(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
      return [{ type: 'pingresp' }];
    });
    await peer.connect();
    await peer.fence();
    expect(breaches.flatMap((breach) => breach.statements)).toEqual(blamed);
  });

  it('say nothing about a conforming server', async () => {
    const { peer, breaches } = setUp((packet) => {
      if (packet.type === 'connect') return [connack];
      return packet.type === 'pingreq' ? [{ type: 'pingresp' }] : [];
    });
    await peer.connect();
    await peer.expectAlive();
    expect(breaches).toEqual([]);
  });
});
