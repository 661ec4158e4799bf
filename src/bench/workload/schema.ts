import { z } from 'zod';
import { loadSchema, rate } from './load.ts';

/**
 * The form of a workload file. The messages of the schema say what was expected, as the end of the sentence
 * `file:line: key must be ...`.
 */

const wholeNumber = 'a whole number of at least 1';
const countOrNone = 'a whole number of at least 0';
const count = z.int({ error: wholeNumber }).min(1, { error: wholeNumber });
const countFromZero = z.int({ error: countOrNone }).min(0, { error: countOrNone });
const secondsText = 'a number of seconds above 0';
const seconds = z
  .number({ error: secondsText })
  .positive({ error: secondsText })
  .max(86_400, { error: 'at most 86400 seconds' });
const secondsFromZero = z
  .number({ error: 'a number of seconds, 0 or more' })
  .min(0, { error: 'a number of seconds, 0 or more' });
const qosText = '0, 1 or 2';
const qos = z.union([z.literal(0), z.literal(1), z.literal(2)], { error: qosText });
const payloadText = 'a number of bytes from 16 (what a message must carry to be accounted for) to 16777216';
const payloadBytes = z
  .int({ error: payloadText })
  .min(16, { error: payloadText })
  .max(16 * 1024 * 1024, { error: payloadText });
const tableText = 'a table';
const levelsText = 'a whole number from 3 to 100';
const yesOrNo = z.boolean({ error: 'true or false' });
const text = z.string({ error: 'a text in quotes' }).min(1, { error: 'a text in quotes' });

/** Who gets the messages of a flow. */
const delivery = z.enum(['pairs', 'everyone', 'shared'], {
  error:
    '"pairs" (topic n has subscriber n), "everyone" (each subscriber gets all topics) or "shared" (one Shared Subscription)',
});

const flow = z.strictObject(
  {
    name: text.default('messages'),
    publishers: count.default(1),
    /** 0: nobody listens, only acknowledgements are measured. */
    subscribers: countFromZero.default(1),
    delivery: delivery.default('pairs'),
    qos: qos.default(0),
    /** Of the subscriptions; that of the messages when absent. */
    subscriptionQoS: qos.exactOptional(),
    payloadBytes: payloadBytes.default(64),
    /** Levels are added to each Topic Name until it has as many; long names make Topic Aliases worth it. */
    topicLevels: z
      .int({ error: levelsText })
      .min(3, { error: levelsText })
      .max(100, { error: levelsText })
      .default(3),
    /** 5.0 only: the publisher sends each Topic Name once and an alias from then on. */
    topicAlias: yesOrNo.default(false),
    retain: yesOrNo.default(false),
    keepAliveSeconds: countFromZero.default(60),
    /** `kept`: Sessions outlive their connections, as what must be durable does. Default `clean`. */
    session: z.enum(['clean', 'kept'], { error: '"clean" or "kept"' }).exactOptional(),
    /** How many of the subscribers stop reading for most of the measured phase. */
    stalledSubscribers: countFromZero.default(0),
    load: loadSchema,
  },
  { error: tableText },
);

const phases = z
  .strictObject(
    {
      warmupSeconds: secondsFromZero.default(1),
      measureSeconds: seconds.default(5),
      /** How long messages may still arrive after the last was sent, before they count as lost. */
      drainSeconds: seconds.default(5),
      /** For all connections and subscriptions to be made. */
      connectSeconds: seconds.default(30),
    },
    { error: tableText },
  )
  .prefault({});

const limitText = 'a limit such as "<25ms", "==0" or ">=1000"';

/** The threshold of one metric: `"<25ms"`, or with `abort = true` one that ends the run as soon as it is broken. */
const threshold = z.union([z.string(), z.strictObject({ limit: z.string(), abort: yesOrNo.default(true) })], {
  error: limitText,
});

const listText = 'a list with at least one value';
const sweepValues = <T extends z.ZodType>(value: T) =>
  z.array(value, { error: listText }).min(1, { error: listText });

/** What a file may vary: each combination is a stage. */
const sweep = z.strictObject(
  {
    qos: sweepValues(qos).exactOptional(),
    payloadBytes: sweepValues(payloadBytes).exactOptional(),
    ratePerSecond: sweepValues(rate).exactOptional(),
    topicAlias: sweepValues(yesOrNo).exactOptional(),
    stalledSubscribers: sweepValues(countFromZero).exactOptional(),
    backgroundSubscriptions: sweepValues(countFromZero).exactOptional(),
    connections: sweepValues(count).exactOptional(),
  },
  { error: tableText },
);

