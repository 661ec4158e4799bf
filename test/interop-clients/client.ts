/** A client of other people, and what the interoperation tests ask of it. */
export interface InteropClient {
  readonly name: string;
  /** How to get it; absent when it is here. */
  readonly missing?: string;
  /** What this client, and not the broker, cannot do, or does its own way. */
  readonly lacks: readonly Ability[];
  /** Resolves when the message is acknowledged; rejects when the broker refuses the connection. */
  publish(reach: Reach, message: Message): Promise<void>;
  /** Connects and subscribes; the broker tells when the Subscription stands. */
  subscribe(reach: Reach, wish: Wish): Subscriber;
  /** The line that it prints for a message. */
  lineOf(message: Message): string;
}

/** `silent-goodbye`: leaves without its will; mosquitto_sub asks for it in its DISCONNECT of 5.0 (0x04). */
export type Ability = 'kept-session' | 'websocket' | 'silent-goodbye';
export type Version = '3.1.1' | '5.0';

/** Where the broker listens, and how to get in. */
export interface Door {
  readonly url: string;
  /** For TLS: the authority to trust. */
  readonly caFile?: string;
  readonly clientCertificate?: { readonly certFile: string; readonly keyFile: string };
}

export interface Reach {
  readonly door: Door;
  readonly version: Version;
  readonly clientIdentifier?: string;
  readonly credentials?: { readonly userName: string; readonly password: string };
}

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain?: boolean;
}

export interface Wish {
  readonly topicFilter: string;
  readonly will?: Message;
  /** `kept`: the Session outlives the connection. Needs a Client Identifier. */
  readonly session?: 'kept';
}

/** A client that listens, at QoS 2. */
export interface Subscriber extends AsyncDisposable {
  /** The lines for all messages so far, as soon as there are so many; rejects when the client ends before. */
  heard(count: number): Promise<readonly string[]>;
  /** Leaves with a DISCONNECT. */
  leave(): Promise<void>;
  /** Is gone without a word. */
  crash(): Promise<void>;
}

/** `QoS retain payload`, for the clients that tell all three. */
export const fullLine = ({ payload, qos, retain = false }: Message): string =>
  `${qos} ${retain ? 1 : 0} ${payload}`;
