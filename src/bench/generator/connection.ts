import { type Connack, type Connect, createDecoder, encode, type Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { createFrameScanner, FrameError, type FrameListener } from './frame-scanner.ts';
import { openPipe, type Pipe, type PipeOptions } from './pipe.ts';

/** What a connection is for: a publisher or a subscriber. Called from within reads: it must be quick. */
export interface ConnectionRole extends Omit<FrameListener, 'onOther'> {
  /** A read begins, with one or many packets. */
  onReadBegin(): void;
  /** The read is over: what it asked for can be written now. */
  onReadEnd(): void;
  onDrained(): void;
  onPingresp(): void;
  /** The target ended the connection, or sent what no client can take. Not called when we end it. */
  onLost(reason: string): void;
}

/** A connection of the generator, past its CONNACK. */
export interface Connection {
  readonly clientIdentifier: string;
  readonly connack: Connack;
  readonly pipe: Pipe;
  /** `lost` once the target ended it, `ended` once we did. */
  readonly state: 'open' | 'lost' | 'ended';
  /** From now on what arrives goes to this role. */
  play(role: Partial<ConnectionRole>): void;
  /** Sends a packet as it is. */
  send(packet: Packet): void;
  /**
   * Subscribes, and resolves with the Reason Codes of the SUBACK.
   *
   * @throws ConnectionError
   */
  subscribe(topicFilters: readonly string[], qos: 0 | 1 | 2): Promise<readonly number[]>;
  /** DISCONNECT, then the end of the connection. */
  disconnect(): void;
  /** Cuts the connection: no DISCONNECT. */
  cut(): void;
}

export interface ConnectionOptions extends PipeOptions {
  readonly connect: Connect;
}

export type ConnectionErrorCode = 'refused' | 'closed' | 'timed-out' | 'not-mqtt';

/** The target did not let us in, or did not answer as a server does. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly code: ConnectionErrorCode;

  constructor(code: ConnectionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What waits for an answer of the target. */
interface Waiting {
  readonly answers: (packet: Packet) => boolean;
  readonly resolve: (packet: Packet) => void;
  readonly reject: (error: ConnectionError) => void;
}

const nothing = (): void => undefined;
const idleRole: ConnectionRole = {
  onReadBegin: nothing,
  onReadEnd: nothing,
  onPublish: nothing,
  onAcknowledgement: nothing,
  onDrained: nothing,
  onPingresp: nothing,
  onLost: nothing,
};

/**
 * Opens a connection: network, CONNECT, CONNACK.
 *
 * @throws PipeError, DialError, ConnectionError
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { connect, timeoutMs } = options;
  const version = connect.protocolVersion;
  let role = idleRole;
  let state: Connection['state'] = 'open';
  let subscribes = 0;
  let waiting: Waiting[] = [];
  const scanner = createFrameScanner(version, {
    onPublish: (view, payload, payloadBytes, flags, packetIdentifier) =>
      role.onPublish(view, payload, payloadBytes, flags, packetIdentifier),
    onAcknowledgement: (type, packetIdentifier, reasonCode) =>
      role.onAcknowledgement(type, packetIdentifier, reasonCode),
    onOther: (bytes) => onPacket(decodeOne(bytes, version)),
  });

  const pipe = await openPipe(options, {
    onBytes(bytes, view, length) {
      role.onReadBegin();
      try {
        scanner.scan(bytes, view, length);
      } catch (error) {
        if (!(error instanceof FrameError) && !(error instanceof ConnectionError)) throw error;
        pipe.cut();
        lose(error.message);
        return;
      }
      role.onReadEnd();
    },
    onDrained: () => role.onDrained(),
    onEnd: lose,
  });

  function lose(reason: string): void {
    if (state !== 'open') return;
    state = 'lost';
    for (const { reject } of waiting.splice(0)) reject(new ConnectionError('closed', reason));
    role.onLost(reason);
  }

  function onPacket(packet: Packet): void {
    if (packet.type === 'pingresp') return role.onPingresp();
    const at = waiting.findIndex(({ answers }) => answers(packet));
    if (at >= 0) {
      waiting.splice(at, 1)[0]?.resolve(packet);
      return;
    }
    if (packet.type !== 'disconnect') return;
    const code = packet.reasonCode.toString(16).padStart(2, '0');
    pipe.cut();
    lose(`the target sent DISCONNECT with Reason Code 0x${code}`);
  }

  function answer(what: string, answers: Waiting['answers']): Promise<Packet> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting = waiting.filter((one) => one !== entry);
        reject(new ConnectionError('timed-out', `no ${what} within ${timeoutMs} ms`));
      }, timeoutMs);
      const entry: Waiting = {
        answers,
        resolve: (packet) => {
          clearTimeout(timer);
          resolve(packet);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      waiting.push(entry);
    });
  }

  function end(how: 'end' | 'cut'): void {
    if (state !== 'open') return;
    state = 'ended';
    pipe[how]();
  }

  pipe.write(encode(connect, version));
  let connack: Packet;
  try {
    connack = await answer('CONNACK', ({ type }) => type === 'connack');
  } catch (error) {
    end('cut');
    throw error;
  }
  if (connack.type !== 'connack' || connack.reasonCode !== 0) {
    end('cut');
    const code = connack.type === 'connack' ? connack.reasonCode.toString(16).padStart(2, '0') : '??';
    throw new ConnectionError('refused', `CONNACK refused the connection with 0x${code}`);
  }

  return {
    clientIdentifier: connect.clientIdentifier,
    connack,
    pipe,
    get state() {
      return state;
    },
    play: (next) => {
      role = { ...idleRole, ...next };
    },
    send: (packet) => {
      if (state === 'open') pipe.write(encode(packet, version));
    },
    async subscribe(topicFilters, qos) {
      subscribes += 1;
      const packetIdentifier = subscribes;
      const suback = answer(
        'SUBACK',
        (packet) => packet.type === 'suback' && packet.packetIdentifier === packetIdentifier,
      );
      const subscriptions = topicFilters.map(subscriptionOf(qos));
      pipe.write(encode({ type: 'subscribe', packetIdentifier, subscriptions }, version));
      const packet = await suback;
      return packet.type === 'suback' ? packet.reasonCodes : [];
    },
    disconnect() {
      if (state === 'open') pipe.write(encode({ type: 'disconnect', reasonCode: 0 }, version));
      end('end');
    },
    cut: () => end('cut'),
  };
}

function subscriptionOf(qos: 0 | 1 | 2) {
  return (topicFilter: string) =>
    ({ topicFilter, qos, noLocal: false, retainAsPublished: false, retainHandling: 0 }) as const;
}

/** @throws ConnectionError */
function decodeOne(bytes: Uint8Array, version: ProtocolVersion): Packet {
  const decoder = createDecoder({ receiver: 'client', version });
  decoder.push(bytes);
  const decoded = decoder.next();
  if (decoded?.kind === 'packet') return decoded.packet;
  const detail = decoded?.kind === 'violation' ? decoded.violation.detail : 'nothing';
  throw new ConnectionError('not-mqtt', `the target sent what a client must refuse: ${detail}`);
}
