/** What each payload says: who sent it, as its how manieth, and with which QoS. */
export interface MessageId {
  readonly publisher: number;
  readonly sequence: number;
  readonly qos: 1 | 2;
}

export function payloadOf({ publisher, sequence, qos }: MessageId): Uint8Array {
  return Buffer.from(`${publisher} ${sequence} ${qos} ${'.'.repeat(sequence % 200)}`);
}

/** Absent when nobody of ours wrote it. */
export function idOf(payload: Uint8Array): MessageId | undefined {
  const [publisher, sequence, qos] = Buffer.from(payload).toString().split(' ').map(Number);
  if (publisher === undefined || sequence === undefined || (qos !== 1 && qos !== 2)) return undefined;
  return { publisher, sequence, qos };
}
