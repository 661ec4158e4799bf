import type {
  Connack,
  Connect,
  Packet,
  PacketOf,
  PacketType,
  Suback,
  Subscription,
} from '../packet/index.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import {
  type ConnectFields,
  connect as connectPacket,
  disconnect as disconnectPacket,
  type PublishFields,
  pingreq,
  publish as publishPacket,
  pubrel,
  type SubscriptionFields,
  subscribe as subscribePacket,
  unsubscribe as unsubscribePacket,
} from './builders.ts';
import { type Conversation, showEnd } from './conversation.ts';
import { SetupFailed } from './problem.ts';

export type ConnectOptions = Partial<Omit<ConnectFields, 'protocolVersion'>>;
export type SubscribeOptions = Pick<PacketOf<'subscribe'>, 'properties'>;

/** The set-up verbs: each brings about a precondition, and throws {@link SetupFailed} when it cannot. */
export interface SetUp {
  /** The CONNECT that `connect` would send: the peer's Client Identifier, the target's credentials. */
  connectPacket(options?: ConnectOptions): Connect;
  /** Sends CONNECT and waits for a CONNACK that accepts. */
  connect(options?: ConnectOptions): Promise<Connack>;
  /** Subscribes and waits for a SUBACK that grants each filter at the QoS asked for. */
  subscribe(
    filters: string | SubscriptionFields | readonly SubscriptionFields[],
    options?: SubscribeOptions,
  ): Promise<Suback>;
  /** Unsubscribes and waits for UNSUBACK. */
  unsubscribe(...topicFilters: readonly string[]): Promise<void>;
  /** Publishes, and completes the exchange of its QoS. */
  publish(fields: PublishFields): Promise<void>;
  /** A PINGREQ and PINGRESP round trip: what was sent before it was taken up by the server. */
  fence(): Promise<void>;
  /** Waits for a probe that `CaseContext.settle` publishes; probes never mix with other packets. */
  probeArrives(topicName: string, withinMs: number): Promise<boolean>;
  /** Sends DISCONNECT and waits until the server closes, or closes itself when the server leaves that to the client. */
  disconnect(fields?: Parameters<typeof disconnectPacket>[0]): Promise<void>;
  /** Cuts the Network Connection without DISCONNECT (RST). */
  cut(): void;
  /** A Packet Identifier that this peer has not used yet. */
  nextPacketIdentifier(): number;
}

export interface SetUpOptions {
  readonly mqtt: ProtocolVersion;
  readonly clientIdentifier: string;
  readonly credentials?: { readonly userName: string; readonly password?: string };
  readonly deadlineMs: number;
}

export function createSetUp(conversation: Conversation, options: SetUpOptions): SetUp {
  const { mqtt, clientIdentifier, credentials, deadlineMs } = options;
  const { inbox } = conversation;
  let lastPacketIdentifier = 0;

  async function answer<T extends PacketType>(type: T, packetIdentifier?: number): Promise<PacketOf<T>> {
    const taken = await inbox.take(
      (packet): packet is PacketOf<T> =>
        packet.type === type &&
        (packetIdentifier === undefined ||
          ('packetIdentifier' in packet && packet.packetIdentifier === packetIdentifier)),
      deadlineMs,
    );
    switch (taken.kind) {
      case 'taken':
        return taken.value;
      case 'ended':
        throw new SetupFailed(`no ${type.toUpperCase()}: ${showEnd(taken.end)}`);
      case 'late':
        throw new SetupFailed(`no ${type.toUpperCase()} within ${deadlineMs} ms`);
    }
  }

  function nextPacketIdentifier(): number {
    lastPacketIdentifier += 1;
    return lastPacketIdentifier;
  }

  function buildConnect(fields: ConnectOptions = {}): Connect {
    return connectPacket({
      protocolVersion: mqtt,
      clientIdentifier,
      ...(credentials === undefined ? {} : credentials),
      ...fields,
    });
  }

  return {
    nextPacketIdentifier,
    connectPacket: buildConnect,
    async connect(fields) {
      conversation.send(buildConnect(fields));
      const connack = await answer('connack');
      if (connack.reasonCode === 0) return connack;
      throw new SetupFailed(`CONNECT was refused with code 0x${connack.reasonCode.toString(16)}`);
    },
    async subscribe(filters, fields) {
      const subscriptions = subscriptionsOf(filters);
      const packetIdentifier = nextPacketIdentifier();
      conversation.send(subscribePacket({ packetIdentifier, subscriptions, ...fields }));
      const suback = await answer('suback', packetIdentifier);
      subscriptions.forEach((wanted, index) => {
        const granted = suback.reasonCodes[index];
        if (granted === (wanted.qos ?? 0)) return;
        throw new SetupFailed(
          `${JSON.stringify(wanted.topicFilter)} was not granted at QoS ${wanted.qos ?? 0}: SUBACK code ${granted ?? 'missing'}`,
        );
      });
      return suback;
    },
    async unsubscribe(...topicFilters) {
      const packetIdentifier = nextPacketIdentifier();
      conversation.send(unsubscribePacket({ packetIdentifier, topicFilters }));
      await answer('unsuback', packetIdentifier);
    },
    async publish(fields) {
      const qos = fields.qos ?? 0;
      if (qos === 0) return conversation.send(publishPacket(fields));
      const packetIdentifier = fields.packetIdentifier ?? nextPacketIdentifier();
      conversation.send(publishPacket({ ...fields, packetIdentifier }));
      if (qos === 1) return accepted(await answer('puback', packetIdentifier));
      accepted(await answer('pubrec', packetIdentifier));
      conversation.send(pubrel(packetIdentifier));
      accepted(await answer('pubcomp', packetIdentifier));
    },
    async fence() {
      conversation.send(pingreq);
      await answer('pingresp');
    },
    async probeArrives(topicName, withinMs) {
      const isProbe = (packet: Packet): packet is PacketOf<'publish'> =>
        packet.type === 'publish' && packet.topicName === topicName;
      const taken = await conversation.probes.take(isProbe, withinMs);
      return taken.kind === 'taken';
    },
    async disconnect(fields) {
      conversation.send(disconnectPacket(fields));
      await inbox.ended(Math.min(deadlineMs, 1000));
      conversation.stream.close();
    },
    cut: () => conversation.stream.reset(),
  };
}

function subscriptionsOf(
  filters: string | SubscriptionFields | readonly SubscriptionFields[],
): readonly SubscriptionFields[] {
  if (typeof filters === 'string') return [{ topicFilter: filters }];
  return 'topicFilter' in filters ? [filters as Partial<Subscription> & { topicFilter: string }] : filters;
}

function accepted(packet: { readonly type: PacketType; readonly reasonCode: number }): void {
  if (packet.reasonCode < 0x80) return;
  throw new SetupFailed(
    `${packet.type.toUpperCase()} refused the message with code 0x${packet.reasonCode.toString(16)}`,
  );
}
