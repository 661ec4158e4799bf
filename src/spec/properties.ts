/**
 * The 27 properties of MQTT 5.0 and the packets that may carry them. (5.0 section 2.2.2.2, table 2-4)
 *
 * `will` stands for the Will Properties inside the CONNECT payload.
 */

export type PropertyType =
  | 'byte'
  | 'two-byte-integer'
  | 'four-byte-integer'
  | 'variable-byte-integer'
  | 'utf8-string'
  | 'utf8-string-pair'
  | 'binary';

/** The places that carry properties: packet types, and the Will Properties of CONNECT. */
export type PropertyCarrier =
  | 'connect'
  | 'will'
  | 'connack'
  | 'publish'
  | 'puback'
  | 'pubrec'
  | 'pubrel'
  | 'pubcomp'
  | 'subscribe'
  | 'suback'
  | 'unsubscribe'
  | 'unsuback'
  | 'disconnect'
  | 'auth';

export interface PropertyUse {
  /** Who may send the property in this packet. */
  readonly sender: 'client' | 'server' | 'both';
  /** May it stand more than once? */
  readonly occurs: 'once' | 'many';
  /** Section of 5.0 that defines it for this packet. */
  readonly section: string;
}

export interface PropertyDefinition {
  /** Identifier on the wire. */
  readonly identifier: number;
  /** The standard's name. */
  readonly title: string;
  readonly type: PropertyType;
  readonly carriers: Readonly<Partial<Record<PropertyCarrier, PropertyUse>>>;
}

