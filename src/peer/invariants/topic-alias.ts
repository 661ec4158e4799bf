import type { InvariantFactory } from './invariant.ts';

/** A Topic Alias towards a client stays within the Topic Alias Maximum that the client announced. */
export const topicAliasInvariant: InvariantFactory = (mqtt) => {
  if (mqtt !== '5.0') return undefined;
  // Nothing is judged before a CONNECT was seen: one that the case spoils may announce anything.
  let maximum: number | undefined;
  return {
    sent(packet) {
      if (packet.type === 'connect') maximum = packet.properties?.topicAliasMaximum ?? 0;
    },
    received(packet) {
      if (packet.type !== 'publish') return undefined;
      const alias = packet.properties?.topicAlias;
      if (maximum === undefined || alias === undefined || alias <= maximum) return undefined;
      if (maximum === 0) {
        return {
          statements: ['5.0/MQTT-3.1.2-27'],
          allowed: 'no Topic Alias, since the CONNECT has no Topic Alias Maximum above 0',
          actual: `PUBLISH with Topic Alias ${alias}`,
        };
      }
      return {
        statements: ['5.0/MQTT-3.1.2-26', '5.0/MQTT-3.3.2-11'],
        allowed: `Topic Aliases from 1 to ${maximum}, the Topic Alias Maximum of the CONNECT`,
        actual: `PUBLISH with Topic Alias ${alias}`,
      };
    },
  };
};
