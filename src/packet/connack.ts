import type { PropertiesOf } from './properties-of.ts';

/** CONNACK: the server's answer to CONNECT. (3.1.1 and 5.0 section 3.2) */
export interface Connack {
  readonly type: 'connack';
  readonly sessionPresent: boolean;
  /** Connect Reason Code of 5.0, Connect Return code of 3.1.1. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'connack'>;
}
