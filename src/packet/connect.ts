import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { QoS } from './qos.ts';

/** The Will Message of a CONNECT. (3.1.1 section 3.1.2.5, 5.0 section 3.1.2.5) */
export interface Will {
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'will'>;
}

/** CONNECT: the first packet of a client. (3.1.1 and 5.0 section 3.1) */
export interface Connect {
  readonly type: 'connect';
  readonly protocolVersion: ProtocolVersion;
  /** Clean Session of 3.1.1, Clean Start of 5.0. */
  readonly cleanStart: boolean;
  readonly keepAliveSeconds: number;
  readonly clientIdentifier: string;
  readonly will?: Will;
  readonly userName?: string;
  readonly password?: Uint8Array;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'connect'>;
}
