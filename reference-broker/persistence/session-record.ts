import { protocolVersions } from '../../src/spec/protocol-version.ts';
import type { ClientIdentity } from '../options.ts';
import { type ByteReader, DamagedRecordError, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';

const version = 1;
const flag = { userName: 1, away: 2 };

/** A Session by itself: whom it belongs to and how long it lasts. Its parts are records of their own. */
export class SessionEntry extends DurableEntry {
  identity: ClientIdentity;
  expiryIntervalSeconds: number;
  /** Wall-clock time at which the Network Connection closed; absent while there is one. */
  disconnectedAtMillis: number | undefined;

  constructor(number: number, identity: ClientIdentity, expiryIntervalSeconds: number) {
    super(RecordKind.session, 0, number);
    this.identity = identity;
    this.expiryIntervalSeconds = expiryIntervalSeconds;
    this.disconnectedAtMillis = undefined;
  }

  override writeValue(writer: ByteWriter): void {
    const { clientIdentifier, userName, protocolVersion } = this.identity;
    writer.byte(version);
    writer.byte(
      (userName === undefined ? 0 : flag.userName) |
        (this.disconnectedAtMillis === undefined ? 0 : flag.away),
    );
    writer.byte(protocolVersions.indexOf(protocolVersion));
    writer.string(clientIdentifier);
    if (userName !== undefined) writer.string(userName);
    writer.uint32(this.expiryIntervalSeconds);
    if (this.disconnectedAtMillis !== undefined) writer.millis(this.disconnectedAtMillis);
  }
}

/** @throws DamagedRecordError */
export function readSession(number: number, reader: ByteReader): SessionEntry {
  expectVersion(reader, version);
  const flags = reader.byte();
  const protocolVersion = protocolVersions[reader.byte()];
  if (protocolVersion === undefined) throw new DamagedRecordError('its protocol version is unknown');
  const clientIdentifier = reader.string();
  const userName = (flags & flag.userName) === 0 ? {} : { userName: reader.string() };
  const entry = new SessionEntry(number, { clientIdentifier, protocolVersion, ...userName }, reader.uint32());
  if ((flags & flag.away) !== 0) entry.disconnectedAtMillis = reader.millis();
  reader.expectEnd();
  return entry;
}
