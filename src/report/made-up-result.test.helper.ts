import type {
  CaseLine,
  EndLine,
  Finding,
  ResultLine,
  RunLine,
  TranscriptEntry,
} from '../conformance/result.ts';
import type { Verdict } from '../conformance/verdict.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { protocolVersions } from '../spec/protocol-version.ts';
import type { ResultFile } from './read-result.ts';
import { sectionOf, shortId } from './sections.ts';
import type { StatementInfo, StatementLookup } from './statement-info.ts';

/** Text of a broker that wants to run in the reader's browser and to recolour the reader's terminal. */
export const hostileText = `<script>alert('owned')</script>"&\u001b[31mred\u001b[0m\u202etxt.exe`;

/** A result file in memory: lines as a run writes them. */
export function linesOf(file: ResultFile): readonly ResultLine[] {
  return [file.run, ...file.cases, ...(file.end === undefined ? [] : [file.end])];
}

/** The bytes of a result file. */
export function ndjsonOf(lines: readonly ResultLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A run line for targets of these names. */
export function madeUpRun(names: readonly string[], planned: number): RunLine {
  return {
    type: 'run',
    schema: 1,
    tool: { name: 'mqtt-assay', version: '0.1.0' },
    startedAt: '2026-11-22T09:30:00.000Z',
    node: 'v20.20.2',
    command: `mqtt-assay check ${names.join(' ')} --out result.ndjson`,
    targets: names.map((name, index) => ({
      name,
      url: `mqtt://127.0.0.1:${1883 + index}`,
      product: name === 'reference' ? 'mqtt-assay reference broker 0.1.0' : `${name} 2.0.11`,
      capabilities: ['mqtt-3.1.1', 'mqtt-5.0', 'qos-2', 'retain'],
      announced: ['Receive Maximum 20', 'Topic Alias Maximum 10'],
    })),
    planned,
  };
}

/** A case line with believable defaults. */
export function madeUpCase(line: Partial<CaseLine> = {}): CaseLine {
  const verdict = line.verdict ?? 'pass';
  return {
    type: 'case',
    case: 'connect/second-connect-closes',
    mqtt: '5.0',
    target: 'mosquitto',
    statements: ['5.0/MQTT-3.1.0-2'],
    durationMs: 12.4,
    ...(verdict === 'skip' ? { reason: 'the target lacks shared-subscriptions' } : {}),
    ...(verdict === 'inconclusive' ? { reason: 'the settle probe after SUBACK was not delivered' } : {}),
    ...(verdict === 'error' ? { reason: 'TypeError in the case: the harness is to blame' } : {}),
    ...line,
    verdict,
  };
}

/** A finding with believable defaults. */
export function madeUpFinding(finding: Partial<Finding> = {}): Finding {
  return {
    statements: ['5.0/MQTT-3.1.0-2'],
    source: 'expectation',
    level: 'must',
    allowed: ['DISCONNECT 0x82 (Protocol error), then a close', 'a close without DISCONNECT (FIN or RST)'],
    actual: 'CONNACK 0x00 (Success) after 3.1 ms; the connection answers PINGREQ and is still open',
    ...finding,
  };
}

/** A conversation of two connections. */
export function madeUpTranscript(): readonly TranscriptEntry[] {
  const connect =
    '10 1f 00 04 4d 51 54 54 05 02 00 3c 00 00 12 61 73 73 61 79 2d 37 66 33 61 2d 73 65 63 6f 6e 64 2d';
  return [
    { atMs: 0, peer: 'peer', direction: 'event', text: 'connected to 127.0.0.1:1883' },
    {
      atMs: 0.2,
      peer: 'peer',
      direction: 'sent',
      text: 'CONNECT Client Identifier "assay-7f3a-second-connect", Clean Start 1, Keep Alive 60',
      hex: connect,
      bytes: 33,
    },
    {
      atMs: 1.4,
      peer: 'peer',
      direction: 'received',
      text: 'CONNACK 0x00 (Success)',
      hex: '20 03 00 00 00',
      bytes: 5,
    },
    {
      atMs: 1.6,
      peer: 'subscriber',
      direction: 'sent',
      text: 'SUBSCRIBE #1 "assay/7f3a/#" QoS 1',
      hex: '82',
      bytes: 400,
    },
    { atMs: 2.1, peer: 'peer', direction: 'sent', text: 'CONNECT (a second time)', hex: connect, bytes: 33 },
    {
      atMs: 5.2,
      peer: 'peer',
      direction: 'received',
      text: 'CONNACK 0x00 (Success)',
      hex: '20 03 00 00 00',
      bytes: 5,
    },
    { atMs: 9.9, peer: 'subscriber', direction: 'event', text: 'closed by the server (FIN)' },
  ];
}

/** A file of these cases; its `end` line is counted from them. */
export function madeUpFile(names: readonly string[], cases: readonly CaseLine[]): ResultFile {
  const counts: Record<string, Partial<Record<Verdict, number>>> = {};
  for (const line of cases) {
    const ofTarget = counts[line.target] ?? {};
    counts[line.target] = ofTarget;
    ofTarget[line.verdict] = (ofTarget[line.verdict] ?? 0) + 1;
  }
  const failed = cases.some((line) => line.verdict === 'fail');
  const end: EndLine = { type: 'end', durationMs: 8412, verdicts: counts, exitCode: failed ? 1 : 0 };
  return { run: madeUpRun(names, cases.length), cases, end };
}

const topics: readonly (readonly [room: string, section: string, count: number])[] = [
  ['connect', '3.1.2', 26],
  ['connect-payload', '3.1.3', 10],
  ['connack', '3.2.2', 8],
  ['publish', '3.3.1', 12],
  ['publish-topic', '3.3.2', 6],
  ['subscribe', '3.8.3', 5],
  ['suback', '3.9.3', 2],
  ['unsubscribe', '3.10.4', 6],
  ['disconnect', '3.14.4', 3],
  ['qos', '4.3.2', 4],
  ['qos-2', '4.3.3', 8],
  ['retry', '4.4.0', 1],
  ['ordering', '4.6.0', 5],
  ['topic', '4.7.1', 3],
];

/** A run of two targets in both versions, with every verdict: what a first run against two brokers looks like. */
export function believableFile(
  names: readonly string[] = ['reference', 'mosquitto'],
  copies = 1,
): ResultFile {
  const cases: CaseLine[] = [];
  names.forEach((target, targetIndex) => {
    for (const mqtt of protocolVersions) {
      let index = 0;
      for (const [room, section, count] of topics) {
        for (let n = 1; n <= count * copies; n++) {
          index += 1;
          const statement = `${mqtt}/MQTT-${section}-${((n - 1) % count) + 1}`;
          cases.push(believableCase(target, targetIndex, mqtt, `${room}/case-${n}`, statement, index));
        }
      }
    }
  });
  return madeUpFile(names, cases);
}

function believableCase(
  target: string,
  targetIndex: number,
  mqtt: ProtocolVersion,
  name: string,
  statement: string,
  index: number,
): CaseLine {
  const verdict = targetIndex === 0 ? 'pass' : verdictOfIndex(index + (mqtt === '5.0' ? 0 : 5));
  const base = madeUpCase({
    case: name,
    mqtt,
    target,
    verdict,
    statements: [statement],
    durationMs: (index * 7.3) % 90,
  });
  if (verdict === 'pass' || verdict === 'skip') return base;
  const findings =
    verdict === 'fail' || verdict === 'warn'
      ? [
          madeUpFinding({
            statements: [statement],
            level: verdict === 'fail' ? 'must' : 'should',
            source: index % 4 === 0 ? 'invariant' : 'expectation',
            ...(index % 3 === 0 ? { actual: `a PUBLISH with payload ${hostileText}` } : {}),
          }),
        ]
      : undefined;
  return {
    ...base,
    ...(findings === undefined ? {} : { findings }),
    transcript: [...madeUpTranscript()],
    rerun: `mqtt-assay check mqtt://127.0.0.1:1884 --only '${name}' --mqtt ${mqtt}`,
    replay: "echo '101f00044d5154540502003c0000' | xxd -r -p | nc 127.0.0.1 1884",
  };
}

function verdictOfIndex(index: number): Verdict {
  if (index % 13 === 4) return 'fail';
  if (index % 17 === 6) return 'skip';
  if (index % 29 === 8) return 'warn';
  if (index % 41 === 9) return 'inconclusive';
  if (index % 71 === 11) return 'error';
  return 'pass';
}

/** Knows every well-formed id, so that reports of made-up files are not bare. */
export const madeUpLookup: StatementLookup = (id): StatementInfo | undefined => {
  const section = sectionOf(id);
  if (section.number === '?') return undefined;
  return {
    summary: `What ${shortId(id)} asks, in one line of plain words that a reader can act upon at once.`,
    section: section.number,
    sectionTitle: section.title,
    link: `https://docs.oasis-open.org/mqtt/mqtt/v${section.mqtt}/mqtt-v${section.mqtt}.html#section-${section.number}`,
    role: 'server',
    keyword: 'MUST',
  };
};
