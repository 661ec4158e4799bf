import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { expectEnd, type PacketIdentifierField, readPacketIdentifier } from './packet-identifier.ts';
import { hasProperties, readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { Puback } from './puback.ts';
import type { Pubcomp } from './pubcomp.ts';
import type { Pubrec } from './pubrec.ts';
import type { Pubrel } from './pubrel.ts';
import { type Reader, readByte } from './reader.ts';
import { checkReasonCode, type ReasonCodeStatements } from './reason-code.ts';
import type { Statements } from './violation-table.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeByte, writeTwoByteInteger } from './writer.ts';

type Acknowledgement = Puback | Pubrec | Pubrel | Pubcomp;

/** What the standard says of one of the four acknowledgements of PUBLISH. */
export interface AcknowledgementShape<T extends Acknowledgement['type']> {
  readonly type: T;
  readonly packetIdentifier: PacketIdentifierField;
  readonly reasonCode: ReasonCodeStatements;
  readonly trailing: Statements;
}

interface Parsed<T extends Acknowledgement['type']> {
  readonly type: T;
  readonly packetIdentifier: number;
  readonly reasonCode: number;
  readonly properties?: PropertiesOf<T>;
}

const reasonCodeField = { title: 'the Reason Code', truncated: ['5.0/U-2.4-1'] } as const;

/**
 * Reads PUBACK, PUBREC, PUBREL or PUBCOMP: in 3.1.1 a Packet Identifier; in 5.0 a Reason Code may follow,
 * and after it properties. (3.1.1 and 5.0 sections 3.4 to 3.7)
 */
export function parseAcknowledgement<T extends Acknowledgement['type']>(
  reader: Reader,
  shape: AcknowledgementShape<T>,
): Parsed<T> {
  const { type } = shape;
  const packetIdentifier = readPacketIdentifier(reader, shape.packetIdentifier);
  // [5.0/U-3.4.2.1-1] [5.0/U-3.5.2.1-1] [5.0/U-3.6.2.1-1] [5.0/U-3.7.2.1-1]
  if (reader.version === '3.1.1' || reader.offset === reader.end) {
    expectEnd(reader, shape.trailing);
    return { type, packetIdentifier, reasonCode: 0 };
  }
  const reasonCode = readByte(reader, reasonCodeField);
  checkReasonCode(reader, type, reasonCode, shape.reasonCode);
  // [5.0/U-3.4.2.2.1-1] [5.0/U-3.5.2.2.1-1] [5.0/U-3.6.2.2.1-1] [5.0/U-3.7.2.2.1-1]
  if (reader.offset === reader.end) return { type, packetIdentifier, reasonCode };
  const properties = readProperties(reader, type);
  expectEnd(reader, shape.trailing);
  return properties === undefined
    ? { type, packetIdentifier, reasonCode }
    : { type, packetIdentifier, reasonCode, properties };
}

/** Writes as little as the standard allows: no properties if there are none, no Reason Code if it is 0. */
export function writeAcknowledgement(
  writer: Writer,
  packet: Writable<Acknowledgement>,
  version: ProtocolVersion,
): void {
  writeTwoByteInteger(writer, packet.packetIdentifier);
  const withProperties = version === '5.0' && hasProperties(packet);
  if (
    withProperties ||
    typeof packet.reasonCode !== 'number' ||
    (version === '5.0' && packet.reasonCode !== 0)
  ) {
    writeByte(writer, packet.reasonCode);
  }
  if (withProperties) writeProperties(writer, packet);
}
