/**
 * What a message carries at the beginning of its payload, so that its receiver can account for it alone:
 *
 * | bytes | what |
 * | --- | --- |
 * | 0-1 | number of its topic within the worker |
 * | 2-5 | sequence within the topic, from 0 |
 * | 6-11 | when it was due, in microseconds of the machine's monotonic clock |
 * | 12-15 | how much later it was written, in microseconds |
 */
export const messageHeaderBytes = 16;

/** Most topics of one worker. */
export const mostTopics = 65_536;

const topicAt = 0;
const sequenceAt = 2;
const dueLowAt = 6;
const dueHighAt = 10;
const delayAt = 12;
const twoTo32 = 4_294_967_296;

export function writeTopic(view: DataView, payload: number, topic: number): void {
  view.setUint16(payload + topicAt, topic);
}

export function writeSequence(view: DataView, payload: number, sequence: number): void {
  view.setUint32(payload + sequenceAt, sequence);
}

/** @param dueMicros whole microseconds */
export function writeTimes(view: DataView, payload: number, dueMicros: number, delayMicros: number): void {
  const high = Math.floor(dueMicros / twoTo32);
  view.setUint32(payload + dueLowAt, dueMicros - high * twoTo32);
  view.setUint16(payload + dueHighAt, high);
  view.setUint32(payload + delayAt, delayMicros);
}

export function readTopic(view: DataView, payload: number): number {
  return view.getUint16(payload + topicAt);
}

export function readSequence(view: DataView, payload: number): number {
  return view.getUint32(payload + sequenceAt);
}

export function readDueMicros(view: DataView, payload: number): number {
  return view.getUint16(payload + dueHighAt) * twoTo32 + view.getUint32(payload + dueLowAt);
}

export function readDelayMicros(view: DataView, payload: number): number {
  return view.getUint32(payload + delayAt);
}
