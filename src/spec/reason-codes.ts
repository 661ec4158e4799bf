import type { PropertyCarrier } from './properties.ts';

/** A packet that carries a Reason Code. */
export type ReasonCodeCarrier = Exclude<
  PropertyCarrier,
  'connect' | 'will' | 'publish' | 'subscribe' | 'unsubscribe'
>;

export interface ReasonCodeDefinition {
  readonly code: number;
  /** The standard's name. Code 0x00 has another one in SUBACK and DISCONNECT. */
  readonly title: string;
  /** Who may send it in which packet. */
  readonly carriers: Readonly<Partial<Record<ReasonCodeCarrier, 'client' | 'server' | 'both'>>>;
}

/** All Reason Codes of MQTT 5.0, by value; 0x00 stands three times, once for each of its names. (5.0 section 2.4, table 2-6, and the tables of each packet) */
export const reasonCodes = [
  {
    code: 0x00,
    title: 'Success',
    carriers: {
      connack: 'server',
      puback: 'both',
      pubrec: 'both',
      pubrel: 'both',
      pubcomp: 'both',
      unsuback: 'server',
      auth: 'server',
    },
  },
  { code: 0x00, title: 'Granted QoS 0', carriers: { suback: 'server' } },
  { code: 0x00, title: 'Normal disconnection', carriers: { disconnect: 'both' } },
  { code: 0x01, title: 'Granted QoS 1', carriers: { suback: 'server' } },
  { code: 0x02, title: 'Granted QoS 2', carriers: { suback: 'server' } },
  { code: 0x04, title: 'Disconnect with Will Message', carriers: { disconnect: 'client' } },
  { code: 0x10, title: 'No matching subscribers', carriers: { puback: 'server', pubrec: 'server' } },
  { code: 0x11, title: 'No subscription existed', carriers: { unsuback: 'server' } },
  { code: 0x18, title: 'Continue authentication', carriers: { auth: 'both' } },
  { code: 0x19, title: 'Re-authenticate', carriers: { auth: 'client' } },
  {
    code: 0x80,
    title: 'Unspecified error',
    carriers: {
      connack: 'server',
      puback: 'both',
      pubrec: 'both',
      suback: 'server',
      unsuback: 'server',
      disconnect: 'both',
    },
  },
  { code: 0x81, title: 'Malformed Packet', carriers: { connack: 'server', disconnect: 'both' } },
  { code: 0x82, title: 'Protocol Error', carriers: { connack: 'server', disconnect: 'both' } },
  {
    code: 0x83,
    title: 'Implementation specific error',
    carriers: {
      connack: 'server',
      puback: 'both',
      pubrec: 'both',
      suback: 'server',
      unsuback: 'server',
      disconnect: 'both',
    },
  },
  { code: 0x84, title: 'Unsupported Protocol Version', carriers: { connack: 'server' } },
  { code: 0x85, title: 'Client Identifier not valid', carriers: { connack: 'server' } },
  { code: 0x86, title: 'Bad User Name or Password', carriers: { connack: 'server' } },
  {
    code: 0x87,
    title: 'Not authorized',
    carriers: {
      connack: 'server',
      puback: 'both',
      pubrec: 'both',
      suback: 'server',
      unsuback: 'server',
      disconnect: 'server',
    },
  },
  { code: 0x88, title: 'Server unavailable', carriers: { connack: 'server' } },
  { code: 0x89, title: 'Server busy', carriers: { connack: 'server', disconnect: 'server' } },
  { code: 0x8a, title: 'Banned', carriers: { connack: 'server' } },
  { code: 0x8b, title: 'Server shutting down', carriers: { disconnect: 'server' } },
  { code: 0x8c, title: 'Bad authentication method', carriers: { connack: 'server', disconnect: 'server' } },
  { code: 0x8d, title: 'Keep Alive timeout', carriers: { disconnect: 'server' } },
  { code: 0x8e, title: 'Session taken over', carriers: { disconnect: 'server' } },
  {
    code: 0x8f,
    title: 'Topic Filter invalid',
    carriers: { suback: 'server', unsuback: 'server', disconnect: 'server' },
  },
  {
    code: 0x90,
    title: 'Topic Name invalid',
    carriers: { connack: 'server', puback: 'both', pubrec: 'both', disconnect: 'both' },
  },
  {
    code: 0x91,
    title: 'Packet Identifier in use',
    carriers: { puback: 'both', pubrec: 'both', suback: 'server', unsuback: 'server' },
  },
  { code: 0x92, title: 'Packet Identifier not found', carriers: { pubrel: 'both', pubcomp: 'both' } },
  { code: 0x93, title: 'Receive Maximum exceeded', carriers: { disconnect: 'both' } },
  { code: 0x94, title: 'Topic Alias invalid', carriers: { disconnect: 'both' } },
  { code: 0x95, title: 'Packet too large', carriers: { connack: 'server', disconnect: 'both' } },
  { code: 0x96, title: 'Message rate too high', carriers: { disconnect: 'both' } },
  {
    code: 0x97,
    title: 'Quota exceeded',
    carriers: { connack: 'server', puback: 'both', pubrec: 'both', suback: 'server', disconnect: 'both' },
  },
  { code: 0x98, title: 'Administrative action', carriers: { disconnect: 'both' } },
  {
    code: 0x99,
    title: 'Payload format invalid',
    carriers: { connack: 'server', puback: 'both', pubrec: 'both', disconnect: 'both' },
  },
  { code: 0x9a, title: 'Retain not supported', carriers: { connack: 'server', disconnect: 'server' } },
  { code: 0x9b, title: 'QoS not supported', carriers: { connack: 'server', disconnect: 'server' } },
  { code: 0x9c, title: 'Use another server', carriers: { connack: 'server', disconnect: 'server' } },
  { code: 0x9d, title: 'Server moved', carriers: { connack: 'server', disconnect: 'server' } },
  {
    code: 0x9e,
    title: 'Shared Subscriptions not supported',
    carriers: { suback: 'server', disconnect: 'server' },
  },
  { code: 0x9f, title: 'Connection rate exceeded', carriers: { connack: 'server', disconnect: 'server' } },
  { code: 0xa0, title: 'Maximum connect time', carriers: { disconnect: 'server' } },
  {
    code: 0xa1,
    title: 'Subscription Identifiers not supported',
    carriers: { suback: 'server', disconnect: 'server' },
  },
  {
    code: 0xa2,
    title: 'Wildcard Subscriptions not supported',
    carriers: { suback: 'server', disconnect: 'server' },
  },
] as const satisfies readonly ReasonCodeDefinition[];
