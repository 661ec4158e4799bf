import { type Budget, countLevels, type Limits } from './limits.ts';
import { type ApplicationMessage, isExpired } from './message.ts';
import { noRecords, type RetainedRecords } from './retained-records.ts';
import { createTopicTree, valuesMatchingFilter } from './topic-tree.ts';

/** The last retained message of each Topic Name. Not part of any Session. [3.1.1/MQTT-3.1.2-7] [5.0/U-4.1-10] */
export interface RetainedStore {
  readonly size: number;
  /** What they cost, each counted with its topic. */
  readonly bytes: number;
  /** Is there room for this message? Asked before the broker takes ownership of it. */
  hasRoomFor(message: ApplicationMessage): boolean;
  /** Stores a message with RETAIN 1, or removes the one of its topic if its payload is empty. */
  retain(message: ApplicationMessage): void;
  /** Puts back what was read from disk. */
  restore(message: ApplicationMessage): void;
  /** The unexpired messages whose Topic Name matches; absent when the budget does not last for the search. */
  matching(topicFilter: string, budget: Budget): ApplicationMessage[] | undefined;
}

/** How often a full store looks for expired messages to make room. */
const sweepIntervalMillis = 1_000;

/** A node of the tree costs memory too; a topic of thousands of levels must not be free. */
const bytesOfLevel = 128;

function costOf(message: ApplicationMessage): number {
  const levels = countLevels(message.topicName);
  return message.payload.length + message.topicName.length + levels * bytesOfLevel;
}

export function createRetainedStore(
  limits: Limits,
  nowMillis: () => number,
  records: RetainedRecords = noRecords,
): RetainedStore {
  const tree = createTopicTree<ApplicationMessage>();
  const expiringTopics = new Set<string>();
  let size = 0;
  let bytes = 0;
  let sweptAtMillis = Number.NEGATIVE_INFINITY;

  function remove(topicName: string): void {
    const known = tree.get(topicName);
    if (known === undefined) return;
    tree.delete(topicName);
    records.forget(topicName);
    expiringTopics.delete(topicName);
    size -= 1;
    bytes -= costOf(known);
  }

  function add(message: ApplicationMessage): void {
    // Stored with its QoS. [3.1.1/MQTT-3.3.1-5] [5.0/U-3.3.1.3-3]
    tree.set(message.topicName, message);
    if (message.messageExpiryIntervalSeconds !== undefined) expiringTopics.add(message.topicName);
    size += 1;
    bytes += costOf(message);
  }

  function fits(message: ApplicationMessage): boolean {
    const replaced = tree.get(message.topicName);
    const sizeAfter = replaced === undefined ? size + 1 : size;
    const bytesAfter = bytes + costOf(message) - (replaced === undefined ? 0 : costOf(replaced));
    return sizeAfter <= limits.retainedMessages && bytesAfter <= limits.retainedBytes;
  }

  function sweepExpired(): void {
    const now = nowMillis();
    if (now - sweptAtMillis < sweepIntervalMillis) return;
    sweptAtMillis = now;
    for (const topicName of expiringTopics) {
      const message = tree.get(topicName);
      if (message !== undefined && isExpired(message, now)) remove(topicName);
    }
  }

  return {
    get size() {
      return size;
    },
    get bytes() {
      return bytes;
    },
    hasRoomFor(message) {
      if (message.payload.length === 0 || fits(message)) return true;
      sweepExpired();
      return fits(message);
    },
    retain(message) {
      // Replaced or removed, the old one goes first.
      // [5.0/MQTT-3.3.1-5] [5.0/MQTT-3.3.1-6] [3.1.1/MQTT-3.3.1-7] [3.1.1/MQTT-3.3.1-10]
      remove(message.topicName);
      // [5.0/MQTT-3.3.1-7] [3.1.1/MQTT-3.3.1-11]
      if (message.payload.length === 0) return;
      add(message);
      records.keep(message);
    },
    restore: add,
    matching(topicFilter, budget) {
      const now = nowMillis();
      const found = valuesMatchingFilter(tree, topicFilter, budget);
      if (found === undefined) return undefined;
      const current: ApplicationMessage[] = [];
      for (const message of found) {
        // [5.0/U-3.3.1.3-4] [5.0/MQTT-3.3.2-5]
        if (isExpired(message, now)) remove(message.topicName);
        else current.push(message);
      }
      return current;
    },
  };
}
