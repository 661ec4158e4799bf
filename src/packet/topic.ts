import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { ViolationCode } from './violation.ts';

/** The flaws of a Topic Name. */
export type TopicNameViolationCode = Extract<ViolationCode, 'topic-name-empty' | 'topic-name-has-wildcard'>;

/** The flaws of a Topic Filter. */
export type TopicFilterViolationCode = Extract<
  ViolationCode,
  | 'topic-filter-empty'
  | 'multi-level-wildcard-misplaced'
  | 'single-level-wildcard-misplaced'
  | 'share-name-empty'
  | 'share-name-has-wildcard'
  | 'shared-subscription-without-filter'
>;

/** A Shared Subscription taken apart. (5.0 section 4.8.2) */
export interface SharedSubscription {
  readonly shareName: string;
  /** What messages are matched against. */
  readonly topicFilter: string;
}

const sharePrefix = '$share/';

/** What is wrong with a Topic Name, if anything is. (3.1.1 and 5.0 section 4.7) */
export function topicNameViolation(topicName: string): TopicNameViolationCode | undefined {
  // [3.1.1/MQTT-4.7.3-1] [5.0/MQTT-4.7.3-1]
  if (topicName === '') return 'topic-name-empty';
  // [3.1.1/MQTT-4.7.1-1] [5.0/MQTT-4.7.0-1]
  if (topicName.includes('#') || topicName.includes('+')) return 'topic-name-has-wildcard';
  return undefined;
}

/**
 * What is wrong with a Topic Filter, if anything is. Shared Subscriptions exist in 5.0 only: in 3.1.1
 * `$share/...` is a filter like any other. (3.1.1 and 5.0 section 4.7, 5.0 section 4.8.2)
 */
export function topicFilterViolation(
  topicFilter: string,
  version: ProtocolVersion,
): TopicFilterViolationCode | undefined {
  // [3.1.1/MQTT-4.7.3-1] [5.0/MQTT-4.7.3-1]
  if (topicFilter === '') return 'topic-filter-empty';
  if (version === '3.1.1' || !topicFilter.startsWith(sharePrefix)) return wildcardViolation(topicFilter, 0);
  const slash = topicFilter.indexOf('/', sharePrefix.length);
  const shareName = topicFilter.slice(sharePrefix.length, slash === -1 ? undefined : slash);
  // [5.0/MQTT-4.8.2-1]
  if (shareName === '') return 'share-name-empty';
  // [5.0/MQTT-4.8.2-2]
  if (shareName.includes('#') || shareName.includes('+')) return 'share-name-has-wildcard';
  if (slash === -1 || slash === topicFilter.length - 1) return 'shared-subscription-without-filter';
  return wildcardViolation(topicFilter, slash + 1);
}

function wildcardViolation(topicFilter: string, start: number): TopicFilterViolationCode | undefined {
  const last = topicFilter.length - 1;
  for (let at = start; at <= last; at += 1) {
    const code = topicFilter.charCodeAt(at);
    if (code !== hash && code !== plus) continue;
    const beginsLevel = at === start || topicFilter.charCodeAt(at - 1) === slashCode;
    // [3.1.1/MQTT-4.7.1-2] [5.0/MQTT-4.7.1-1]
    if (code === hash && (!beginsLevel || at !== last)) return 'multi-level-wildcard-misplaced';
    const endsLevel = at === last || topicFilter.charCodeAt(at + 1) === slashCode;
    // [3.1.1/MQTT-4.7.1-3] [5.0/MQTT-4.7.1-2]
    if (code === plus && (!beginsLevel || !endsLevel)) return 'single-level-wildcard-misplaced';
  }
  return undefined;
}

const slashCode = 0x2f;
const hash = 0x23;
const plus = 0x2b;
const dollar = 0x24;

/**
 * Takes a Shared Subscription apart; gives nothing for any other Topic Filter and for a malformed one.
 * Only for 5.0. (5.0 section 4.8.2)
 */
export function parseSharedSubscription(topicFilter: string): SharedSubscription | undefined {
  if (!topicFilter.startsWith(sharePrefix) || topicFilterViolation(topicFilter, '5.0') !== undefined) {
    return undefined;
  }
  const slash = topicFilter.indexOf('/', sharePrefix.length);
  return {
    shareName: topicFilter.slice(sharePrefix.length, slash),
    topicFilter: topicFilter.slice(slash + 1),
  };
}

/**
 * Does a valid Topic Filter match a valid Topic Name? Of a Shared Subscription, pass the inner filter.
 * Characters are compared as they are. (3.1.1 and 5.0 section 4.7)
 */
export function matches(topicFilter: string, topicName: string): boolean {
  const first = topicFilter.charCodeAt(0);
  // [3.1.1/MQTT-4.7.2-1] [5.0/MQTT-4.7.2-1]
  if ((first === hash || first === plus) && topicName.charCodeAt(0) === dollar) return false;
  let filterAt = 0;
  let nameAt = 0;
  for (;;) {
    const code = topicFilter.charCodeAt(filterAt);
    if (code === hash) return true;
    const filterEnd = levelEnd(topicFilter, filterAt);
    const nameEnd = levelEnd(topicName, nameAt);
    if (code !== plus && topicFilter.slice(filterAt, filterEnd) !== topicName.slice(nameAt, nameEnd))
      return false;
    const filterIsDone = filterEnd === topicFilter.length;
    if (nameEnd === topicName.length) {
      // `a/#` matches its own parent `a`.
      return (
        filterIsDone ||
        (topicFilter.length === filterEnd + 2 && topicFilter.charCodeAt(filterEnd + 1) === hash)
      );
    }
    if (filterIsDone) return false;
    filterAt = filterEnd + 1;
    nameAt = nameEnd + 1;
  }
}

function levelEnd(topic: string, start: number): number {
  const end = topic.indexOf('/', start);
  return end === -1 ? topic.length : end;
}
