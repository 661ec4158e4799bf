import type { PropertiesOf } from './properties-of.ts';

/** UNSUBSCRIBE. (3.1.1 and 5.0 section 3.10) */
export interface Unsubscribe {
  readonly type: 'unsubscribe';
  readonly packetIdentifier: number;
  readonly topicFilters: readonly string[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'unsubscribe'>;
}
