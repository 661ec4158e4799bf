/**
 * Compares encode and decode, in packets per second, with the library `mqtt-packet`: the same packets, the
 * same bytes, one process, turns taken A B A B. Ends with 1 if a bar is missed.
 *
 * Usage: npm run bench:codec [-- --rounds 15] [-- --only publish]
 */
import { parseArgs } from 'node:util';
import mqttPacket from 'mqtt-packet';
import { createDecoder, encode, type Packet, type Receiver } from '../src/packet/index.ts';
import { toTheirForm } from '../src/packet/mqtt-packet-form.ts';
import { type ProtocolVersion, protocolLevelOf, protocolVersions } from '../src/spec/protocol-version.ts';

interface Workload {
  readonly name: string;
  readonly version: ProtocolVersion;
  readonly packet: Packet;
  readonly receiver: Receiver;
  /** How many times the rate of `mqtt-packet` is the least. */
  readonly bar: number;
}

interface Contest {
  readonly ours: () => number;
  readonly theirs: () => number;
}

interface Outcome {
  readonly oursPerSecond: number;
  readonly theirsPerSecond: number;
  readonly ratio: number;
}

const packetsPerTurn = 1000;
const turnMillis = 25;
const payload = Buffer.alloc(64, 'mqtt-assay ');
const publishBar = 2;
const otherBar = 1;

function publish(qos: 0 | 1): Packet {
  const base = {
    type: 'publish',
    topicName: 'sensors/room-12/temperature',
    payload,
    dup: false,
    retain: false,
  } as const;
  return qos === 0 ? { ...base, qos } : { ...base, qos, packetIdentifier: 4711 };
}

function packetsOf(version: ProtocolVersion): readonly (readonly [Packet, Receiver])[] {
  const granted = version === '5.0' ? [0, 0x11] : [];
  const shared: readonly (readonly [Packet, Receiver])[] = [
    [
      {
        type: 'connect',
        protocolVersion: version,
        cleanStart: true,
        keepAliveSeconds: 60,
        clientIdentifier: 'thermometer-12',
        userName: 'reader',
        password: Buffer.from('secret'),
        will: { topicName: 'sensors/room-12/state', payload: Buffer.from('gone'), qos: 1, retain: true },
      },
      'server',
    ],
    [{ type: 'connack', sessionPresent: false, reasonCode: 0 }, 'client'],
    [{ type: 'puback', packetIdentifier: 4711, reasonCode: 0 }, 'client'],
    [{ type: 'pubrec', packetIdentifier: 4711, reasonCode: 0 }, 'client'],
    [{ type: 'pubrel', packetIdentifier: 4711, reasonCode: 0 }, 'server'],
    [{ type: 'pubcomp', packetIdentifier: 4711, reasonCode: 0 }, 'client'],
    [
      {
        type: 'subscribe',
        packetIdentifier: 12,
        subscriptions: ['sensors/+/temperature', 'alarms/#'].map((topicFilter) => ({
          topicFilter,
          qos: 1,
          noLocal: false,
          retainAsPublished: false,
          retainHandling: 0,
        })),
      },
      'server',
    ],
    [{ type: 'suback', packetIdentifier: 12, reasonCodes: [1, 0] }, 'client'],
    [
      { type: 'unsubscribe', packetIdentifier: 13, topicFilters: ['sensors/+/temperature', 'alarms/#'] },
      'server',
    ],
    [{ type: 'unsuback', packetIdentifier: 13, reasonCodes: granted }, 'client'],
    [{ type: 'pingreq' }, 'server'],
    [{ type: 'pingresp' }, 'client'],
  ];
  if (version === '3.1.1') return [...shared, [{ type: 'disconnect', reasonCode: 0 }, 'server']];
  // Not an empty one: mqtt-packet reads the Reason Code that is left out from the packet behind it.
  const left = {
    type: 'disconnect',
    reasonCode: 4,
    properties: { sessionExpiryIntervalSeconds: 3600 },
  } as const;
  const properties = { authenticationMethod: 'SCRAM-SHA-256', authenticationData: Buffer.alloc(24, 1) };
  return [...shared, [left, 'server'], [{ type: 'auth', reasonCode: 0x18, properties }, 'client']];
}

function workloads(): readonly Workload[] {
  return protocolVersions.flatMap((version) => [
    ...([0, 1] as const).map((qos) => ({
      name: `publish qos ${qos}`,
      version,
      packet: publish(qos),
      receiver: 'server' as const,
      bar: publishBar,
    })),
    ...packetsOf(version).map(([packet, receiver]) => ({
      name: packet.type,
      version,
      packet,
      receiver,
      bar: otherBar,
    })),
  ]);
}

