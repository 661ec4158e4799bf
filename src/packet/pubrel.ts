import { type AcknowledgementShape, parseAcknowledgement } from './acknowledgement.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { Reader } from './reader.ts';

/** PUBREL. (3.1.1 and 5.0 section 3.6) */
export interface Pubrel {
  readonly type: 'pubrel';
  readonly packetIdentifier: number;
  /** 5.0 only; absent on the wire means 0x00, and decodes as 0x00. In 3.1.1 always 0x00. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'pubrel'>;
}

const shape: AcknowledgementShape<'pubrel'> = {
  type: 'pubrel',
  packetIdentifier: {
    title: 'the Packet Identifier',
    truncated: ['3.1.1/U-3.6.1-1', '5.0/U-3.6.2-1'],
    zero: ['3.1.1/MQTT-2.3.1-6', '5.0/MQTT-2.2.1-5'],
  },
  reasonCode: {
    notAllowed: ['5.0/MQTT-3.6.2-1'],
  },
  trailing: ['3.1.1/U-3.6.3-1', '5.0/U-3.6.3-1'],
};

/** Reads the body of a PUBREL. After a failure of the reader the result means nothing. */
export function parsePubrel(reader: Reader): Pubrel {
  return parseAcknowledgement(reader, shape);
}
