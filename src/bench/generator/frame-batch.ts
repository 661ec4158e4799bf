import { encode } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { messageHeaderBytes, writeSequence, writeTimes, writeTopic } from './message-header.ts';

/** The messages of one topic, as they are sent. */
export interface MessageForm {
  readonly version: ProtocolVersion;
  readonly topicName: string;
  /** Number of the topic within the worker. */
  readonly topic: number;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly payloadBytes: number;
  /** 5.0: stands for the Topic Name in every message of this batch. */
  readonly topicAlias?: number;
}

/**
 * Messages of one topic, encoded one behind the other in memory that is used again and again: before a write
 * only what differs is put in, which is what makes millions of messages a second possible.
 */
export interface FrameBatch {
  readonly frameBytes: number;
  /** Messages that fit; grows on demand up to a bound. */
  readonly capacity: number;
  fill(index: number, message: FilledMessage): void;
  /** The first so many messages. */
  bytes(count: number): Uint8Array;
  /** The memory now belongs to somebody else: take new one. */
  renew(): void;
  /** Makes room for more, as far as the bound allows. */
  grow(wanted: number): void;
}

export interface FilledMessage {
  sequence: number;
  dueMicros: number;
  delayMicros: number;
  /** 0 at QoS 0. */
  packetIdentifier: number;
}

const mostMessages = 256;
const mostBytes = 64 * 1024;

export function createFrameBatch(form: MessageForm): FrameBatch {
  const frame = encodeFrame(form);
  const payload = frame.length - form.payloadBytes;
  // Behind the Topic Name and before properties and payload. (5.0 section 3.3.2.2)
  const identifier = form.qos === 0 ? 0 : identifierOffset(frame);
  const bound = Math.max(1, Math.min(mostMessages, Math.floor(mostBytes / frame.length)));
  let capacity = 1;
  let memory = prefilled(frame, capacity);
  let view = new DataView(memory.buffer);

  function allocate(): void {
    memory = prefilled(frame, capacity);
    view = new DataView(memory.buffer);
  }

  return {
    frameBytes: frame.length,
    get capacity() {
      return capacity;
    },
    fill(index, message) {
      const start = index * frame.length;
      writeSequence(view, start + payload, message.sequence);
      writeTimes(view, start + payload, message.dueMicros, message.delayMicros);
      if (identifier !== 0) view.setUint16(start + identifier, message.packetIdentifier);
    },
    bytes: (count) => memory.subarray(0, count * frame.length),
    renew: allocate,
    grow(wanted) {
      if (wanted <= capacity || capacity === bound) return;
      while (capacity < wanted && capacity < bound) capacity = Math.min(bound, capacity * 4);
      allocate();
    },
  };
}

/** A message at QoS 0 with the Topic Name, and with the alias, if there is one, that stands for it from then on. */
export function encodeOpening(form: MessageForm, sequence: number): Uint8Array {
  const payload = new Uint8Array(messageHeaderBytes);
  const view = new DataView(payload.buffer);
  writeTopic(view, 0, form.topic);
  writeSequence(view, 0, sequence);
  const { topicName, topicAlias } = form;
  const properties = topicAlias === undefined ? {} : { properties: { topicAlias } };
  return encode(
    { type: 'publish', topicName, payload, qos: 0, dup: false, retain: false, ...properties },
    form.version,
  );
}

/** One message with zeros where fields change. */
function encodeFrame(form: MessageForm): Uint8Array {
  const payload = new Uint8Array(form.payloadBytes);
  for (let at = messageHeaderBytes; at < payload.length; at += 1) payload[at] = 0x61 + (at % 26);
  writeTopic(new DataView(payload.buffer), 0, form.topic);
  const alias = form.topicAlias;
  return encode(
    {
      type: 'publish',
      topicName: alias === undefined ? form.topicName : '',
      payload,
      qos: form.qos,
      dup: false,
      retain: form.retain,
      ...(form.qos === 0 ? {} : { packetIdentifier: 1 }),
      ...(alias === undefined ? {} : { properties: { topicAlias: alias } }),
    },
    form.version,
  );
}

function identifierOffset(frame: Uint8Array): number {
  let body = 2;
  while ((frame[body - 1] as number) >= 128) body += 1;
  return body + 2 + (((frame[body] as number) << 8) | (frame[body + 1] as number));
}

function prefilled(frame: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(frame.length * count);
  for (let index = 0; index < count; index += 1) memory.set(frame, index * frame.length);
  return memory;
}
