/** What was published as retained message of each topic, numbered from 1; every fifth removes it. */
export interface RetainedLedger {
  readonly topics: readonly string[];
  /** The payload of the next message of a topic; empty where it removes the retained one. */
  next(topicName: string): Uint8Array;
  noteAcknowledged(topicName: string, payload: Uint8Array): void;
  /** @param found payloads by topic, as a new subscriber got them */
  faults(found: ReadonlyMap<string, Uint8Array>): readonly string[];
}

interface TopicState {
  sent: number;
  /** The number of each removal that was sent and not acknowledged, oldest first: its payload does not say. */
  readonly removals: number[];
  acknowledged: number;
}

const removalEvery = 5;
const isRemoval = (number: number): boolean => number % removalEvery === 0;

export function createRetainedLedger(count: number): RetainedLedger {
  const states = new Map<string, TopicState>(
    Array.from({ length: count }, (_, index) => [
      `kept/${index}`,
      { sent: 0, removals: [], acknowledged: 0 },
    ]),
  );

  /** Any message from the last acknowledged one on may be the last that the broker took. */
  function mayStand(state: TopicState, payload: Uint8Array | undefined): boolean {
    const number = payload === undefined ? undefined : Number(Buffer.from(payload).toString());
    if (number !== undefined)
      return number >= state.acknowledged && number <= state.sent && !isRemoval(number);
    for (let candidate = state.acknowledged; candidate <= state.sent; candidate += 1) {
      if (isRemoval(candidate)) return true;
    }
    return false;
  }

  return {
    topics: [...states.keys()],
    next(topicName) {
      const state = states.get(topicName);
      if (state === undefined) return Buffer.alloc(0);
      state.sent += 1;
      if (!isRemoval(state.sent)) return Buffer.from(String(state.sent));
      state.removals.push(state.sent);
      return Buffer.alloc(0);
    },
    noteAcknowledged(topicName, payload) {
      const state = states.get(topicName);
      if (state === undefined) return;
      const number = payload.length === 0 ? state.removals.shift() : Number(Buffer.from(payload).toString());
      state.acknowledged = Math.max(state.acknowledged, number ?? 0);
    },
    faults(found) {
      return [...states].flatMap(([topicName, state]) => {
        const payload = found.get(topicName);
        if (mayStand(state, payload)) return [];
        const shown = payload === undefined ? 'nothing' : `message ${Buffer.from(payload).toString()}`;
        return [
          `Retained: ${topicName} holds ${shown}, though message ${state.acknowledged} was acknowledged.`,
        ];
      });
    },
  };
}
