import { messageHeaderBytes } from './message-header.ts';

/** Packet types as they stand in the first byte of a packet. (5.0 section 2.1.2) */
export const packetTypes = {
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  suback: 9,
  unsuback: 11,
  pingresp: 13,
  disconnect: 14,
  auth: 15,
} as const;

/** What a scanner finds. Offsets are valid during the call only. */
export interface FrameListener {
  /**
   * A PUBLISH. At least `messageHeaderBytes` of its payload lie at `payload`, or the whole payload.
   *
   * @param payloadBytes length of the whole payload
   * @param packetIdentifier 0 at QoS 0
   */
  onPublish(
    view: DataView,
    payload: number,
    payloadBytes: number,
    flags: number,
    packetIdentifier: number,
  ): void;
  /** PUBACK, PUBREC, PUBREL or PUBCOMP. `reasonCode` is 0 where there is none. */
  onAcknowledgement(type: number, packetIdentifier: number, reasonCode: number): void;
  /** Any other packet, whole; the bytes are a copy. */
  onOther(packet: Uint8Array): void;
}

/** Finds packets in a stream of bytes that is cut at any place. */
export interface FrameScanner {
  /** @throws FrameError */
  scan(bytes: Uint8Array, view: DataView, length: number): void;
}

/** Bytes that cannot be MQTT: the connection means nothing any more. */
export class FrameError extends Error {
  readonly code = 'not-mqtt';
  override readonly name = 'FrameError';
}

/** What one look at the beginning of a packet gives. */
interface Glance {
  /** Bytes of the packet that must lie in one piece before it can be handed on. */
  needed: number;
  /** Bytes of the whole packet; undefined while its length is not known. */
  frameBytes: number;
}

/** A head longer than this is no packet that a target has a reason to send us. */
const longestHeadBytes = 256 * 1024;

/**
 * A scanner for one connection. It looks at a message's head only and steps over the rest, so that a large
 * payload costs no copy.
 *
 * @param version 5.0 packets have properties to step over
 */
export function createFrameScanner(version: '3.1.1' | '5.0', listener: FrameListener): FrameScanner {
  return new Scanner(version, listener);
}

/** Of the scan under way: scans are never nested. */
const glance: Glance = { needed: 0, frameBytes: 0 };

/** A class, because a closure for each function of each connection is what the memory of thousands goes to. */
class Scanner implements FrameScanner {
  readonly #hasProperties: boolean;
  readonly #listener: FrameListener;
  /** Bytes of the present packet that are still to come and of no interest. */
  #skip = 0;
  #carry: Uint8Array | undefined = undefined;
  #carried = 0;

  constructor(version: '3.1.1' | '5.0', listener: FrameListener) {
    this.#hasProperties = version === '5.0';
    this.#listener = listener;
  }

