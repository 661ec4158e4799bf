import type { Capability } from '../capability.ts';
import { capabilities } from '../capability.ts';
import type { TargetFacts } from '../facts.ts';
import type { Announced } from '../target.ts';
import type { VersionReport } from './version-probe.ts';

const unlimited = 65_535;
const highestTopicAlias = 65_535;
const smallReceiveMaximum = 256;
const smallPacketSizeBytes = 4 * 1024 * 1024;

/** CONNACK with the defaults of the standard filled in. (5.0 section 3.2.2.3) */
export const announcedOf = ({ announced }: VersionReport): Announced => ({
  receiveMaximum: announced.receiveMaximum ?? unlimited,
  maximumQoS: announced.maximumQoS === 0 || announced.maximumQoS === 1 ? announced.maximumQoS : 2,
  topicAliasMaximum: announced.topicAliasMaximum ?? 0,
  ...(announced.maximumPacketSizeBytes !== undefined && {
    maximumPacketSizeBytes: announced.maximumPacketSizeBytes,
  }),
  ...(announced.serverKeepAliveSeconds !== undefined && {
    serverKeepAliveSeconds: announced.serverKeepAliveSeconds,
  }),
});

/**
 * What the server can do, as far as it shows. One list serves both versions: what 3.1.1 cannot announce is
 * taken from the CONNACK of 5.0, and a server that speaks 3.1.1 only is trusted to serve what 3.1.1 demands.
 */
export const capabilitiesOf = (reports: readonly VersionReport[]): readonly Capability[] => {
  const spoken = reports.filter(({ isSpoken }) => isSpoken);
  const found = new Set<Capability>(spoken.map(({ version }): Capability => `mqtt-${version}`));
  const newest = spoken.find(({ version }) => version === '5.0');
  for (const name of newest === undefined ? mandatoryIn311 : announcedIn50(newest)) found.add(name);
  // A server that only closes may have had another reason: it must have said so.
  if (reports.some(({ version, contact }) => version === '5.0' && contact.kind === 'unsupported')) {
    found.add('no-mqtt-5.0');
  }
  if (spoken.length > 0 && spoken.every((report) => report.takesEmptyClientIdentifier)) {
    found.add('empty-client-identifier');
  }
  return inOrder(found);
};

const mandatoryIn311: readonly Capability[] = ['qos-2', 'retain', 'wildcard-subscriptions', 'session-expiry'];

const announcedIn50 = (report: VersionReport): readonly Capability[] => {
  const { announced } = report;
  const limits = announcedOf(report);
  const found: Capability[] = [
    limits.maximumQoS === 2 ? 'qos-2' : 'no-qos-2',
    announced.retainAvailable === 0 ? 'no-retain' : 'retain',
    announced.wildcardSubscriptionAvailable === 0 ? 'no-wildcard-subscriptions' : 'wildcard-subscriptions',
    announced.subscriptionIdentifierAvailable === 0
      ? 'no-subscription-identifiers'
      : 'subscription-identifiers',
    announced.sharedSubscriptionAvailable === 0 ? 'no-shared-subscriptions' : 'shared-subscriptions',
  ];
  if (announced.sessionExpiryIntervalSeconds !== 0) found.push('session-expiry');
  if (limits.topicAliasMaximum > 0) found.push('inbound-topic-alias');
  if (limits.topicAliasMaximum < highestTopicAlias) found.push('topic-alias-limit');
  if (limits.receiveMaximum <= smallReceiveMaximum) found.push('small-receive-maximum');
  if ((limits.maximumPacketSizeBytes ?? Number.POSITIVE_INFINITY) <= smallPacketSizeBytes) {
    found.push('small-maximum-packet-size');
  }
  return found;
};

/** Adds what a profile or preset knows better. */
export const corrected = (found: readonly Capability[], facts: TargetFacts): readonly Capability[] => {
  const all = new Set(found);
  if (facts.refusedCredentials !== undefined) all.add('refused-credentials');
  if (facts.refusedClientIdentifier !== undefined) all.add('refused-client-identifier');
  if (facts.deniedPublishTopic !== undefined) all.add('denied-publish-topic');
  for (const name of facts.capabilities?.add ?? []) all.add(name);
  for (const name of facts.capabilities?.remove ?? []) all.delete(name);
  return inOrder(all);
};

const inOrder = (found: ReadonlySet<Capability>): readonly Capability[] =>
  (Object.keys(capabilities) as Capability[]).filter((name) => found.has(name));
