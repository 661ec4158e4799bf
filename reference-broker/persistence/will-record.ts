import type { Will } from '../../src/packet/connect.ts';
import { encode } from '../../src/packet/encode.ts';
import { type ByteReader, DamagedRecordError, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';
import { readStoredPacket } from './stored-packet.ts';

const version = 1;
const flag = { due: 1 };

/** The Will of a Session, connected or away. [5.0/U-4.1-8] [5.0/MQTT-3.1.2-7] [3.1.1/MQTT-3.1.2-8] */
export class WillEntry extends DurableEntry {
  readonly will: Will;
  /** Wall-clock time at which it is published; absent while the client is connected. */
  dueAtMillis: number | undefined = undefined;

  constructor(session: number, number: number, will: Will) {
    super(RecordKind.will, session, number);
    this.will = will;
  }

  override writeValue(writer: ByteWriter): void {
    writer.byte(version);
    writer.byte(this.dueAtMillis === undefined ? 0 : flag.due);
    if (this.dueAtMillis !== undefined) writer.millis(this.dueAtMillis);
    writer.bytes(
      encode(
        {
          type: 'connect',
          protocolVersion: '5.0',
          cleanStart: true,
          keepAliveSeconds: 0,
          clientIdentifier: '',
          will: this.will,
        },
        '5.0',
      ),
    );
  }
}

/** @throws DamagedRecordError */
export function readWill(session: number, number: number, reader: ByteReader): WillEntry {
  expectVersion(reader, version);
  const flags = reader.byte();
  const dueAtMillis = (flags & flag.due) === 0 ? undefined : reader.millis();
  const { will } = readStoredPacket('connect', reader.bytes());
  reader.expectEnd();
  if (will === undefined) throw new DamagedRecordError('the CONNECT in it has no Will');
  const entry = new WillEntry(session, number, will);
  entry.dueAtMillis = dueAtMillis;
  return entry;
}
