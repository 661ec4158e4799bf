/** Topic Names that came of late, each with its bytes: for the next packet with the same one nothing is read anew. */
interface KnownTopic {
  readonly bytes: Uint8Array;
  readonly topicName: string;
}

const places = 1024;
const known: (KnownTopic | undefined)[] = Array.from({ length: places }, () => undefined);

/** Longer ones are read as any string is: a memory of a thousand of them would be large. */
const longestKnownBytes = 200;

/** Topics of one system differ at their end, so it says most about them. */
function placeOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = end - 1; at >= start && at >= end - 8; at -= 1)
    hash = (hash * 31 + (bytes[at] as number)) | 0;
  return (hash ^ (hash >>> 10)) & (places - 1);
}

/** The Topic Name that these bytes are known to be, if they are. It was valid when it was remembered. */
export function knownTopicName(bytes: Uint8Array, start: number, end: number): string | undefined {
  const topic = known[placeOf(bytes, start, end)];
  if (topic === undefined || topic.bytes.length !== end - start) return undefined;
  for (let at = topic.bytes.length - 1; at >= 0; at -= 1)
    if (topic.bytes[at] !== bytes[start + at]) return undefined;
  return topic.topicName;
}

/** @param topicName valid, and read from these bytes */
export function rememberTopicName(bytes: Uint8Array, start: number, end: number, topicName: string): void {
  if (end - start > longestKnownBytes) return;
  known[placeOf(bytes, start, end)] = { bytes: new Uint8Array(bytes.subarray(start, end)), topicName };
}