function encoding({ packet, version }: Workload): Contest {
  const theirs = toTheirForm(packet, version);
  const options = { protocolVersion: protocolLevelOf[version] };
  return {
    ours() {
      let bytes = 0;
      for (let count = 0; count < packetsPerTurn; count += 1) bytes += encode(packet, version).length;
      return bytes;
    },
    theirs() {
      let bytes = 0;
      for (let count = 0; count < packetsPerTurn; count += 1)
        bytes += mqttPacket.generate(theirs, options).length;
      return bytes;
    },
  };
}

// Each side writes the same packet, but may leave more or less out of it: so both read our bytes.
function decoding({ packet, version, receiver }: Workload): Contest {
  const stream = Buffer.concat(Array.from({ length: packetsPerTurn }, () => encode(packet, version)));
  const decoder = createDecoder({ receiver, version });
  const parser = mqttPacket.parser({ protocolVersion: protocolLevelOf[version] });
  let parsed = 0;
  parser.on('packet', () => {
    parsed += 1;
  });
  parser.on('error', (error: unknown) => {
    throw error;
  });
  return {
    ours() {
      decoder.push(stream);
      let decoded = 0;
      while (decoder.next()?.kind === 'packet') decoded += 1;
      return counted(decoded);
    },
    theirs() {
      parsed = 0;
      parser.parse(stream);
      return counted(parsed);
    },
  };
}

function counted(packets: number): number {
  if (packets !== packetsPerTurn) throw new Error(`decoded ${packets} of ${packetsPerTurn} packets`);
  return packets;
}

/**
 * Runs everything once before anything is measured: no turn measures the compiler, and the code has seen all
 * kinds of packets, as it has in a broker.
 */
function warmUp(contests: readonly Contest[]): void {
  for (let round = 0; round < 3; round += 1) {
    for (const { ours, theirs } of contests) {
      rateOf(ours);
      rateOf(theirs);
    }
  }
}

/** Packets per second of one turn. */
function rateOf(run: () => number): number {
  const started = performance.now();
  let turns = 0;
  let elapsed = 0;
  do {
    run();
    turns += 1;
    elapsed = performance.now() - started;
  } while (elapsed < turnMillis);
  return (turns * packetsPerTurn * 1000) / elapsed;
}

function contest({ ours, theirs }: Contest, rounds: number): Outcome {
  const pairs = Array.from({ length: rounds }, () => [rateOf(ours), rateOf(theirs)] as const);
  return {
    oursPerSecond: median(pairs.map(([our]) => our)),
    theirsPerSecond: median(pairs.map(([, their]) => their)),
    ratio: median(pairs.map(([our, their]) => our / their)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function line(cells: readonly string[]): string {
  const [name = '', ...rest] = cells;
  return [name.padEnd(22), ...rest.map((cell) => cell.padStart(12))].join('');
}

function thousands(perSecond: number): string {
  return `${Math.round(perSecond / 1000)}k/s`;
}

function main(): void {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, only: { type: 'string' } } });
  const rounds = Number(values.rounds ?? '15');
  const chosen = workloads().filter(({ name }) => name.includes(values.only ?? ''));
  console.log(
    `mqtt-assay against mqtt-packet: medians of ${rounds} rounds, turns of ${turnMillis} ms taken A B A B`,
  );
  console.log(line(['packet', 'encode', 'theirs', 'ratio', 'decode', 'theirs', 'ratio', 'bar']));
  const contests = chosen.map((workload) => ({
    workload,
    write: encoding(workload),
    read: decoding(workload),
  }));
  warmUp(contests.flatMap(({ write, read }) => [write, read]));
  let missed = 0;
  for (const { workload, write, read } of contests) {
    const written = contest(write, rounds);
    const decoded = contest(read, rounds);
    const hasMissed = written.ratio < workload.bar || decoded.ratio < workload.bar;
    if (hasMissed) missed += 1;
    const cells = [written, decoded].flatMap(({ oursPerSecond, theirsPerSecond, ratio }) => [
      thousands(oursPerSecond),
      thousands(theirsPerSecond),
      `${ratio.toFixed(2)}x`,
    ]);
    const verdict = `${workload.bar}x${hasMissed ? ' MISSED' : ''}`;
    console.log(line([`${workload.version} ${workload.name}`, ...cells, verdict]));
  }
  console.log(missed === 0 ? 'All bars are kept.' : `${missed} of ${chosen.length} bars are missed.`);
  process.exitCode = missed === 0 ? 0 : 1;
}

main();
