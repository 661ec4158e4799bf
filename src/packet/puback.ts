import { type AcknowledgementShape, parseAcknowledgement } from './acknowledgement.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { Reader } from './reader.ts';

/** PUBACK. (3.1.1 and 5.0 section 3.4) */
export interface Puback {
  readonly type: 'puback';
  readonly packetIdentifier: number;
  /** 5.0 only; absent on the wire means 0x00, and decodes as 0x00. In 3.1.1 always 0x00. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'puback'>;
}

const shape: AcknowledgementShape<'puback'> = {
  type: 'puback',
  packetIdentifier: {
    title: 'the Packet Identifier',
    truncated: ['3.1.1/U-3.4.1-1', '5.0/U-3.4.2-1'],
    zero: ['3.1.1/MQTT-2.3.1-6', '5.0/MQTT-2.2.1-5'],
  },
  reasonCode: {
    notAllowed: ['5.0/MQTT-3.4.2-1'],
    wrongSender: ['5.0/U-3.4.2.1-2'],
  },
  trailing: ['3.1.1/U-3.4.3-1', '5.0/U-3.4.3-1'],
};

/** Reads the body of a PUBACK. After a failure of the reader the result means nothing. */
export function parsePuback(reader: Reader): Puback {
  return parseAcknowledgement(reader, shape);
}
