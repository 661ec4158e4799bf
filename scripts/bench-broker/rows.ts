import { aedes, type Contender, durable, mosquitto, mosquittoTuned, reference } from './contender.ts';
import type { Bar, FlowForm, Row, Side } from './row.ts';

const underWay = 1000;
const pairs = 10;
const fannedOutTo = 50;
/** As shipped, 2.0.11 drops what goes beyond so many messages in flight at QoS 2. */
const mosquittoInflight = 20;
const kilobyte = 1000;

const mosquittos: readonly Contender[] = [mosquitto, mosquittoTuned];
const all: readonly Contender[] = [reference, ...mosquittos, aedes];
/** aedes speaks 3.1.1 only. */
const speak5: readonly Contender[] = [reference, ...mosquittos];

/** Where the reference broker stands against another, as the issue asks. */
function times(against: Side, limit: number, sense: Bar['sense'], measure: Bar['measure'] = 'rate'): Bar {
  return { kind: 'ratio', subject: 'reference', against, limit, sense, measure };
}

function runsOf(contenders: readonly Contender[], flow: FlowForm) {
  return contenders.map((contender) => ({ contender, flow }));
}

function closed(inflight: number): FlowForm['load'] {
  return { kind: 'closed', inflight };
}

const oneToOne0: FlowForm = { qos: 0, load: closed(underWay) };
const oneToOne1: FlowForm = { qos: 1, load: closed(underWay) };
const oneToOne2: FlowForm = { qos: 2, load: closed(underWay) };
/** It searches its list of messages in flight: the shorter it is, the less each acknowledgement costs. */
const bestForMosquitto1: FlowForm = { qos: 1, load: closed(300) };
/** For a broker that answers faster than the generator asks. */
const wide = 4_000;
const bestForMosquitto2: FlowForm = { qos: 2, load: closed(100) };
const tenPairs: FlowForm = {
  qos: 0,
  publishers: pairs,
  subscribers: pairs,
  load: closed(underWay / pairs),
};
const fanOut: FlowForm = {
  qos: 0,
  publishers: 1,
  subscribers: fannedOutTo,
  delivery: 'everyone',
  load: closed(underWay),
};
const oneInFlight: FlowForm = { qos: 1, load: closed(1) };
const kept: FlowForm = { qos: 1, session: 'kept', load: closed(underWay) };

const usual = `${underWay} under way in all, 64 B`;

/** The table of issue 4. Rows of MQTT 5.0 are information: they have no bar. */
export const rows: readonly Row[] = [
  {
    name: 'qos0',
    work: 'QoS 0 1->1',
    setting: usual,
    task: { kind: 'flows', mqtt: '3.1.1', runs: runsOf(all, oneToOne0) },
    bars: [times('mosquitto', 5, 'least')],
  },
  {
    name: 'qos0-pairs',
    work: 'QoS 0, 10 pairs',
    setting: `${usual}, ${underWay / pairs} a pair`,
    task: { kind: 'flows', mqtt: '3.1.1', runs: runsOf(all, tenPairs) },
    bars: [times('mosquitto', 5, 'least')],
  },
  {
    name: 'qos1',
    work: 'QoS 1 1->1',
    setting: `${usual}; mosquitto also with fewer, which costs it less for each message`,
    task: {
      kind: 'flows',
      mqtt: '3.1.1',
      runs: [...runsOf(all, oneToOne1), { contender: mosquittoTuned, flow: bestForMosquitto1 }],
    },
    bars: [times('mosquitto', 5, 'least')],
  },
  {
    name: 'qos2',
    work: 'QoS 2 1->1',
    setting: `${usual}; mosquitto also with fewer, which costs it less for each message, and as shipped with ${mosquittoInflight}, because it drops what goes beyond; the reference broker also with more, because the generator, which answers each message four times and gathers its reads, keeps it waiting otherwise (aedes ends a connection beyond 1,000)`,
    task: {
      kind: 'flows',
      mqtt: '3.1.1',
      runs: [
        ...runsOf([reference, mosquittoTuned, aedes], oneToOne2),
        { contender: reference, flow: { qos: 2, load: closed(wide) } },
        { contender: mosquittoTuned, flow: bestForMosquitto2 },
        { contender: mosquitto, flow: { qos: 2, load: closed(mosquittoInflight) } },
      ],
    },
    bars: [times('mosquitto', 6, 'least')],
  },
  {
    name: 'fan-out',
    work: 'QoS 0 fan-out 1->50',
    setting: `${usual}; deliveries are counted`,
    task: { kind: 'flows', mqtt: '3.1.1', runs: runsOf(all, fanOut) },
    bars: [times('mosquitto', 8, 'least')],
  },
  {
    name: 'one-in-flight',
    work: 'One message in flight at a time, QoS 1 1->1',
    setting: '1 under way, 64 B; from publish to delivered',
    task: { kind: 'flows', mqtt: '3.1.1', runs: runsOf(all, oneInFlight) },
    bars: [times('mosquitto', 1, 'most', 'p50'), times('mosquitto', 1, 'most', 'p99')],
  },
  {
    name: 'memory',
    work: 'Memory per idle connection',
    setting: "5,000 connections, above the process's start; a new process each round",
    task: { kind: 'idle', connections: 5000, contenders: [reference, mosquitto, aedes] },
    bars: [
      { kind: 'absolute', subject: 'reference', limit: 8 * kilobyte, sense: 'most', measure: 'memory' },
      times('aedes', 1, 'most', 'memory'),
    ],
  },
  {
    name: 'connects',
    work: 'Connections accepted per second',
    setting: '64 at a time, from TCP to CONNACK, by a connect loop that does nothing else',
    task: { kind: 'connects', atOnce: 64, contenders: all },
    bars: [times('aedes', 1.7, 'least'), times('mosquitto', 0.9, 'least')],
  },
  {
    name: 'match',
    work: 'Match one publish against 100,000 subscriptions with wildcards',
    setting: 'the reference broker in this process, over streams in memory; each message matches one',
    task: { kind: 'match', sizes: [100, 100_000] },
    bars: [
      {
        kind: 'ratio',
        subject: '100,000 subscriptions',
        against: '100 subscriptions',
        limit: 3,
        sense: 'most',
        measure: 'time',
      },
    ],
  },
  {
    name: 'durable',
    work: 'Durable (--sync batch) QoS 1 1->1',
    setting: `${usual}; Sessions are kept on both sides`,
    task: { kind: 'flows', mqtt: '3.1.1', runs: runsOf([reference, durable], kept) },
    bars: [
      {
        kind: 'ratio',
        subject: 'reference, durable',
        against: 'reference',
        limit: 0.3,
        sense: 'least',
        measure: 'rate',
      },
    ],
  },
  {
    name: 'qos0-v5',
    work: 'QoS 0 1->1, MQTT 5.0',
    setting: usual,
    task: { kind: 'flows', mqtt: '5.0', runs: runsOf(speak5, oneToOne0) },
    bars: [],
  },
  {
    name: 'qos0-pairs-v5',
    work: 'QoS 0, 10 pairs, MQTT 5.0',
    setting: `${usual}, ${underWay / pairs} a pair`,
    task: { kind: 'flows', mqtt: '5.0', runs: runsOf(speak5, tenPairs) },
    bars: [],
  },
];
