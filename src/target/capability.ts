/**
 * What a case may need of a server beyond the mandatory protocol. The probe finds most of them in CONNACK,
 * the profile of a target adds those that cannot be seen, and the runner skips what lacks one by its name.
 */
export const capabilities = {
  'mqtt-3.1.1': 'speaks MQTT 3.1.1',
  'mqtt-5.0': 'speaks MQTT 5.0',
  'no-mqtt-5.0': 'does not speak MQTT 5.0',
  'qos-2': 'serves QoS 2',
  'no-qos-2': 'announces a Maximum QoS below 2',
  retain: 'keeps retained messages',
  'no-retain': 'announces Retain Available 0',
  'wildcard-subscriptions': 'serves wildcards in Topic Filters',
  'no-wildcard-subscriptions': 'serves no wildcards',
  'subscription-identifiers': 'serves Subscription Identifiers',
  'no-subscription-identifiers': 'announces Subscription Identifier Available 0',
  'shared-subscriptions': 'serves Shared Subscriptions',
  'no-shared-subscriptions': 'announces Shared Subscription Available 0',
  'session-expiry': 'keeps a Session after the Network Connection ends',
  'empty-client-identifier': 'accepts a zero length Client Identifier',
  'inbound-topic-alias': 'announces a Topic Alias Maximum above 0',
  'topic-alias-limit': 'announces a Topic Alias Maximum below 65,535, or none',
  'outbound-topic-alias': 'uses Topic Aliases towards clients',
  'small-receive-maximum': 'announces a Receive Maximum of at most 256',
  'small-maximum-packet-size': 'announces a Maximum Packet Size of at most 4 MiB',
  'refused-credentials': 'refuses a known user name with a wrong password (profile key refusedCredentials)',
  'refused-client-identifier': 'refuses a certain Client Identifier (profile key refusedClientIdentifier)',
  'denied-publish-topic': 'denies publishing to a certain topic (profile key deniedPublishTopic)',
} as const satisfies Readonly<Record<string, string>>;

/** Name of a capability. */
export type Capability = keyof typeof capabilities;
