import type { Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { StatementId } from '../../spec/statements/statement-id.ts';
import type { StreamEnd } from '../../transport/index.ts';

/** A packet on its way past the saboteur. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** Decoded; undefined where the bytes are no valid packet. */
  readonly packet: Packet | undefined;
}

/** What becomes of a frame: it goes on, it is swallowed, or other packets go on in its place. */
export type Fate = 'pass' | 'drop' | { readonly instead: readonly (Packet | Uint8Array)[] };

/** One Network Connection between a peer and the broker, with the saboteur in the middle. */
export interface Link {
  readonly mqtt: ProtocolVersion;
  /** Its number within the case, from 0. */
  readonly index: number;
  /** Still open towards the peer? */
  readonly open: boolean;
  /** Sends to the peer in the broker's place. */
  toPeer(packet: Packet | Uint8Array): void;
  /** Sends to the broker in the peer's place. */
  toBroker(packet: Packet | Uint8Array): void;
  /** Ends the connection towards the peer, as the broker would. */
  closePeer(): void;
  /** Ends the connection towards the broker, as the peer would by cutting it. */
  cutBroker(): void;
}

/** All connections of one case, in the order in which they were opened. */
export interface Scene {
  readonly mqtt: ProtocolVersion;
  readonly links: readonly Link[];
}

/** What a lie does at each turn; what it leaves out passes unchanged. */
export interface Lie {
  fromPeer?(frame: Frame, link: Link): Fate;
  fromBroker?(frame: Frame, link: Link): Fate;
  /** The broker ended the connection: `pass` it on, or `hold` the peer's side open. */
  brokerEnded?(end: StreamEnd, link: Link): 'pass' | 'hold';
  /** The peer ended the connection: `pass` it on, or `hold` the broker's side open. */
  peerEnded?(end: StreamEnd, link: Link): 'pass' | 'hold';
}

/** The smallest lie on the wire that breaks one statement. */
export interface Saboteur {
  /** Readable and stable: `connect/second-connect-is-answered`. */
  readonly id: string;
  /** The statements that the lie breaks. */
  readonly breaks: readonly StatementId[];
  /** Which of the cases that prove them must notice, as case id globs. Absent: every one. */
  readonly cases?: readonly string[];
  /** What it does, in one sentence. */
  readonly does: string;
  /** Makes the lie for one run of one case; it may keep state across the connections of the scene. */
  readonly lie: (scene: Scene) => Lie;
}

export type SaboteurOptions = Omit<Saboteur, 'id' | 'lie'>;

export function saboteur(id: string, options: SaboteurOptions, lie: Saboteur['lie']): Saboteur {
  return { id, ...options, lie };
}
