import { type ByteReader, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';

const version = 1;

/** The Packet Identifier of a QoS 2 message that was received and not yet released. [5.0/U-4.1-8] [3.1.1/U-3.1.2.4-8] */
export class InboundQos2Entry extends DurableEntry {
  constructor(session: number, packetIdentifier: number) {
    super(RecordKind.inboundQos2, session, packetIdentifier);
  }

  override writeValue(writer: ByteWriter): void {
    writer.byte(version);
  }
}

/** @throws DamagedRecordError */
export function readInboundQos2(
  session: number,
  packetIdentifier: number,
  reader: ByteReader,
): InboundQos2Entry {
  expectVersion(reader, version);
  reader.expectEnd();
  return new InboundQos2Entry(session, packetIdentifier);
}
