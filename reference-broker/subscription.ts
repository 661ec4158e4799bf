import type { QoS } from '../src/packet/qos.ts';

/** A Subscription of one Session as the broker keeps it. [5.0/U-4.1-5] [3.1.1/U-3.1.2.4-5] */
export interface ActiveSubscription {
  /** As the client wrote it, `$share/...` included: the key within the Session. [5.0/U-4.8.1-1] */
  readonly topicFilter: string;
  /** What is matched against Topic Names: the filter without `$share/{ShareName}/`. [5.0/U-4.8.2-2] */
  readonly matchedFilter: string;
  /** Present for a Shared Subscription. */
  readonly shareName?: string;
  readonly grantedQoS: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly subscriptionIdentifier?: number;
}

export function lowerQoS(one: QoS, other: QoS): QoS {
  return one < other ? one : other;
}
