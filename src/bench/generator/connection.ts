import { type Connack, type Connect, createDecoder, encode, type Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { createFrameScanner, FrameError, type FrameListener, type FrameScanner } from './frame-scanner.ts';
import { openPipe } from './open-pipe.ts';
import type { Pipe, PipeEnd, PipeListener, PipeOptions } from './pipe.ts';

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
  /** From now on what arrives goes to this role; within a read, also the rest of the read. */
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
  /** Resolves when the connection is gone, also for the target: what comes next finds it ended. */
  closed(): Promise<void>;
}

export interface ConnectionOptions extends PipeOptions {
  readonly connect: Connect;
  /**
   * Called within the read that brings CONNACK: the role for what the target sends right behind it, such as the
   * messages that waited in a Session.
   */
  readonly onConnack?: (connection: Connection) => void;
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
  const deadline = performance.now() + options.timeoutMs;
  const connection = new ClientConnection(options);
  connection.pipe = await openPipe(options, connection);
  const giveUp = (): void => connection.giveUp();
  options.signal?.addEventListener('abort', giveUp);
  try {
    if (options.signal?.aborted === true) giveUp();
    connection.send(options.connect);
    await connection.answer('CONNACK', ({ type }) => type === 'connack', deadline - performance.now());
  } catch (error) {
    connection.cut();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  return connection;
}

/** A class, because a closure for each function of each connection is what the memory of thousands goes to. */
class ClientConnection implements Connection, PipeListener, FrameListener {
  readonly clientIdentifier: string;
  connack!: Connack;
  pipe!: Pipe;
  state: Connection['state'] = 'open';
  readonly #version: ProtocolVersion;
  readonly #timeoutMs: number;
  readonly #scanner: FrameScanner;
  #role = idleRole;
  #isReading = false;
  #onConnack: ConnectionOptions['onConnack'];
  #subscribes = 0;
  #waiting: readonly Waiting[] = nobody;

  constructor({ connect, timeoutMs, onConnack }: ConnectionOptions) {
    this.clientIdentifier = connect.clientIdentifier;
    this.#version = connect.protocolVersion;
    this.#timeoutMs = timeoutMs;
    this.#onConnack = onConnack;
    this.#scanner = createFrameScanner(connect.protocolVersion, this);
  }

  play(role: Partial<ConnectionRole>): void {
    this.#role = { ...idleRole, ...role };
    if (this.#isReading) this.#role.onReadBegin();
  }

  send(packet: Packet): void {
    if (this.state === 'open') this.pipe.write(encode(packet, this.#version));
  }

  async subscribe(topicFilters: readonly string[], qos: 0 | 1 | 2): Promise<readonly number[]> {
    this.#subscribes += 1;
    const packetIdentifier = this.#subscribes;
    const subscriptions = topicFilters.map(subscriptionOf(qos));
    this.send({ type: 'subscribe', packetIdentifier, subscriptions });
    const suback = await this.answer(
      'SUBACK',
      (packet) => packet.type === 'suback' && packet.packetIdentifier === packetIdentifier,
      this.#timeoutMs,
    );
    return suback.type === 'suback' ? suback.reasonCodes : [];
  }

  disconnect(): void {
    this.send({ type: 'disconnect', reasonCode: 0 });
    if (this.state === 'open') this.pipe.end();
    this.#end();
  }

  cut(): void {
    if (this.state === 'open') this.pipe.cut();
    this.#end();
  }

  closed(): Promise<void> {
    return this.pipe.closed();
  }

  giveUp(): void {
    this.pipe.cut();
    this.onEnd('given up');
  }

  #end(): void {
    if (this.state === 'open') this.state = 'ended';
  }

  /** Waits for a packet; rejects as soon as the connection is lost. */
  answer(what: string, answers: Waiting['answers'], timeoutMs: number): Promise<Packet> {
    return new Promise((resolve, reject) => {
      if (this.state !== 'open') throw new ConnectionError('closed', `the connection is ${this.state}`);
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== entry);
        reject(new ConnectionError('timed-out', `no ${what} within ${Math.round(timeoutMs)} ms`));
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
      this.#waiting = [...this.#waiting, entry];
    });
  }

  onBytes(bytes: Uint8Array, view: DataView, length: number): void {
    this.#isReading = true;
    this.#role.onReadBegin();
    try {
      this.#scanner.scan(bytes, view, length);
    } catch (error) {
      if (!(error instanceof FrameError) && !(error instanceof ConnectionError)) throw error;
      this.pipe.cut();
      this.onEnd(error.message);
      return;
    } finally {
      this.#isReading = false;
    }
    this.#role.onReadEnd();
  }

  onDrained(): void {
    this.#role.onDrained();
  }

  onEnd(reason: PipeEnd): void {
    if (this.state !== 'open') return;
    this.state = 'lost';
    const waiting = this.#waiting;
    this.#waiting = nobody;
    for (const { reject } of waiting) reject(new ConnectionError('closed', reason));
    this.#role.onLost(reason);
  }

  onPublish(
    view: DataView,
    payload: number,
    payloadBytes: number,
    flags: number,
    packetIdentifier: number,
  ): void {
    this.#role.onPublish(view, payload, payloadBytes, flags, packetIdentifier);
  }

  onAcknowledgement(type: number, packetIdentifier: number, reasonCode: number): void {
    this.#role.onAcknowledgement(type, packetIdentifier, reasonCode);
  }

  onOther(bytes: Uint8Array): void {
    const packet = decodeOne(bytes, this.#version);
    if (packet.type === 'pingresp') return this.#role.onPingresp();
    if (packet.type === 'disconnect') return this.#onDisconnect(packet.reasonCode);
    if (packet.type === 'connack') this.#accept(packet);
    const answered = this.#waiting.find(({ answers }) => answers(packet));
    if (answered === undefined) return;
    this.#waiting = this.#waiting.length === 1 ? nobody : this.#waiting.filter((one) => one !== answered);
    answered.resolve(packet);
  }

  #onDisconnect(reasonCode: number): void {
    this.pipe.cut();
    this.onEnd(`closed by the target: DISCONNECT with Reason Code ${hexOf(reasonCode)}`);
  }

  /** @throws ConnectionError when the target does not let us in */
  #accept(connack: Connack): void {
    this.connack = connack;
    if (connack.reasonCode !== 0) {
      const error = new ConnectionError(
        'refused',
        `CONNACK refused the connection with ${hexOf(connack.reasonCode)}`,
      );
      for (const { reject } of this.#waiting) reject(error);
      this.#waiting = nobody;
      return;
    }
    this.#onConnack?.(this);
    this.#onConnack = undefined;
  }
}

/** Connections that wait for nothing share this. */
const nobody: readonly Waiting[] = [];

function hexOf(reasonCode: number): string {
  return `0x${reasonCode.toString(16).padStart(2, '0')}`;
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
