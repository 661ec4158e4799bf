import type { Announced, Target } from './target.ts';

const sentences = (announced: Announced): readonly string[] => [
  `Receive Maximum ${announced.receiveMaximum}`,
  `Maximum QoS ${announced.maximumQoS}`,
  `Topic Alias Maximum ${announced.topicAliasMaximum}`,
  ...(announced.maximumPacketSizeBytes === undefined
    ? []
    : [`Maximum Packet Size ${announced.maximumPacketSizeBytes}`]),
  ...(announced.serverKeepAliveSeconds === undefined
    ? []
    : [`Server Keep Alive ${announced.serverKeepAliveSeconds}`]),
];

/**
 * What CONNACK announced, by the standard's names: `Receive Maximum 20`. Of two versions only 5.0 can
 * announce anything; a server without it gives an empty list.
 */
export const announcedText = ({ announced }: Pick<Target, 'announced'>): readonly string[] => {
  const newest = announced['5.0'];
  return newest === undefined ? [] : sentences(newest);
};
