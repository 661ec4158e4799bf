import type { Decoded, Decoder, Packet } from '../../packet/index.ts';
import { createDecoder, encode } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { ByteStream, StreamEnd } from '../../transport/index.ts';
import { systemClock } from '../../transport/index.ts';

/** What a server of unknown kind did next. */
export type LinkEvent =
  | { readonly kind: 'packet'; readonly packet: Packet }
  /** It may be MQTT, but not as the standard writes it. */
  | { readonly kind: 'malformed'; readonly detail: string; readonly bytes: Uint8Array }
  /** The first byte belongs to no packet that a server may begin with. */
  | { readonly kind: 'foreign'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended'; readonly end: StreamEnd }
  | { readonly kind: 'silent' }
  /** It sent more than anybody would who was asked so little; we cut the connection. */
  | { readonly kind: 'flooded' };

/** A connection to a server of which nothing is known yet: every wait ends, and so does every reading. */
export interface Link extends AsyncDisposable {
  send(packet: Packet): void;
  /** Sends a last packet and ends the connection in order; disposing without it cuts the connection. */
  leave(packet: Packet): void;
  /** The next thing that happens, `silent` when it is nothing within the deadline. */
  next(): Promise<LinkEvent>;
}

export interface LinkOptions {
  readonly version: ProtocolVersion;
  /** Of each `next`. */
  readonly timeoutMs: number;
}

const readLimitBytes = 256 * 1024;
const connackByte = 0x20;
const disconnectByte = 0xe0;
/** CONNACK of 3.1.1 has two bytes after its Fixed Header, CONNACK of 5.0 at least three. */
const remainingLengthOf311 = 2;

/** Puts MQTT on top of a stream that was just opened. */
export const openLink = (stream: ByteStream, { version, timeoutMs }: LinkOptions): Link => {
  const events = eventQueue(timeoutMs);
  const read = packetReader(version);
  let readBytes = 0;
  let stopped = false;
  const stop = (event: LinkEvent): void => {
    stopped = true;
    events.put(event);
    stream.reset();
  };
  stream.onData((chunk) => {
    if (stopped) return;
    readBytes += chunk.length;
    for (const event of read(chunk)) {
      if (event.kind !== 'packet') return stop(event);
      events.put(event);
    }
    if (readBytes > readLimitBytes) stop({ kind: 'flooded' });
  });
  stream.onEnd((end) => events.put({ kind: 'ended', end }));
  return {
    send: (packet) => stream.write(encode(packet, version)),
    leave: (packet) => {
      stream.write(encode(packet, version));
      stream.close();
    },
    next: events.next,
    [Symbol.asyncDispose]: async () => {
      await stream[Symbol.asyncDispose]();
    },
  };
};

/**
 * The first two bytes decide: a server that lacks 5.0 says so in the form of 3.1.1, and one that is no MQTT
 * server must not get as far as the decoder.
 */
const formOf = (
  [first, second]: Uint8Array,
  version: ProtocolVersion,
): ProtocolVersion | 'foreign' | 'unknown' => {
  if (first === undefined) return 'unknown';
  if (first !== connackByte && first !== disconnectByte) return 'foreign';
  if (second === undefined) return 'unknown';
  return first === connackByte && second === remainingLengthOf311 ? '3.1.1' : version;
};

/** Gives what each chunk completes; the first event that is no packet is the last. */
const packetReader = (version: ProtocolVersion) => {
  let head: Uint8Array = new Uint8Array();
  let decoder: Decoder | undefined;
  const decode = (into: Decoder, bytes: Uint8Array): readonly LinkEvent[] => {
    into.push(bytes);
    const events: LinkEvent[] = [];
    for (let decoded = into.next(); decoded !== undefined; decoded = into.next()) {
      events.push(eventOf(decoded));
      if (decoded.kind === 'violation') break;
    }
    return events;
  };
  return (chunk: Uint8Array): readonly LinkEvent[] => {
    if (decoder !== undefined) return decode(decoder, chunk);
    head = Buffer.concat([head, chunk]);
    const form = formOf(head, version);
    if (form === 'unknown') return [];
    if (form === 'foreign') return [{ kind: 'foreign', bytes: head }];
    decoder = createDecoder({
      receiver: 'client',
      version: form,
      maximumPacketSizeBytes: readLimitBytes,
    });
    return decode(decoder, head);
  };
};

const eventOf = (decoded: Decoded): LinkEvent =>
  decoded.kind === 'packet'
    ? { kind: 'packet', packet: decoded.packet }
    : { kind: 'malformed', detail: decoded.violation.detail, bytes: decoded.bytes };

const eventQueue = (timeoutMs: number) => {
  const queue: LinkEvent[] = [];
  let waiting: ((event: LinkEvent) => void) | undefined;
  const put = (event: LinkEvent): void => {
    if (waiting === undefined) {
      queue.push(event);
      return;
    }
    const deliver = waiting;
    waiting = undefined;
    deliver(event);
  };
  const next = async (): Promise<LinkEvent> => {
    const queued = queue.shift();
    if (queued !== undefined) return queued;
    const arrival = new Promise<LinkEvent>((settle) => {
      waiting = settle;
    });
    using _deadline = systemClock.setTimer(timeoutMs, () => put({ kind: 'silent' }));
    return await arrival;
  };
  return { put, next };
};
