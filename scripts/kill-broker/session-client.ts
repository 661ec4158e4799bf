import {
  type Connack,
  type Connect,
  createDecoder,
  encode,
  type Packet,
  type Publish,
  type QoS,
} from '../../src/packet/index.ts';
import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';
import type { ByteStream } from '../../src/transport/index.ts';

/** What a client tells of. */
export interface SessionEvents {
  /** A message came to the application. A QoS 2 message comes once here, as section 4.3.3 says. */
  readonly onMessage: (message: Publish) => void;
  /** The broker took responsibility for a message: PUBACK or PUBREC without a failure. */
  readonly onAcknowledged: (message: Publish) => void;
  /** The broker did what it may not. One sentence. */
  readonly onFault: (fault: string) => void;
}

export interface SessionClientOptions extends SessionEvents {
  readonly clientIdentifier: string;
  readonly protocolVersion: ProtocolVersion;
  readonly dial: () => Promise<ByteStream>;
  /** Is the broker being killed? Then the end of the connection is no fault. */
  readonly isLossExpected: () => boolean;
  /** Default true: the Session goes on. */
  readonly keepsSession?: boolean;
}

/**
 * A client that keeps its half of the Session as the standard says: it takes up its exchanges where they were after
 * each loss of the connection. (3.1.1 and 5.0 sections 4.3 and 4.4)
 */
export interface SessionClient {
  readonly clientIdentifier: string;
  readonly isConnected: boolean;
  /** Exchanges of its own messages that are not finished. */
  readonly unfinished: number;
  /** Connects and takes up what was unfinished. */
  connect(): Promise<void>;
  /** Settles with the codes of the SUBACK. */
  subscribe(topicFilter: string, qos: QoS): Promise<readonly number[]>;
  /** @param message a QoS 1 or 2 message; its Packet Identifier is chosen here */
  publish(message: Pick<Publish, 'topicName' | 'payload' | 'qos' | 'retain'>): void;
  /** Everything that the broker sent before it answered has been taken in. */
  fence(): Promise<void>;
  /** Goes away in order. */
  disconnect(): Promise<void>;
  /** Cuts the connection, if there is one. */
  drop(): Promise<void>;
}

/** The connection ended while something was awaited on it. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'connection-lost';
}

type Outbound =
  | { readonly kind: 'awaiting-acknowledgement'; readonly publish: Publish }
  | { readonly kind: 'awaiting-pubcomp' };

interface Line {
  readonly stream: ByteStream;
  readonly ended: Promise<void>;
}

interface Waiter {
  resolve(packet: Packet): void;
  reject(error: Error): void;
}

const firstFailureCode = 0x80;
const highestPacketIdentifier = 65_535;
/** SUBSCRIBE uses one that messages do not. */
const subscribeIdentifier = 65_535;
const patienceMillis = 30_000;

