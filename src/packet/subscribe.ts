import type { PropertiesOf } from './properties-of.ts';
import type { QoS } from './qos.ts';

/** One Topic Filter of a SUBSCRIBE with its Subscription Options. (5.0 section 3.8.3.1) */
export interface Subscription {
  readonly topicFilter: string;
  /** Requested QoS of 3.1.1, Maximum QoS of 5.0. */
  readonly qos: QoS;
  /** 5.0 only; false in 3.1.1. */
  readonly noLocal: boolean;
  /** 5.0 only; false in 3.1.1. */
  readonly retainAsPublished: boolean;
  /** 5.0 only; 0 in 3.1.1. */
  readonly retainHandling: 0 | 1 | 2;
}

/** SUBSCRIBE. (3.1.1 and 5.0 section 3.8) */
export interface Subscribe {
  readonly type: 'subscribe';
  readonly packetIdentifier: number;
  readonly subscriptions: readonly Subscription[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'subscribe'>;
}
