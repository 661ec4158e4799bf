import type { QoS } from '../packet/index.ts';
import {
  type Breach,
  type ConnectOptions,
  createPeer,
  type Peer,
  probePayload,
  SetupFailed,
  type Transcript,
} from '../peer/index.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { Announced, Target } from '../target/target.ts';
import type { ByteStream } from '../transport/index.ts';

/** Options of a new Network Connection. */
export interface OpenOptions {
  /** The default is made from the case and the name, so that no two cases share one. */
  readonly clientIdentifier?: string;
  /** `manual`: the case itself acknowledges what arrives at QoS 1 and 2. */
  readonly acknowledge?: 'auto' | 'manual';
  /** A version whose packets are no breach either: what answers an unknown version may come in any. */
  readonly alsoReads?: ProtocolVersion;
  /**
   * `other-cases`: its Topic Filters reach the messages of every case, so that a breach in what it receives is
   * no finding of this one. Its expectations count as always.
   */
  readonly overhears?: 'nothing' | 'other-cases';
}

/** What the body of a case works with. Nothing in it is shared with another case. */
export interface CaseContext {
  readonly mqtt: ProtocolVersion;
  readonly target: Target;
  /** What the server announced for this version. */
  readonly announced: Announced;
  /** Longest wait of one step, in milliseconds. */
  readonly deadlineMs: number;
  /** CONNECT options under which the server keeps the Session for five minutes after the connection ends. */
  readonly persistent: ConnectOptions;
  /** A Topic Name (or the start of a Topic Filter) that belongs to this case alone. */
  topic(suffix?: string): string;
  /** A Client Identifier of this case alone, 1 to 23 letters and digits. */
  clientIdentifier(role: string): string;
  /** Opens a Network Connection and sends nothing. */
  open(name?: string, options?: OpenOptions): Promise<Peer>;
  /** Opens a Network Connection and connects: a set-up step. */
  connected(name?: string, options?: OpenOptions & ConnectOptions): Promise<Peer>;
  /**
   * The control arm: publishes probes until one arrives, so that the path is known to deliver. A set-up step.
   * Whatever else was delivered meanwhile stays unread; no expectation ever sees a probe.
   */
  settle(from: Peer, to: Peer, topicName: string, qos?: QoS): Promise<void>;
  /** Waits, for statements about time and for nothing else. */
  elapse(milliseconds: number): Promise<void>;
}

export interface ContextOptions {
  readonly mqtt: ProtocolVersion;
  readonly target: Target;
  readonly deadlineMs: number;
  /** Letters and digits, at most 12, unique among all cases of all runs. */
  readonly tag: string;
  readonly transcript: Transcript;
  readonly onBreach: (breach: Breach) => void;
  /** Opens a stream to the target, or to the saboteur before it. */
  readonly dial: () => Promise<ByteStream>;
}

/** A context with what it opened. */
export interface OwnedContext extends AsyncDisposable {
  readonly context: CaseContext;
  readonly peers: readonly Peer[];
}

const announcedByDefault: Announced = { receiveMaximum: 65_535, maximumQoS: 2, topicAliasMaximum: 0 };
const probeIntervalMs = 250;

export function createContext(options: ContextOptions): OwnedContext {
  const { mqtt, target, deadlineMs, tag, transcript, onBreach, dial } = options;
  const peers: Peer[] = [];
  const roles = new Map<string, number>();
  const pauses = new Set<() => void>();

  function clientIdentifier(role: string): string {
    const number = roles.get(role) ?? roles.size;
    roles.set(role, number);
    return `a${tag}r${number}`;
  }

  function topic(suffix?: string): string {
    return suffix === undefined ? `assay/${tag}` : `assay/${tag}/${suffix}`;
  }

  async function open(name = 'peer', openOptions: OpenOptions = {}): Promise<Peer> {
    const stream = await dial().catch((error: unknown) => {
      throw new SetupFailed(error instanceof Error ? error.message : String(error));
    });
    const peer = createPeer(stream, {
      name,
      mqtt,
      clientIdentifier: openOptions.clientIdentifier ?? clientIdentifier(name),
      deadlineMs,
      transcript,
      onBreach: openOptions.overhears === 'other-cases' ? () => undefined : onBreach,
      acknowledge: openOptions.acknowledge ?? 'auto',
      ...(openOptions.alsoReads === undefined ? {} : { alsoReads: openOptions.alsoReads }),
      ...(target.credentials === undefined ? {} : { credentials: target.credentials }),
    });
    peers.push(peer);
    return peer;
  }

  async function elapse(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        pauses.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      pauses.add(done);
    });
  }

  const context: CaseContext = {
    mqtt,
    target,
    announced: target.announced[mqtt] ?? announcedByDefault,
    deadlineMs,
    persistent:
      mqtt === '5.0'
        ? { cleanStart: false, properties: { sessionExpiryIntervalSeconds: 300 } }
        : { cleanStart: false },
    topic,
    clientIdentifier,
    open,
    async connected(name, connectOptions = {}) {
      const { clientIdentifier: identifier, acknowledge, alsoReads, overhears, ...fields } = connectOptions;
      const peer = await open(name, {
        ...(identifier === undefined ? {} : { clientIdentifier: identifier }),
        ...(acknowledge === undefined ? {} : { acknowledge }),
        ...(alsoReads === undefined ? {} : { alsoReads }),
        ...(overhears === undefined ? {} : { overhears }),
      });
      await peer.connect(fields);
      return peer;
    },
    async settle(from, to, topicName, qos = 0) {
      const tries = Math.ceil(deadlineMs / probeIntervalMs);
      for (let attempt = 1; attempt <= tries; attempt += 1) {
        await from.publish({ topicName, qos, payload: `${probePayload}${attempt}` });
        if (await to.probeArrives(topicName, probeIntervalMs)) return;
      }
      throw new SetupFailed(`no probe published to ${JSON.stringify(topicName)} reached ${to.name}`);
    },
    elapse,
  };

  return {
    context,
    peers,
    async [Symbol.asyncDispose]() {
      for (const done of pauses) done();
      await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
    },
  };
}
