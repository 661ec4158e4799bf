import { z } from 'zod';
import { capabilityKeys } from './capability-keys.ts';
import { limitKeys } from './limit-keys.ts';
import { fileName, keyNotes, oneOf, text, wholeNumber, yesOrNo } from './values.ts';

/**
 * The form of `broker.toml`. It is the one source: the flags of `mqtt-assay broker` and the table of `docs/broker.md`
 * are made from it.
 */

const urlText = 'a URL such as "mqtt://127.0.0.1:1883", "mqtts://...", "ws://..." or "wss://..."';

const listenerKeys = {
  url: z
    .string({ error: urlText })
    .regex(/^(mqtts?|wss?):\/\/./, { error: urlText })
    .register(keyNotes, {
      does: 'Where to listen: `mqtt://`, `mqtts://`, `ws://` or `wss://`, a host (127.0.0.1 when left out) and a port (0 for a free one).',
      absent: '`mqtt://127.0.0.1:1883`',
    }),
  certificateFile: fileName().exactOptional().register(keyNotes, {
    names: 'file',
    does: 'The certificate chain of the server, PEM. `mqtts://` and `wss://` need it.',
    absent: 'none',
  }),
  keyFile: fileName().exactOptional().register(keyNotes, {
    names: 'file',
    does: 'The private key of that certificate, PEM.',
    absent: 'none',
  }),
  clientAuthorityFile: fileName().exactOptional().register(keyNotes, {
    names: 'file',
    does: 'Certificate authorities, PEM: every client must show a certificate of one of them.',
    absent: 'clients need no certificate',
  }),
};

const securityKeys = {
  allowAnonymous: yesOrNo().exactOptional().register(keyNotes, {
    does: 'May clients connect without a User Name? When not, 0x87 (3.1.1: 0x05).',
    absent: 'true without `passwordFile`, else false',
  }),
  passwordFile: fileName().exactOptional().register(keyNotes, {
    names: 'file',
    does: 'Users and their passwords; a wrong one is refused with 0x86 (3.1.1: 0x04).',
    absent: 'no users',
  }),
  aclFile: fileName().exactOptional().register(keyNotes, {
    names: 'file',
    does: 'Who may publish and subscribe to what; else 0x87 (3.1.1: 0x80 in SUBACK, a PUBLISH is dropped).',
    absent: 'everybody may everything',
  }),
};

const persistenceKeys = {
  dataDirectory: text('the name of a folder, in quotes').exactOptional().register(keyNotes, {
    names: 'file',
    does: 'Where sessions and messages are kept through a restart.',
    absent: 'in memory only',
    shortFlag: '--data-dir',
  }),
  sync: oneOf('none', 'batch', 'always').default('batch').register(keyNotes, {
    does: 'When an acknowledgement may go out: see [Durability](#durability).',
    shortFlag: '--sync',
  }),
  batchWindowMillis: wholeNumber(0, 1_000).default(2).register(keyNotes, {
    does: 'How long changes may wait to share one write to disk, with `sync = "batch"`.',
    unit: 'milliseconds',
  }),
};

const addressText = 'an address and a port such as "127.0.0.1:8080"';

const httpKeys = {
  listen: z
    .string({ error: addressText })
    .regex(/^([^/\s]+:)?\d{1,5}$/, { error: addressText })
    .exactOptional()
    .register(keyNotes, {
      does: 'Where the admin HTTP server listens; a port alone means 127.0.0.1.',
      absent: 'off',
      shortFlag: '--http',
    }),
  tokenFile: fileName().exactOptional().register(keyNotes, {
    names: 'file',
    does: 'A file with the token that `POST /publish` wants as `Authorization: Bearer`.',
    absent: 'nobody may publish by HTTP',
  }),
};

const systemKeys = {
  sysIntervalSeconds: wholeNumber(0, 86_400).default(10).register(keyNotes, {
    does: 'How often the topics below `$SYS` are published; 0 for never.',
    unit: 'seconds',
  }),
  awakeMicros: wholeNumber(0, 1_000).default(100).register(keyNotes, {
    does: 'After packets in quick succession, how long the broker looks for the next one before it sleeps: lower latency for CPU time. 0 for never.',
    unit: 'microseconds',
  }),
  serverReference: text().exactOptional().register(keyNotes, {
    does: 'Where clients should go instead, as `host:port`, several with spaces between: said when the broker stops, and by `redirect`.',
    absent: 'none',
  }),
  redirect: oneOf('temporary', 'permanent').exactOptional().register(keyNotes, {
    does: 'Send every 5.0 client elsewhere: CONNACK 0x9C (temporary) or 0x9D (permanent) with `serverReference`; 3.1.1 gets 0x03.',
    absent: 'clients are served',
  }),
};

const table = <T extends z.core.$ZodLooseShape>(keys: T) => z.strictObject(keys, { error: 'a table' });

const listenersText = 'at least one [[listeners]] table';

export const configSchema = table({
  listeners: z
    .array(table(listenerKeys), { error: listenersText })
    .min(1, { error: listenersText })
    .default([{ url: 'mqtt://127.0.0.1:1883' }]),
  security: table(securityKeys).prefault({}),
  persistence: table(persistenceKeys).prefault({}),
  http: table(httpKeys).prefault({}),
  system: table(systemKeys).prefault({}),
  capabilities: table(capabilityKeys).prefault({}),
  limits: table(limitKeys).prefault({}),
});

/** A configuration with every default filled in. */
export type BrokerConfig = z.infer<typeof configSchema>;
export type ListenerConfig = BrokerConfig['listeners'][number];
