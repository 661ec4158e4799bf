import { type AcknowledgementShape, parseAcknowledgement } from './acknowledgement.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { Reader } from './reader.ts';

/** PUBCOMP. (3.1.1 and 5.0 section 3.7) */
export interface Pubcomp {
  readonly type: 'pubcomp';
  readonly packetIdentifier: number;
  /** 5.0 only; absent on the wire means 0x00, and decodes as 0x00. In 3.1.1 always 0x00. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'pubcomp'>;
}

const shape: AcknowledgementShape<'pubcomp'> = {
  type: 'pubcomp',
  packetIdentifier: {
    title: 'the Packet Identifier',
    truncated: ['3.1.1/U-3.7.1-1', '5.0/U-3.7.2-1'],
    zero: ['3.1.1/U-3.7.2-1', '5.0/MQTT-2.2.1-5'],
  },
  reasonCode: {
    notAllowed: ['5.0/MQTT-3.7.2-1'],
  },
  trailing: ['3.1.1/U-3.7.3-1', '5.0/U-3.7.3-1'],
};

/** Reads the body of a PUBCOMP. After a failure of the reader the result means nothing. */
export function parsePubcomp(reader: Reader): Pubcomp {
  return parseAcknowledgement(reader, shape);
}
