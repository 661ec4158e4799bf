/** Told of every message that the broker takes in, while somebody looks. */
export interface MessageTap {
  onMessage?: (topicName: string) => void;
}

export interface TopicRate {
  readonly topicName: string;
  readonly messagesPerSecond: number;
}

/** The busiest topics of the last seconds, in bounded memory. */
export interface TopicRates {
  count(topicName: string): void;
  /** The busiest first. */
  busiest(most: number): readonly TopicRate[];
}

/** Topics that have a counter at one time. */
const topicsKept = 512;

/** A window this long is a rate; rates change once a window. */
const windowMillis = 5_000;

/** Longer topics count as one, or hostile ones would take 512 times 64 KiB. */
const longestTopic = 1_024;
const longTopics = `(topics longer than ${longestTopic} characters)`;

/**
 * Counts topics as Misra and Gries do, the counters of space-saving with another way to make room: when the table is
 * full, the median is taken from all counts and the empty ones leave. That is half the table each time, so a message
 * costs one look-up and a constant on top, whatever comes. A count is too low by at most 1 in `topicsKept / 2`
 * of all messages, never too high.
 */
export function createTopicRates(nowMillis: () => number): TopicRates {
  let counts = new Map<string, number>();
  let startedAtMillis = nowMillis();
  let last: readonly TopicRate[] | undefined;

  function makeRoom(): void {
    const sorted = [...counts.values()].sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    for (const [topicName, count] of counts) {
      if (count <= median) counts.delete(topicName);
      else counts.set(topicName, count - median);
    }
  }

  function ratesSince(elapsedMillis: number): readonly TopicRate[] {
    return [...counts]
      .map(([topicName, count]) => ({ topicName, messagesPerSecond: (count * 1_000) / elapsedMillis }))
      .sort((a, b) => b.messagesPerSecond - a.messagesPerSecond);
  }

  return {
    count(topicName) {
      const key = topicName.length > longestTopic ? longTopics : topicName;
      const known = counts.get(key);
      if (known === undefined && counts.size >= topicsKept) makeRoom();
      counts.set(key, (known ?? 0) + 1);
    },
    busiest(most) {
      const elapsedMillis = nowMillis() - startedAtMillis;
      if (elapsedMillis < windowMillis)
        return (last ?? ratesSince(Math.max(1_000, elapsedMillis))).slice(0, most);
      last = ratesSince(elapsedMillis);
      counts = new Map();
      startedAtMillis = nowMillis();
      return last.slice(0, most);
    },
  };
}