export function createSessionClient(options: SessionClientOptions): SessionClient {
  const { clientIdentifier, protocolVersion, keepsSession = true } = options;
  /** In the order in which they were sent first. */
  const outbound = new Map<number, Outbound>();
  const inbound = new Set<number>();
  const waiters = new Map<Packet['type'], Waiter>();
  let lastIdentifier = 0;
  let line: Line | undefined;
  let isLeaving = false;
  /** A CONNACK came once, so the broker has promised a Session. */
  let isSessionPromised = false;

  function send(packet: Packet): void {
    line?.stream.write(encode(packet, protocolVersion));
  }

  function expectPacket(type: Packet['type']): Promise<Packet> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new ConnectionLost(`${clientIdentifier} waited 30 s for ${type}.`)),
        patienceMillis,
      );
      waiters.set(type, {
        resolve(packet) {
          clearTimeout(timer);
          resolve(packet);
        },
        reject(error) {
          clearTimeout(timer);
          reject(error);
        },
      });
    });
  }

  function settle(packet: Packet): void {
    const waiter = waiters.get(packet.type);
    waiters.delete(packet.type);
    waiter?.resolve(packet);
  }

  function take(packet: Packet): void {
    switch (packet.type) {
      case 'publish':
        return takePublish(packet);
      case 'puback':
      case 'pubrec':
        return takeAcknowledgement(packet);
      case 'pubrel':
        inbound.delete(packet.packetIdentifier);
        return send({ type: 'pubcomp', packetIdentifier: packet.packetIdentifier, reasonCode: 0 });
      case 'pubcomp':
        return void outbound.delete(packet.packetIdentifier);
      default:
        return settle(packet);
    }
  }

  function takePublish(publish: Publish): void {
    const { qos, packetIdentifier } = publish;
    if (qos === 0 || packetIdentifier === undefined) return options.onMessage(publish);
    if (qos === 1) {
      options.onMessage(publish);
      return send({ type: 'puback', packetIdentifier, reasonCode: 0 });
    }
    if (!inbound.has(packetIdentifier)) options.onMessage(publish);
    inbound.add(packetIdentifier);
    send({ type: 'pubrec', packetIdentifier, reasonCode: 0 });
  }

  function takeAcknowledgement({
    type,
    packetIdentifier,
    reasonCode,
  }: Extract<Packet, { type: 'puback' | 'pubrec' }>): void {
    const exchange = outbound.get(packetIdentifier);
    if (exchange?.kind === 'awaiting-acknowledgement') {
      const { publish } = exchange;
      if ((type === 'pubrec') !== (publish.qos === 2))
        options.onFault(`${clientIdentifier}: ${type} for QoS ${publish.qos}.`);
      if (reasonCode >= firstFailureCode) return void outbound.delete(packetIdentifier);
      options.onAcknowledged(publish);
      if (type === 'puback') return void outbound.delete(packetIdentifier);
      outbound.set(packetIdentifier, { kind: 'awaiting-pubcomp' });
    }
    if (type === 'pubrec' && outbound.has(packetIdentifier))
      send({ type: 'pubrel', packetIdentifier, reasonCode: 0 });
  }

  function listen(stream: ByteStream): Line {
    const decoder = createDecoder({ receiver: 'client', version: protocolVersion });
    stream.onData((chunk) => {
      decoder.push(chunk);
      for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) {
        if (decoded.kind === 'packet') take(decoded.packet);
        else options.onFault(`${clientIdentifier}: malformed packet (${decoded.violation.detail}).`);
      }
    });
    const ended = new Promise<void>((resolve) => {
      stream.onEnd(() => {
        if (line?.stream === stream) line = undefined;
        if (!isLeaving && !options.isLossExpected())
          options.onFault(`${clientIdentifier}: the broker closed the connection.`);
        for (const waiter of waiters.values())
          waiter.reject(new ConnectionLost(`${clientIdentifier} lost its connection.`));
        waiters.clear();
        resolve();
      });
    });
    return { stream, ended };
  }

  function checkConnack({ reasonCode, sessionPresent }: Connack): void {
    if (reasonCode !== 0) throw new ConnectionLost(`${clientIdentifier} was refused with ${reasonCode}.`);
    if (!keepsSession) return;
    if (isSessionPromised && !sessionPresent)
      options.onFault(`${clientIdentifier}: the broker forgot its Session.`);
    isSessionPromised = true;
    if (sessionPresent) return;
    // [5.0/MQTT-3.2.2-5]: what a Session held is gone with it. Unacknowledged messages are sent anew.
    inbound.clear();
    for (const [identifier, exchange] of outbound)
      if (exchange.kind === 'awaiting-pubcomp') outbound.delete(identifier);
  }

  // [5.0/MQTT-4.4.0-1] [3.1.1/MQTT-4.4.0-1]
  function resume(): void {
    for (const [packetIdentifier, exchange] of outbound) {
      if (exchange.kind === 'awaiting-pubcomp') send({ type: 'pubrel', packetIdentifier, reasonCode: 0 });
      else send({ ...exchange.publish, dup: true });
    }
  }

  function unusedIdentifier(): number {
    do lastIdentifier = (lastIdentifier % (highestPacketIdentifier - 1)) + 1;
    while (outbound.has(lastIdentifier));
    return lastIdentifier;
  }

  return {
    clientIdentifier,
    get isConnected() {
      return line !== undefined;
    },
    get unfinished() {
      return outbound.size;
    },
    async connect() {
      isLeaving = false;
      line = listen(await options.dial());
      const answer = expectPacket('connack');
      send(connectOf(clientIdentifier, protocolVersion, keepsSession));
      const connack = await answer;
      if (connack.type === 'connack') checkConnack(connack);
      resume();
    },
    async subscribe(topicFilter, qos) {
      const answer = expectPacket('suback');
      send({
        type: 'subscribe',
        packetIdentifier: subscribeIdentifier,
        subscriptions: [{ topicFilter, qos, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
      });
      const suback = await answer;
      return suback.type === 'suback' ? suback.reasonCodes : [];
    },
    publish(message) {
      const packetIdentifier = unusedIdentifier();
      const publish: Publish = { type: 'publish', ...message, dup: false, packetIdentifier };
      outbound.set(packetIdentifier, { kind: 'awaiting-acknowledgement', publish });
      send(publish);
    },
    async fence() {
      const answer = expectPacket('pingresp');
      send({ type: 'pingreq' });
      await answer;
    },
    async disconnect() {
      isLeaving = true;
      const open = line;
      send({ type: 'disconnect', reasonCode: 0 });
      open?.stream.close();
      await open?.ended;
    },
    async drop() {
      isLeaving = true;
      const open = line;
      open?.stream.reset();
      await open?.ended;
    },
  };
}

function connectOf(
  clientIdentifier: string,
  protocolVersion: ProtocolVersion,
  keepsSession: boolean,
): Connect {
  const connect = {
    type: 'connect',
    protocolVersion,
    cleanStart: !keepsSession,
    keepAliveSeconds: 0,
    clientIdentifier,
  } as const;
  if (protocolVersion === '3.1.1') return connect;
  return { ...connect, properties: { sessionExpiryIntervalSeconds: keepsSession ? 86_400 : 0 } };
}
