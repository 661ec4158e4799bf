import type { Preset, Purpose, StartedTarget } from '../facts.ts';
import { TargetError } from '../target-error.ts';
import type { EmbeddedBroker } from './embedded-broker.ts';
import { durable, secured, startConfigured } from './embedded-configured.ts';
import { type HookedPreset, startHooked } from './embedded-hooked.ts';
import type { EmbeddedTransport } from './embedded-listener.ts';
import { startOutside } from './embedded-outside.ts';

/** The broker that `mqtt-assay broker` is by default. */
const reference: HookedPreset = { name: 'reference', capabilities: { receiveMaximum: 64 } };

const restricted: HookedPreset = {
  name: 'restricted',
  capabilities: {
    receiveMaximum: 8,
    maximumQoS: 1,
    retainAvailable: false,
    wildcardSubscriptionAvailable: false,
    subscriptionIdentifierAvailable: false,
    sharedSubscriptionAvailable: false,
    topicAliasMaximum: 0,
    maximumPacketSizeBytes: 64 * 1024,
  },
};

/**
 * The presets `reference` (everything allowed), `restricted` (everything that can be refused, refused), `secured`
 * (users and rights from files) and `durable` (kept on disk).
 *
 * @param transport how they are reached to be judged; by default TCP, and TLS for `secured`
 */
export const embeddedPresets = (broker: EmbeddedBroker, transport?: EmbeddedTransport): readonly Preset[] => [
  preset(reference.name, 'the embedded broker, complete for 3.1.1 and 5.0', {
    judge: () => startHooked(broker, reference, transport ?? 'tcp'),
    measure: () => startOutside(broker.program, reference.name),
  }),
  preset(restricted.name, 'the embedded broker, announcing that it serves as little as 5.0 allows', {
    judge: () => startHooked(broker, restricted, transport ?? 'tcp'),
    measure: () => immeasurable(restricted.name),
  }),
  preset(secured.name, 'the embedded broker over TLS, with users and rights from files', {
    judge: () => startConfigured(broker, secured, transport ?? 'tls'),
    measure: () => immeasurable(secured.name),
  }),
  preset(durable.name, 'the embedded broker, keeping on disk what it acknowledged', {
    judge: () => startConfigured(broker, durable, transport ?? 'tcp'),
    measure: () => immeasurable(durable.name),
  }),
];

const preset = (
  name: string,
  summary: string,
  starts: Readonly<Record<Purpose, () => Promise<StartedTarget>>>,
): Preset => ({ name, summary, start: (purpose) => starts[purpose]() });

const immeasurable = (name: string): Promise<StartedTarget> =>
  Promise.reject(
    new TargetError(
      'bad-target',
      `The preset ${name} cannot be measured, because what makes it exists only in a process that it shares with us: measure reference in its place.`,
    ),
  );
