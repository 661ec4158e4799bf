import type { Publish } from '../../../src/packet/index.ts';
import { probePayload } from '../../../src/peer/index.ts';

/** A probe only shows that a path delivers: a lie that met it would spoil the set-up, and prove nothing. */
export function isProbe({ payload }: Publish): boolean {
  return Buffer.from(payload).toString('latin1').startsWith(probePayload);
}

export function isMessage(packet: Publish): boolean {
  return !isProbe(packet);
}

/** The same message at QoS 0. */
export function atQoS0({ topicName, payload, retain, properties }: Publish): Publish {
  const packet = { type: 'publish', topicName, payload, qos: 0, dup: false, retain } as const;
  return properties === undefined ? packet : { ...packet, properties };
}

/** The packet with bits of its first byte set. */
export function withFlags(bytes: Uint8Array, mask: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[0] = (changed[0] ?? 0) | mask;
  return changed;
}

/** The parts of a PUBLISH of less than 128 bytes. */
export interface Parts {
  readonly topicName: Uint8Array;
  /** What follows the Topic Name. */
  readonly rest: Uint8Array;
}

/** Puts a PUBLISH of less than 128 bytes together anew from its parts. */
export function rearranged(bytes: Uint8Array, order: (parts: Parts) => readonly Uint8Array[]): Uint8Array {
  const [first = 0, , high = 0, low = 0] = bytes;
  const endOfName = 4 + high * 256 + low;
  const body = Buffer.concat(
    order({ topicName: bytes.subarray(2, endOfName), rest: bytes.subarray(endOfName) }),
  );
  return Buffer.concat([Buffer.from([first, body.length]), body]);
}
