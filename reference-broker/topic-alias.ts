/** What a Topic Alias of a received PUBLISH stands for. */
export type ResolvedTopic =
  | { readonly kind: 'topic'; readonly topicName: string }
  | { readonly kind: 'alias-out-of-range' }
  | { readonly kind: 'alias-unknown' };

/**
 * The aliases that a client set on one Network Connection. They are never carried over to the next.
 * [5.0/MQTT-3.3.2-7] [5.0/U-3.3.2.3.4-5]
 */
export class InboundTopicAliases {
  readonly #topicAliasMaximum: number;
  /** Absent until the client sets one. */
  #topics: Map<number, string> | undefined = undefined;

  constructor(topicAliasMaximum: number) {
    this.#topicAliasMaximum = topicAliasMaximum;
  }

  resolve(topicName: string, topicAlias: number): ResolvedTopic {
    // [5.0/U-3.3.4-7] [5.0/MQTT-3.3.2-8] [5.0/MQTT-3.3.2-9] [5.0/MQTT-3.2.2-17] [5.0/MQTT-3.2.2-18]
    if (topicAlias === 0 || topicAlias > this.#topicAliasMaximum) return { kind: 'alias-out-of-range' };
    // [5.0/MQTT-3.3.2-12]
    if (topicName !== '') {
      // [5.0/U-3.3.4-9] [5.0/U-3.3.4-11]
      this.#topics ??= new Map();
      this.#topics.set(topicAlias, topicName);
      return { kind: 'topic', topicName };
    }
    const known = this.#topics?.get(topicAlias);
    // [5.0/U-3.3.4-10]
    if (known === undefined) return { kind: 'alias-unknown' };
    // [5.0/U-3.3.4-8]
    return { kind: 'topic', topicName: known };
  }
}

/** How to name a topic towards a client. */
export interface AliasUse {
  readonly topicAlias: number;
  /** `define` sends the Topic Name too, `refer` leaves it empty. */
  readonly kind: 'define' | 'refer';
}

/** The aliases that the broker set towards a client: the least recently used one makes room for a new topic. */
export interface OutboundTopicAliases {
  /** Absent when the client takes no alias. Nothing is remembered before `commit`. */
  propose(topicName: string): AliasUse | undefined;
  /** The packet with the proposed alias was sent. */
  commit(topicName: string, use: AliasUse): void;
}

/** @param topicAliasMaximum the client's own, already bounded by the broker's limit. */
export function createOutboundTopicAliases(topicAliasMaximum: number): OutboundTopicAliases {
  const aliases = new Map<string, number>();

  return {
    propose(topicName) {
      // [5.0/MQTT-3.1.2-27] [5.0/U-3.1.2.11.5-3]
      if (topicAliasMaximum === 0) return undefined;
      const known = aliases.get(topicName);
      if (known !== undefined) return { kind: 'refer', topicAlias: known };
      // Aliases run from 1 to the maximum. [5.0/MQTT-3.1.2-26] [5.0/MQTT-3.3.2-11] [5.0/MQTT-3.3.2-8]
      if (aliases.size < topicAliasMaximum) return { kind: 'define', topicAlias: aliases.size + 1 };
      const [oldest] = aliases.values();
      return oldest === undefined ? undefined : { kind: 'define', topicAlias: oldest };
    },
    commit(topicName, { kind, topicAlias }) {
      if (kind === 'define' && aliases.size >= topicAliasMaximum) {
        const [oldestTopic] = aliases.keys();
        if (oldestTopic !== undefined) aliases.delete(oldestTopic);
      }
      // Taken out and put back, so that the order of the map is the order of use.
      aliases.delete(topicName);
      aliases.set(topicName, topicAlias);
    },
  };
}
