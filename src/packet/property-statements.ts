import type { PropertyCarrier, PropertyName } from '../spec/properties.ts';
import type { StatementId50 } from '../spec/statements/statement-id.ts';

type StatementTable = Readonly<
  Partial<Record<PropertyCarrier, Readonly<Partial<Record<PropertyName, StatementId50>>>>>
>;

/**
 * The sentence that forbids each property to stand twice. Most of them also give the range of its value.
 * For Payload Format Indicator and Message Expiry Interval in PUBLISH the standard has none.
 */
export const repeatedStatements: StatementTable = {
  connect: {
    sessionExpiryIntervalSeconds: '5.0/U-3.1.2.11.2-1',
    receiveMaximum: '5.0/U-3.1.2.11.3-1',
    maximumPacketSizeBytes: '5.0/U-3.1.2.11.4-2',
    topicAliasMaximum: '5.0/U-3.1.2.11.5-1',
    requestResponseInformation: '5.0/U-3.1.2.11.6-1',
    requestProblemInformation: '5.0/U-3.1.2.11.7-1',
    authenticationMethod: '5.0/U-3.1.2.11.9-1',
    authenticationData: '5.0/U-3.1.2.11.10-2',
  },
  will: {
    willDelayIntervalSeconds: '5.0/U-3.1.3.2.2-1',
    payloadFormatIndicator: '5.0/U-3.1.3.2.3-2',
    messageExpiryIntervalSeconds: '5.0/U-3.1.3.2.4-1',
    contentType: '5.0/U-3.1.3.2.5-1',
    responseTopic: '5.0/U-3.1.3.2.6-1',
    correlationData: '5.0/U-3.1.3.2.7-1',
  },
  connack: {
    sessionExpiryIntervalSeconds: '5.0/U-3.2.2.3.2-1',
    receiveMaximum: '5.0/U-3.2.2.3.3-1',
    maximumQoS: '5.0/U-3.2.2.3.4-1',
    retainAvailable: '5.0/U-3.2.2.3.5-2',
    maximumPacketSizeBytes: '5.0/U-3.2.2.3.6-2',
    assignedClientIdentifier: '5.0/U-3.2.2.3.7-1',
    topicAliasMaximum: '5.0/U-3.2.2.3.8-1',
    reasonString: '5.0/U-3.2.2.3.9-2',
    wildcardSubscriptionAvailable: '5.0/U-3.2.2.3.11-2',
    subscriptionIdentifierAvailable: '5.0/U-3.2.2.3.12-2',
    sharedSubscriptionAvailable: '5.0/U-3.2.2.3.13-2',
    serverKeepAliveSeconds: '5.0/U-3.2.2.3.14-1',
    responseInformation: '5.0/U-3.2.2.3.15-1',
    serverReference: '5.0/U-3.2.2.3.16-1',
    authenticationMethod: '5.0/U-3.2.2.3.17-1',
    authenticationData: '5.0/U-3.2.2.3.18-1',
  },
  publish: {
    topicAlias: '5.0/U-3.3.2.3.4-1',
    responseTopic: '5.0/U-3.3.2.3.5-1',
    correlationData: '5.0/U-3.3.2.3.6-1',
    contentType: '5.0/U-3.3.2.3.9-1',
  },
  puback: { reasonString: '5.0/U-3.4.2.2.2-1' },
  pubrec: { reasonString: '5.0/U-3.5.2.2.2-2' },
  pubrel: { reasonString: '5.0/U-3.6.2.2.2-2' },
  pubcomp: { reasonString: '5.0/U-3.7.2.2.2-2' },
  subscribe: { subscriptionIdentifier: '5.0/U-3.8.2.1.2-2' },
  suback: { reasonString: '5.0/U-3.9.2.1.2-2' },
  unsuback: { reasonString: '5.0/U-3.11.2.1.2-2' },
  disconnect: {
    sessionExpiryIntervalSeconds: '5.0/U-3.14.2.2.2-1',
    reasonString: '5.0/U-3.14.2.2.3-2',
    serverReference: '5.0/U-3.14.2.2.5-1',
  },
  auth: {
    authenticationMethod: '5.0/U-3.15.2.2.2-1',
    authenticationData: '5.0/U-3.15.2.2.3-1',
    reasonString: '5.0/U-3.15.2.2.4-2',
  },
};

/** The sentence about the range of a value, where it is another one. */
export const rangeStatements: StatementTable = {
  will: { payloadFormatIndicator: '5.0/U-3.1.3.2.3-1' },
  publish: {
    payloadFormatIndicator: '5.0/U-3.3.2.3.2-1',
    topicAlias: '5.0/MQTT-3.3.2-8',
    subscriptionIdentifier: '5.0/U-3.3.2.3.8-1',
  },
  subscribe: { subscriptionIdentifier: '5.0/U-3.8.2.1.2-1' },
};

/** The sentence that keeps one side from sending a property. */
export const senderStatements: StatementTable = {
  publish: { subscriptionIdentifier: '5.0/MQTT-3.3.4-6' },
  disconnect: { sessionExpiryIntervalSeconds: '5.0/MQTT-3.14.2-2' },
};
