import { InboundQos2 } from './inbound-qos2.ts';
import type { Delivery } from './message.ts';
import type { ClientIdentity } from './options.ts';
import { Outbound, type OutboundOptions } from './outbound.ts';
import type { Refusal } from './reason.ts';
import type { SessionJournal, SessionRecords } from './session-journal.ts';
import { SessionSubscriptions } from './session-subscriptions.ts';
import type { Subscriber } from './subscription-tree.ts';

/** The Network Connection that a Session has at the moment. */
export interface SessionConnection {
  /** Another Network Connection took the Client Identifier. */
  takeOver(): void;
  /** The client may no longer stay. */
  fail(refusal: Refusal): void;
  /** Where the client is: `tcp 127.0.0.1:40123`. */
  readonly address: string;
  /** When its CONNECT was accepted, on the broker's clock. */
  readonly connectedAtMillis: number;
  messagesReceived: number;
  messagesSent: number;
}

/** Session Expiry Interval of a Session that never ends by itself. [5.0/U-3.1.2.11.2-3] */
export const neverExpires = 0xffffffff;

/**
 * The Session State that the broker keeps for one Client Identifier. (3.1.1 section 3.1.2.4, 5.0 section 4.1)
 * [3.1.1/MQTT-3.1.3-2] [5.0/MQTT-3.1.3-2] [3.1.1/U-3.1.2.4-4] [5.0/U-4.1-4]
 */
export class Session implements Subscriber {
  readonly clientIdentifier: string;
  /** Whom it belongs to, as of the last CONNECT. */
  identity: ClientIdentity;
  readonly outbound: Outbound;
  readonly inboundQos2 = new InboundQos2();
  readonly subscriptions: SessionSubscriptions;
  /** Seconds that the Session outlives its Network Connection; 0 ends it with the connection. */
  expiryIntervalSeconds = 0;
  /** Absent while the client is away. */
  connection: SessionConnection | undefined = undefined;
  /** Absent when the Session ends with the process. */
  journal: SessionJournal | undefined = undefined;

  constructor(identity: ClientIdentity, options: OutboundOptions) {
    this.clientIdentifier = identity.clientIdentifier;
    this.identity = identity;
    this.outbound = new Outbound(options);
    this.subscriptions = new SessionSubscriptions(options.limits);
  }

  /**
   * From now on the Session outlives the process. What is in it is on disk already: a Session that is not kept ends with
   * its connection, and DISCONNECT cannot change that, so there is none that is kept later. [5.0/U-3.14.2.2.2-3]
   */
  keepOn(journal: SessionJournal): void {
    this.journal = journal;
    this.subscriptions.keepOn(journal);
    this.inboundQos2.keepOn(journal);
    this.outbound.keepOn(journal);
  }

  /** Takes up where the records of an earlier process end. */
  resumeOn(journal: SessionJournal, records: SessionRecords): void {
    journal.adopt(records);
    for (const { subscription } of records.subscriptions) this.subscriptions.restore(subscription);
    for (const { number } of records.inboundQos2) this.inboundQos2.restore(number);
    for (const record of records.deliveries) this.outbound.restore(record);
    this.keepOn(journal);
  }

  get isConnected(): boolean {
    return this.outbound.isAttached;
  }

  deliver(delivery: Delivery): 'taken' | 'dropped' {
    return this.outbound.deliver(delivery);
  }
}
