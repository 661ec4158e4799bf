import { z } from 'zod';

/**
 * The result file: one run is one NDJSON file of a `run` line, a line for each case (or lie of an audit),
 * and an `end` line. It is written as it goes; a file without its `end` line was cut short.
 * Every report is made from these lines and from nothing else.
 */

const mqtt = z.enum(['3.1.1', '5.0']);
const verdict = z.enum(['pass', 'fail', 'warn', 'skip', 'inconclusive', 'error']);

/** One packet, or one event, of the conversation of a case. */
export const transcriptEntry = z.strictObject({
  /** Milliseconds since the case began. */
  atMs: z.number(),
  /** Name of the connection within the case: `peer`, `subscriber`, ... */
  peer: z.string(),
  direction: z.enum(['sent', 'received', 'event']),
  /** The decoded packet, or what happened: `closed by the server (FIN)`. */
  text: z.string(),
  /** The bytes, for packets; long ones are cut, then `bytes` is larger. */
  hex: z.string().optional(),
  /** Number of bytes of the whole packet. */
  bytes: z.number().int().optional(),
});

/** One breach, with the statements that it breaks. */
export const finding = z.strictObject({
  statements: z.array(z.string()).min(1),
  /** `expectation`: the case asked; `invariant`: seen on a packet without being asked. */
  source: z.enum(['expectation', 'invariant']),
  level: z.enum(['must', 'should']),
  /** The outcomes that the standard allows here. */
  allowed: z.array(z.string()),
  /** What came instead. */
  actual: z.string(),
});

export const runLine = z.strictObject({
  type: z.literal('run'),
  schema: z.literal(1),
  tool: z.strictObject({ name: z.literal('mqtt-assay'), version: z.string() }),
  /** ISO 8601. */
  startedAt: z.string(),
  node: z.string(),
  /** The command that was given. */
  command: z.string(),
  targets: z.array(
    z.strictObject({
      /** As given on the command line: column title of a matrix. */
      name: z.string(),
      url: z.string(),
      /** `mosquitto 2.0.11`, where it is known. */
      product: z.string().optional(),
      capabilities: z.array(z.string()),
      /** What the server announced in CONNACK, as text: `Receive Maximum 20`. */
      announced: z.array(z.string()),
    }),
  ),
  /** Absent: all cases of both versions were planned. A run of selected cases says nothing about the rest. */
  filter: z.strictObject({ only: z.array(z.string()), mqtt: mqtt.optional() }).optional(),
  /** Number of case lines that will follow when the run is not cut short. */
  planned: z.number().int(),
});

export const caseLine = z.strictObject({
  type: z.literal('case'),
  case: z.string(),
  mqtt,
  target: z.string(),
  verdict,
  /** The statements that the case proves in this version. */
  statements: z.array(z.string()),
  durationMs: z.number(),
  /** Of skip, inconclusive and error: why, in one sentence. Of fail: why the case did not run to its end. */
  reason: z.string().optional(),
  /** What was broken: of fail a MUST, of the others at most a SHOULD. */
  findings: z.array(finding).optional(),
  /** Kept for every verdict but pass and skip. */
  transcript: z.array(transcriptEntry).optional(),
  /** The command that runs this case again. */
  rerun: z.string().optional(),
  /** The bytes of the first connection as a shell line, where they tell the story alone. */
  replay: z.string().optional(),
  /** Audit only: the lie that stood between peer and broker. */
  saboteur: z.string().optional(),
});

export const endLine = z.strictObject({
  type: z.literal('end'),
  durationMs: z.number(),
  /** Counts of verdicts, per target name. */
  verdicts: z.record(z.string(), z.partialRecord(verdict, z.number().int())),
  exitCode: z.number().int(),
  /** Why the run ended before its plan: the target died, interrupted. */
  aborted: z.string().optional(),
});

export const resultLine = z.discriminatedUnion('type', [runLine, caseLine, endLine]);

export type TranscriptEntry = z.infer<typeof transcriptEntry>;
export type Finding = z.infer<typeof finding>;
export type RunLine = z.infer<typeof runLine>;
export type CaseLine = z.infer<typeof caseLine>;
export type EndLine = z.infer<typeof endLine>;
export type ResultLine = z.infer<typeof resultLine>;
