import type { Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { StatementId } from '../../spec/statements/statement-id.ts';

/** A rule that a packet broke without the case having asked. */
export interface Breach {
  readonly statements: readonly StatementId[];
  readonly allowed: string;
  readonly actual: string;
}

/**
 * A rule about everything that a server sends on one Network Connection. It sees the valid packets of both
 * directions in their order.
 */
export interface Invariant {
  sent?(packet: Packet): void;
  /** The case sent bytes that are no valid packet: what they ask of the server is anybody's guess. */
  sentMalformed?(): void;
  received(packet: Packet, bytes: Uint8Array): Breach | undefined;
}

/** Makes the invariant for a new connection; undefined where the rule does not exist in that version. */
export type InvariantFactory = (mqtt: ProtocolVersion) => Invariant | undefined;
