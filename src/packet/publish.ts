import type { PropertiesOf } from './properties-of.ts';
import type { QoS } from './qos.ts';

/** PUBLISH: an Application Message. (3.1.1 and 5.0 section 3.3) */
export interface Publish {
  readonly type: 'publish';
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly dup: boolean;
  readonly retain: boolean;
  /** Present exactly when qos is 1 or 2. */
  readonly packetIdentifier?: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'publish'>;
}
