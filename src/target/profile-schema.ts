import { z } from 'zod';
import { protocolVersions } from '../spec/protocol-version.ts';
import type { Capability } from './capability.ts';
import { capabilities } from './capability.ts';

/*
 * The message of each check is not a sentence but what was expected, in the words of a profile's author.
 * profile.ts makes the sentence of it: file, line, key, expectation, and the value that stands there.
 */

const text = (expected: string) => z.string({ error: expected }).min(1, { error: expected });
const table = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? 'a table' : undefined) });
const list = <T extends z.ZodType>(item: T, expected: string) => z.array(item, { error: expected });

const credentials = table({
  userName: text('a user name in quotes'),
  password: z.string({ error: 'a password in quotes' }).exactOptional(),
});

const capabilityNames = Object.keys(capabilities) as Capability[];
const capability = z.enum(capabilityNames, { error: 'the name of a capability' });
const capabilityList = list(capability, 'a list of capabilities').default([]);
const timeout = 'a number of seconds above 0';
const concurrency = 'a whole number of at least 1';
const start = 'a list of words: the program, then its arguments';

/** The keys of a profile file. */
export const profileSchema = table({
  name: text('a name in quotes').exactOptional(),
  url: text('a URL such as "mqtt://localhost:1883"'),
  product: text('a product and version in quotes').exactOptional(),
  credentials: credentials.exactOptional(),
  tls: table({
    caFile: text('the path of a PEM file in quotes').exactOptional(),
    certificateCheck: z.enum(['verify', 'skip'], { error: '"verify" or "skip"' }).default('verify'),
  }).exactOptional(),
  versions: list(z.enum(protocolVersions, { error: '"3.1.1" or "5.0"' }), 'a list of "3.1.1" and "5.0"')
    .min(1, { error: 'a list of "3.1.1" and "5.0"' })
    .exactOptional(),
  capabilities: table({ add: capabilityList, remove: capabilityList }).exactOptional(),
  refusedCredentials: credentials.exactOptional(),
  refusedClientIdentifier: text('a Client Identifier in quotes').exactOptional(),
  deniedPublishTopic: text('a Topic Name in quotes').exactOptional(),
  httpPublish: table({
    kind: z.enum(['rabbitmq', 'emqx', 'reference'], { error: '"rabbitmq", "emqx" or "reference"' }),
    url: z.url({ protocol: /^https?$/, error: 'a URL such as "http://localhost:18083/api/v5/publish"' }),
    credentials: credentials.exactOptional(),
    token: text('a token in quotes').exactOptional(),
  }).exactOptional(),
  concurrency: z.int({ error: concurrency }).min(1, { error: concurrency }).exactOptional(),
  start: list(text('a word in quotes'), start).min(1, { error: start }).exactOptional(),
  startTimeoutSeconds: z.number({ error: timeout }).positive({ error: timeout }).exactOptional(),
});

export type ProfileFile = z.infer<typeof profileSchema>;
