import { createDecoder } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { Frame } from './saboteur.ts';

/**
 * Cuts one direction of a connection into frames without judging them: what is malformed passes as bytes.
 * Where even the Remaining Length is broken, everything from there on is one opaque frame after another.
 */
export function createFrameCutter(receiver: 'client' | 'server', mqtt: ProtocolVersion) {
  let pending: Buffer = Buffer.alloc(0);
  let opaque = false;

  function decode(bytes: Uint8Array): Frame {
    const decoder = createDecoder({ receiver, version: mqtt });
    decoder.push(bytes);
    const decoded = decoder.next();
    return { bytes, packet: decoded?.kind === 'packet' ? decoded.packet : undefined };
  }

  return function cut(chunk: Uint8Array): readonly Frame[] {
    if (opaque) return [{ bytes: chunk, packet: undefined }];
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const length = frameLength(pending);
      if (length === 'malformed') {
        opaque = true;
        frames.push({ bytes: pending, packet: undefined });
        return frames;
      }
      if (length === undefined || pending.length < length) return frames;
      frames.push(decode(pending.subarray(0, length)));
      pending = pending.subarray(length);
    }
  };
}

function frameLength(bytes: Uint8Array): number | 'malformed' | undefined {
  let remainingLength = 0;
  for (let index = 1; index <= 4; index += 1) {
    const byte = bytes[index];
    if (byte === undefined) return undefined;
    remainingLength += (byte & 0x7f) * 128 ** (index - 1);
    if ((byte & 0x80) === 0) return 1 + index + remainingLength;
  }
  return 'malformed';
}