const common = {
  summary: text,
  phases,
  sweep: sweep.prefault({}),
  thresholds: z.record(z.string(), threshold, { error: 'a table of limits' }).default({}),
};

const flowsFields = {
  flows: z
    .array(flow, { error: 'at least one [[flows]] table' })
    .min(1, { error: 'at least one [[flows]] table' }),
  /** Subscriptions with wildcards that match nothing, held by one idle client. */
  backgroundSubscriptions: countFromZero.default(0),
};

/** Connections of the scenarios that are about connections. */
const storm = {
  connections: count.default(1000),
  /** Most connection attempts under way at once, in all workers together. */
  atOnce: count.default(64),
  keepAliveSeconds: countFromZero.default(60),
};

const shareText = 'a share from 0.01 to 0.5';

const flowsWorkload = z.strictObject({ ...common, ...flowsFields, scenario: z.literal('flows') });

/** Raises the rate step by step, to the highest that keeps within the objective. */
const throughputWorkload = z.strictObject({
  ...common,
  ...flowsFields,
  scenario: z.literal('throughput'),
  search: z.strictObject(
    {
      startPerSecond: rate.default(1000),
      /** What a rate must keep to be called sustained, as the metrics of thresholds. */
      objective: z.record(z.string(), z.string({ error: limitText }), { error: 'a table of limits' }),
      stepSeconds: seconds.default(1.5),
      /** Stop when the rate is known to this share of itself. */
      precision: z
        .number({ error: shareText })
        .min(0.01, { error: shareText })
        .max(0.5, { error: shareText })
        .default(0.05),
    },
    { error: 'a [search] table' },
  ),
});

const connectStorm = z.strictObject({ ...common, ...storm, scenario: z.literal('connect-storm') });

const reconnectStorm = z.strictObject({
  ...common,
  ...storm,
  scenario: z.literal('reconnect-storm'),
  subscriptionsPerSession: countFromZero.default(5),
  /** QoS 1 messages that wait for each Session. */
  queuedPerSession: countFromZero.default(2),
  payloadBytes: payloadBytes.default(64),
});

const retainedReplay = z.strictObject({
  ...common,
  scenario: z.literal('retained-replay'),
  retainedMessages: count.default(10_000),
  subscribers: count.default(5),
  qos: qos.default(0),
  payloadBytes: payloadBytes.default(64),
});

const offlineDrain = z.strictObject({
  ...common,
  scenario: z.literal('offline-drain'),
  subscribers: count.default(10),
  queuedPerSubscriber: count.default(500),
  qos: z.union([z.literal(1), z.literal(2)], { error: '1 or 2' }).default(1),
  payloadBytes: payloadBytes.default(64),
});

const willStorm = z.strictObject({
  ...common,
  ...storm,
  scenario: z.literal('will-storm'),
  qos: qos.default(1),
  payloadBytes: payloadBytes.default(64),
});

const idleConnections = z.strictObject({ ...common, ...storm, scenario: z.literal('idle-connections') });

const httpPublish = z.strictObject({
  ...common,
  scenario: z.literal('http-publish'),
  /** HTTP connections that publish, each one request at a time. */
  connections: count.default(10),
  subscribers: count.default(1),
  qos: z.union([z.literal(0), z.literal(1)], { error: '0 or 1' }).default(0),
  payloadBytes: payloadBytes.default(64),
});

export const workloadSchema = z.discriminatedUnion(
  'scenario',
  [
    flowsWorkload,
    throughputWorkload,
    connectStorm,
    reconnectStorm,
    retainedReplay,
    offlineDrain,
    willStorm,
    idleConnections,
    httpPublish,
  ],
  {
    error:
      'one of "flows", "throughput", "connect-storm", "reconnect-storm", "retained-replay", "offline-drain", "will-storm", "idle-connections", "http-publish"',
  },
);

export type Workload = z.infer<typeof workloadSchema>;
export type Scenario = Workload['scenario'];
export type WorkloadOf<S extends Scenario> = Extract<Workload, { scenario: S }>;
export type Flow = z.infer<typeof flow>;
export type Phases = z.infer<typeof phases>;
export type Sweep = z.infer<typeof sweep>;