export const properties = {
  payloadFormatIndicator: {
    identifier: 0x01,
    title: 'Payload Format Indicator',
    type: 'byte',
    carriers: {
      will: { sender: 'client', occurs: 'once', section: '3.1.3.2.3' },
      publish: { sender: 'both', occurs: 'once', section: '3.3.2.3.2' },
    },
  },
  messageExpiryIntervalSeconds: {
    identifier: 0x02,
    title: 'Message Expiry Interval',
    type: 'four-byte-integer',
    carriers: {
      will: { sender: 'client', occurs: 'once', section: '3.1.3.2.4' },
      publish: { sender: 'both', occurs: 'once', section: '3.3.2.3.3' },
    },
  },
  contentType: {
    identifier: 0x03,
    title: 'Content Type',
    type: 'utf8-string',
    carriers: {
      will: { sender: 'client', occurs: 'once', section: '3.1.3.2.5' },
      publish: { sender: 'both', occurs: 'once', section: '3.3.2.3.9' },
    },
  },
  responseTopic: {
    identifier: 0x08,
    title: 'Response Topic',
    type: 'utf8-string',
    carriers: {
      will: { sender: 'client', occurs: 'once', section: '3.1.3.2.6' },
      publish: { sender: 'both', occurs: 'once', section: '3.3.2.3.5' },
    },
  },
  correlationData: {
    identifier: 0x09,
    title: 'Correlation Data',
    type: 'binary',
    carriers: {
      will: { sender: 'client', occurs: 'once', section: '3.1.3.2.7' },
      publish: { sender: 'both', occurs: 'once', section: '3.3.2.3.6' },
    },
  },
  subscriptionIdentifier: {
    identifier: 0x0b,
    title: 'Subscription Identifier',
    type: 'variable-byte-integer',
    carriers: {
      publish: { sender: 'server', occurs: 'many', section: '3.3.2.3.8' },
      subscribe: { sender: 'client', occurs: 'once', section: '3.8.2.1.2' },
    },
  },
  sessionExpiryIntervalSeconds: {
    identifier: 0x11,
    title: 'Session Expiry Interval',
    type: 'four-byte-integer',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.2' },
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.2' },
      disconnect: { sender: 'client', occurs: 'once', section: '3.14.2.2.2' },
    },
  },
  assignedClientIdentifier: {
    identifier: 0x12,
    title: 'Assigned Client Identifier',
    type: 'utf8-string',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.7' },
    },
  },
  serverKeepAliveSeconds: {
    identifier: 0x13,
    title: 'Server Keep Alive',
    type: 'two-byte-integer',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.14' },
    },
  },
  authenticationMethod: {
    identifier: 0x15,
    title: 'Authentication Method',
    type: 'utf8-string',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.9' },
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.17' },
      auth: { sender: 'both', occurs: 'once', section: '3.15.2.2.2' },
    },
  },
  authenticationData: {
    identifier: 0x16,
    title: 'Authentication Data',
    type: 'binary',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.10' },
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.18' },
      auth: { sender: 'both', occurs: 'once', section: '3.15.2.2.3' },
    },
  },
  requestProblemInformation: {
    identifier: 0x17,
    title: 'Request Problem Information',
    type: 'byte',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.7' },
    },
  },
  willDelayIntervalSeconds: {
    identifier: 0x18,
    title: 'Will Delay Interval',
    type: 'four-byte-integer',
    carriers: {
      will: { sender: 'client', occurs: 'once', section: '3.1.3.2.2' },
    },
  },
  requestResponseInformation: {
    identifier: 0x19,
    title: 'Request Response Information',
    type: 'byte',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.6' },
    },
  },
  responseInformation: {
    identifier: 0x1a,
    title: 'Response Information',
    type: 'utf8-string',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.15' },
    },
  },
  serverReference: {
    identifier: 0x1c,
    title: 'Server Reference',
    type: 'utf8-string',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.16' },
      disconnect: { sender: 'server', occurs: 'once', section: '3.14.2.2.5' },
    },
  },
  reasonString: {
    identifier: 0x1f,
    title: 'Reason String',
    type: 'utf8-string',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.9' },
      puback: { sender: 'both', occurs: 'once', section: '3.4.2.2.2' },
      pubrec: { sender: 'both', occurs: 'once', section: '3.5.2.2.2' },
      pubrel: { sender: 'both', occurs: 'once', section: '3.6.2.2.2' },
      pubcomp: { sender: 'both', occurs: 'once', section: '3.7.2.2.2' },
      suback: { sender: 'server', occurs: 'once', section: '3.9.2.1.2' },
      unsuback: { sender: 'server', occurs: 'once', section: '3.11.2.1.2' },
      disconnect: { sender: 'both', occurs: 'once', section: '3.14.2.2.3' },
      auth: { sender: 'both', occurs: 'once', section: '3.15.2.2.4' },
    },
  },
  receiveMaximum: {
    identifier: 0x21,
    title: 'Receive Maximum',
    type: 'two-byte-integer',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.3' },
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.3' },
    },
  },
  topicAliasMaximum: {
    identifier: 0x22,
    title: 'Topic Alias Maximum',
    type: 'two-byte-integer',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.5' },
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.8' },
    },
  },
  topicAlias: {
    identifier: 0x23,
    title: 'Topic Alias',
    type: 'two-byte-integer',
    carriers: {
      publish: { sender: 'both', occurs: 'once', section: '3.3.2.3.4' },
    },
  },
  maximumQoS: {
    identifier: 0x24,
    title: 'Maximum QoS',
    type: 'byte',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.4' },
    },
  },
  retainAvailable: {
    identifier: 0x25,
    title: 'Retain Available',
    type: 'byte',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.5' },
    },
  },
  userProperty: {
    identifier: 0x26,
    title: 'User Property',
    type: 'utf8-string-pair',
    carriers: {
      connect: { sender: 'client', occurs: 'many', section: '3.1.2.11.8' },
      will: { sender: 'client', occurs: 'many', section: '3.1.3.2.8' },
      connack: { sender: 'server', occurs: 'many', section: '3.2.2.3.10' },
      publish: { sender: 'both', occurs: 'many', section: '3.3.2.3.7' },
      puback: { sender: 'both', occurs: 'many', section: '3.4.2.2.3' },
      pubrec: { sender: 'both', occurs: 'many', section: '3.5.2.2.3' },
      pubrel: { sender: 'both', occurs: 'many', section: '3.6.2.2.3' },
      pubcomp: { sender: 'both', occurs: 'many', section: '3.7.2.2.3' },
      subscribe: { sender: 'client', occurs: 'many', section: '3.8.2.1.3' },
      suback: { sender: 'server', occurs: 'many', section: '3.9.2.1.3' },
      unsubscribe: { sender: 'client', occurs: 'many', section: '3.10.2.1.2' },
      unsuback: { sender: 'server', occurs: 'many', section: '3.11.2.1.3' },
      disconnect: { sender: 'both', occurs: 'many', section: '3.14.2.2.4' },
      auth: { sender: 'both', occurs: 'many', section: '3.15.2.2.5' },
    },
  },
  maximumPacketSizeBytes: {
    identifier: 0x27,
    title: 'Maximum Packet Size',
    type: 'four-byte-integer',
    carriers: {
      connect: { sender: 'client', occurs: 'once', section: '3.1.2.11.4' },
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.6' },
    },
  },
  wildcardSubscriptionAvailable: {
    identifier: 0x28,
    title: 'Wildcard Subscription Available',
    type: 'byte',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.11' },
    },
  },
  subscriptionIdentifierAvailable: {
    identifier: 0x29,
    title: 'Subscription Identifier Available',
    type: 'byte',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.12' },
    },
  },
  sharedSubscriptionAvailable: {
    identifier: 0x2a,
    title: 'Shared Subscription Available',
    type: 'byte',
    carriers: {
      connack: { sender: 'server', occurs: 'once', section: '3.2.2.3.13' },
    },
  },
} as const satisfies Readonly<Record<string, PropertyDefinition>>;

/** The name under which a property stands in a decoded packet. */
export type PropertyName = keyof typeof properties;
