import { createDecoder, type Decoder } from '../../src/packet/decoder.ts';
import { encode } from '../../src/packet/encode.ts';
import type { Packet } from '../../src/packet/packet.ts';
import type { ByteStream } from '../../src/transport/byte-stream.ts';
import { answer, type Event, end, isAllowed, withCode } from './expectation.ts';
import type { Model } from './model.ts';

const pingreq = encode({ type: 'pingreq' }, '5.0');
const firstFailure = 0x80;
const takenOver = withCode('disconnect', 0x8e);

const explains = (event: Event): boolean =>
  event !== withCode('connack', 0x00) && (event.startsWith('connack') || event.startsWith('disconnect'));

/** One connection to the broker: what was sent on it, what came back, and whether that is allowed. */
export class Conversation {
  readonly model: Model;
  /** All frames so far, for whoever plays them again. */
  readonly sent: Uint8Array[] = [];
  /** Another connection came with the same Client Identifier. */
  mayBeTakenOver = false;
  /** How the broker ended it: its CONNACK or DISCONNECT, or `end` without one. Absent while it goes on. */
  ending: Event | undefined;
  /** Sendings so far. */
  turns = 0;
  readonly #stream: ByteStream;
  readonly #observed: Event[] = [];
  #hasEnded = false;
  #decoder: Decoder | undefined;
  #complaint: string | undefined;

  constructor(stream: ByteStream, model: Model) {
    this.#stream = stream;
    this.model = model;
    stream.onData((chunk) => this.#read(chunk));
    stream.onEnd(() => {
      this.#hasEnded = true;
      this.#observed.push(end);
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * Sends frames, and a PINGREQ whose answer shows that all of them were looked at. A connection that has to end gets
   * the PINGREQ too: it must not be answered.
   *
   * @param cut divides the bytes as the network would
   */
  send(frames: readonly Uint8Array[], cut: (bytes: Buffer) => readonly Uint8Array[]): void {
    const bytes: Uint8Array[] = [];
    const push = (frame: Uint8Array): void => {
      this.model.push(frame);
      bytes.push(frame);
    };
    for (const frame of frames) {
      push(frame);
      this.sent.push(frame);
      if (this.model.state === 'ended') break;
    }
    const { state, pendingBytes } = this.model;
    if (state === 'ended' || (state === 'connected' && pendingBytes === 0)) push(pingreq);
    this.turns += 1;
    for (const piece of cut(Buffer.concat(bytes))) this.#stream.write(piece);
  }

  /** Nothing more is to come for what was sent. */
  get isSettled(): boolean {
    if (this.#hasEnded || this.model.isTightLipped || this.#complaint !== undefined) return true;
    if (this.#isWrongAlready()) return true;
    // Behind a DISCONNECT the end of the stream is still to come.
    if (this.model.state === 'ended' || this.#observed.at(-1)?.startsWith('disconnect')) return false;
    return this.#observed.length >= this.model.expectation.events.length;
  }

  /** What came back is no beginning of what is allowed: there is nothing to wait for. */
  #isWrongAlready(): boolean {
    const { events, mayEnd } = this.model.expectation;
    if (mayEnd.length > 0 || this.mayBeTakenOver) return false;
    return this.#observed.some((event, index) => event !== events[index]);
  }

  /** What is wrong with what came back; absent when all of it is allowed. */
  judge(): string | undefined {
    if (this.#complaint !== undefined) return this.#complaint;
    if (this.model.isTightLipped) return undefined;
    const { expectation } = this.model;
    if (!isAllowed(this.#observed, expectation) && !this.#wasTakenOver()) {
      const allowed = expectation.mayEnd.map(({ after, by }) => `${by.join(', ')} after ${after}`);
      return `the broker gave [${this.#observed.join(', ')}], but had to give [${expectation.events.join(', ')}]${allowed.map((one) => `, or [${one}]`).join('')}`;
    }
    if (this.#hasEnded) {
      const last = this.#observed.at(-2) ?? end;
      this.ending = explains(last) ? last : end;
      this.model.close();
    }
    this.model.settle();
    this.#observed.length = 0;
    return undefined;
  }

  /** Whatever it was about to answer. [5.0/MQTT-3.1.4-3] [3.1.1/MQTT-3.1.4-2] */
  #wasTakenOver(): boolean {
    const { events } = this.model.expectation;
    const last = this.model.answerVersion === '5.0' ? [takenOver, end] : [end];
    const before = this.#observed.slice(0, -last.length);
    return (
      this.mayBeTakenOver &&
      last.every((event, index) => this.#observed[before.length + index] === event) &&
      before.every((event, index) => events[index] === event)
    );
  }

  /** Leaves without a word, or with an end that the broker may see. */
  leave(way: 'reset' | 'close'): void {
    if (way === 'reset') this.#stream.reset();
    else this.#stream.close();
  }

  #read(chunk: Uint8Array): void {
    this.#decoder ??= createDecoder({ receiver: 'client', version: this.model.answerVersion });
    this.#decoder.push(chunk);
    for (let decoded = this.#decoder.next(); decoded !== undefined; decoded = this.#decoder.next()) {
      if (decoded.kind === 'packet') this.#note(decoded.packet);
      else
        this.#complaint = `the broker sent what it may not: ${decoded.violation.code}, ${decoded.violation.detail}`;
    }
  }

  #note(packet: Packet): void {
    switch (packet.type) {
      case 'publish':
        if (packet.qos > 0) this.model.session?.onDelivery(packet.qos as 1 | 2, packet.packetIdentifier ?? 0);
        return;
      case 'connack':
      case 'auth':
      case 'disconnect':
        return void this.#observed.push(withCode(packet.type, packet.reasonCode));
      case 'pubrec':
        this.model.session?.onPubrec(packet.packetIdentifier, packet.reasonCode >= firstFailure);
        return void this.#observed.push(answer('pubrec', packet.packetIdentifier));
      case 'puback':
      case 'pubcomp':
      case 'suback':
      case 'unsuback':
        return void this.#observed.push(answer(packet.type, packet.packetIdentifier));
      case 'pubrel':
        // After a resume the broker goes on with exchanges that the model does not know.
        if (this.model.isResumed) return;
        return void this.#observed.push(answer('pubrel', packet.packetIdentifier));
      default:
        return void this.#observed.push(packet.type);
    }
  }
}
