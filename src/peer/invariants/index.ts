import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { acknowledgementInvariant } from './acknowledgement.ts';
import { afterDisconnectInvariant } from './after-disconnect.ts';
import { connackInvariant } from './connack.ts';
import type { Invariant, InvariantFactory } from './invariant.ts';
import { maximumPacketSizeInvariant } from './maximum-packet-size.ts';
import { packetIdentifierInvariant } from './packet-identifier.ts';
import { receiveMaximumInvariant } from './receive-maximum.ts';
import { requestedInformationInvariant } from './requested-information.ts';
import { topicAliasInvariant } from './topic-alias.ts';

const factories: readonly InvariantFactory[] = [
  connackInvariant,
  afterDisconnectInvariant,
  maximumPacketSizeInvariant,
  topicAliasInvariant,
  receiveMaximumInvariant,
  packetIdentifierInvariant,
  acknowledgementInvariant,
  requestedInformationInvariant,
];

/** All invariants for one Network Connection. */
export function invariantsFor(mqtt: ProtocolVersion): readonly Invariant[] {
  return factories.map((factory) => factory(mqtt)).filter((invariant) => invariant !== undefined);
}

export type { Breach, Invariant } from './invariant.ts';
