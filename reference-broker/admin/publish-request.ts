import { z } from 'zod';
import type { QoS } from '../../src/packet/qos.ts';
import type { LocalMessage } from '../local-publish.ts';

/** What a `POST /publish` asks for, or why it cannot be understood: a sentence. */
export type PublishRequest =
  | { readonly kind: 'message'; readonly message: LocalMessage }
  | { readonly kind: 'flawed'; readonly flaw: string };

interface RawRequest {
  /** What follows the question mark. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

class Flaw extends Error {}

/** What the query may say. */
interface Terms {
  readonly topic?: string | undefined;
  readonly qos?: QoS | undefined;
  readonly retain?: boolean | undefined;
}

const qos = z.union([z.literal(0), z.literal(1), z.literal(2)], { error: 'must be 0, 1 or 2' });

const document = z.strictObject({
  payload: z.string().default(''),
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
  topic: z.string().optional(),
  qos: qos.optional(),
  retain: z.boolean().optional(),
  contentType: z.string().optional(),
  messageExpiryIntervalSeconds: z.number().optional(),
  // A list keeps the order and lets a name come twice.
  userProperties: z
    .union([z.array(z.tuple([z.string(), z.string()])), z.record(z.string(), z.string())], {
      error: 'must be an object of strings or a list of [name, value]',
    })
    .optional(),
});

/**
 * Reads a request: the query names topic, qos and retain, the body is the payload; or the body is JSON and says
 * everything, topic, qos and retain included. What both say must be the same, or it is a mistake of somebody's.
 */
export function parsePublishRequest(raw: RawRequest): PublishRequest {
  try {
    const query = parseQuery(raw.query);
    const message = isJson(raw.contentType) ? messageOfJson(query, raw.body) : messageOf(query, raw.body);
    return { kind: 'message', message };
  } catch (error) {
    if (error instanceof Flaw) return { kind: 'flawed', flaw: error.message };
    throw error;
  }
}

const isJson = (contentType = ''): boolean => /^application\/json\s*(?:;|$)/i.test(contentType.trim());

function messageOf({ topic, ...terms }: Terms, payload: Uint8Array): LocalMessage {
  if (topic === undefined) throw new Flaw('The topic is missing: name it in the query, ?topic=a/b.');
  return {
    topicName: topic,
    payload,
    ...(terms.qos === undefined ? {} : { qos: terms.qos }),
    ...(terms.retain === undefined ? {} : { retain: terms.retain }),
  };
}

function messageOfJson(query: Terms, body: Uint8Array): LocalMessage {
  const { payload, encoding, contentType, messageExpiryIntervalSeconds, userProperties, ...terms } =
    parseJson(body);
  const agreed: Terms = {
    topic: agree('topic', query.topic, terms.topic),
    qos: agree('qos', query.qos, terms.qos),
    retain: agree('retain', query.retain, terms.retain),
  };
  return {
    ...messageOf(agreed, payloadOf(payload, encoding)),
    ...(contentType === undefined ? {} : { contentType }),
    ...(messageExpiryIntervalSeconds === undefined ? {} : { messageExpiryIntervalSeconds }),
    ...(userProperties === undefined ? {} : { userProperty: pairsOf(userProperties) }),
  };
}

function agree<T>(name: string, inQuery: T | undefined, inBody: T | undefined): T | undefined {
  if (inQuery === undefined || inBody === undefined) return inQuery ?? inBody;
  if (inQuery === inBody) return inQuery;
  throw new Flaw(`The query and the body name another ${name}: name it in one of them.`);
}

const pairsOf = (
  properties: readonly (readonly [string, string])[] | Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] =>
  Array.isArray(properties) ? properties : Object.entries(properties as Readonly<Record<string, string>>);

function payloadOf(payload: string, encoding: 'utf8' | 'base64'): Uint8Array {
  if (encoding === 'utf8') return Buffer.from(payload, 'utf8');
  const bytes = Buffer.from(payload, 'base64');
  // Node skips what is not base64.
  if (bytes.toString('base64') !== payload)
    throw new Flaw('The payload is not base64 (RFC 4648, with padding).');
  return bytes;
}

function parseJson(body: Uint8Array): z.output<typeof document> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Flaw(
      'The body is not JSON in UTF-8: correct it, or send the payload as application/octet-stream.',
    );
  }
  const parsed = document.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? 'The body' : `The key ${issue.path.join('.')}`;
  throw new Flaw(`${at} of the JSON is wrong: ${issue?.message ?? 'it does not fit'}.`);
}

/** By hand, because URLSearchParams makes U+FFFD of what is not UTF-8 and takes a name that comes twice. */
function parseQuery(query: string): Terms {
  const found = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name = '', ...rest] = pair.split('=');
    if (found.has(name)) throw new Flaw(`The query names ${readable(name)} twice: name it once.`);
    found.set(name, decode(rest.join('=')));
  }
  for (const name of found.keys()) {
    if (name === 'topic' || name === 'qos' || name === 'retain') continue;
    throw new Flaw(`The query knows topic, qos and retain, but not ${readable(name)}.`);
  }
  return {
    topic: found.get('topic'),
    qos: oneOf(found, 'qos', { 0: 0, 1: 1, 2: 2 } as const),
    retain: oneOf(found, 'retain', { 0: false, 1: true } as const),
  };
}

function oneOf<T>(
  found: ReadonlyMap<string, string>,
  name: string,
  values: Readonly<Record<string, T>>,
): T | undefined {
  const given = found.get(name);
  if (given === undefined) return undefined;
  if (Object.hasOwn(values, given)) return values[given];
  throw new Flaw(`The ${name} of the query must be one of ${Object.keys(values).join(', ')}.`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Flaw('The query is not percent-encoded UTF-8.');
  }
}

const readable = (name: string): string => JSON.stringify(name.slice(0, 40));
