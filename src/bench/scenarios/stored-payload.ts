import { messageHeaderBytes, writeSequence, writeTopic } from '../generator/message-header.ts';

/** The payload of a message that waits in the target: it has no due time. */
export function storedPayload(payloadBytes: number, topic: number, sequence: number): Uint8Array {
  const payload = new Uint8Array(payloadBytes).fill(0x61, messageHeaderBytes);
  const view = new DataView(payload.buffer);
  writeTopic(view, 0, topic);
  writeSequence(view, 0, sequence);
  return payload;
}