  scan(bytes: Uint8Array, view: DataView, length: number): void {
    let at = 0;
    while (at < length) {
      if (this.#skip > 0) {
        const stepped = Math.min(this.#skip, length - at);
        this.#skip -= stepped;
        at += stepped;
      } else if (this.#carried > 0) {
        at += this.#completeCarry(bytes, at, length);
      } else {
        this.#look(bytes, at, length - at);
        if (glance.needed > length - at) return this.#keep(bytes, at, length);
        const { frameBytes } = glance;
        this.#handOn(bytes, view, at);
        const inside = Math.min(frameBytes, length - at);
        this.#skip = frameBytes - inside;
        at += inside;
      }
    }
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    this.#room(Math.max(glance.needed, to - from)).set(bytes.subarray(from, to), this.#carried);
    this.#carried += to - from;
  }

  #room(size: number): Uint8Array {
    if (size > longestHeadBytes)
      throw new FrameError('the target sends a packet with a head of over 256 KiB');
    if (this.#carry !== undefined && this.#carry.length >= size) return this.#carry;
    const larger = new Uint8Array(Math.max(64, size * 2));
    if (this.#carry !== undefined) larger.set(this.#carry.subarray(0, this.#carried));
    this.#carry = larger;
    return larger;
  }

  /** Adds what the packet in hand needs to be understood, and not a byte more; gives the bytes used. */
  #completeCarry(bytes: Uint8Array, from: number, length: number): number {
    let used = 0;
    for (;;) {
      this.#look(this.#carry as Uint8Array, 0, this.#carried);
      if (glance.needed <= this.#carried) break;
      const part = Math.min(glance.needed - this.#carried, length - from - used);
      if (part === 0) return used;
      this.#room(glance.needed).set(bytes.subarray(from + used, from + used + part), this.#carried);
      this.#carried += part;
      used += part;
    }
    const whole = this.#carry as Uint8Array;
    this.#skip = glance.frameBytes - this.#carried;
    this.#carried = 0;
    // An idle connection holds no memory for this.
    this.#carry = undefined;
    this.#handOn(whole, new DataView(whole.buffer), 0);
    return used;
  }

  /** How much of the packet at an offset must be there before it can be handed on. */
  #look(bytes: Uint8Array, at: number, available: number): void {
    glance.frameBytes = 0;
    let remaining = 0;
    let digits = 0;
    for (let factor = 1; ; factor *= 128) {
      if (digits === 4) throw new FrameError('the target sends a Remaining Length of more than 4 bytes');
      if (available < 2 + digits) {
        glance.needed = 2 + digits;
        return;
      }
      const digit = bytes[at + 1 + digits] as number;
      remaining += (digit & 0x7f) * factor;
      digits += 1;
      if (digit < 128) break;
    }
    const head = 1 + digits;
    glance.frameBytes = head + remaining;
    if ((bytes[at] as number) >> 4 !== packetTypes.publish || glance.frameBytes <= available) {
      glance.needed = glance.frameBytes;
      return;
    }
    glance.needed = Math.min(glance.frameBytes, this.#publishHead(bytes, at, available, head));
  }

  #publishHead(bytes: Uint8Array, at: number, available: number, head: number): number {
    if (available < head + 2) return head + 2;
    const topicBytes = ((bytes[at + head] as number) << 8) | (bytes[at + head + 1] as number);
    const identifierBytes = ((bytes[at] as number) & 0x06) === 0 ? 0 : 2;
    let end = head + 2 + topicBytes + identifierBytes;
    if (this.#hasProperties) {
      let propertyBytes = 0;
      for (let digits = 0, factor = 1; digits < 4; digits += 1, factor *= 128) {
        if (available < end + 1) return end + 1;
        const digit = bytes[at + end] as number;
        propertyBytes += (digit & 0x7f) * factor;
        end += 1;
        if (digit < 128) break;
      }
      end += propertyBytes;
    }
    return end + messageHeaderBytes;
  }

  #handOn(bytes: Uint8Array, view: DataView, at: number): void {
    const first = bytes[at] as number;
    const type = first >> 4;
    let body = at + 2;
    while ((bytes[body - 1] as number) >= 128) body += 1;
    const end = at + glance.frameBytes;
    if (type === packetTypes.publish) return this.#handOnPublish(bytes, view, first, body, end);
    if (type >= packetTypes.puback && type <= packetTypes.pubcomp) {
      if (end - body < 2)
        throw new FrameError('the target sends an acknowledgement without a Packet Identifier');
      this.#listener.onAcknowledgement(
        type,
        view.getUint16(body),
        end - body > 2 ? (bytes[body + 2] as number) : 0,
      );
      return;
    }
    this.#listener.onOther(bytes.slice(at, end));
  }

  #handOnPublish(bytes: Uint8Array, view: DataView, first: number, body: number, end: number): void {
    const topicEnd = body + 2 + (((bytes[body] as number) << 8) | (bytes[body + 1] as number));
    let payload = topicEnd;
    let packetIdentifier = 0;
    if ((first & 0x06) !== 0) {
      if (payload + 2 > end) throw tooShort();
      packetIdentifier = view.getUint16(payload);
      payload += 2;
    }
    if (this.#hasProperties) {
      let propertyBytes = 0;
      for (let factor = 1; payload < end; factor *= 128) {
        const digit = bytes[payload] as number;
        payload += 1;
        propertyBytes += (digit & 0x7f) * factor;
        if (digit < 128 || factor > 128 * 128) break;
      }
      payload += propertyBytes;
    }
    if (payload > end) throw tooShort();
    this.#listener.onPublish(view, payload, end - payload, first, packetIdentifier);
  }
}

function tooShort(): FrameError {
  return new FrameError('the target sends a PUBLISH whose parts are longer than itself');
}
