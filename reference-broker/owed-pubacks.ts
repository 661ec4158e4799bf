import type { Puback } from '../src/packet/puback.ts';
import type { Journal } from './persistence/journal.ts';
import { MessageEntry } from './persistence/message-record.ts';

interface OwedPuback {
  readonly packet: Puback;
  /** The last batch of changes that were made before. */
  readonly batch: number;
  readonly need: PubackNeed;
}

/**
 * What has to be safe before a message may be acknowledged: the message of that record, every change made so far, or
 * nothing.
 */
export type PubackNeed = MessageEntry | 'commit' | undefined;

/** There are no more Packet Identifiers, so a client that sends more breaks the protocol. */
const mostOwed = 65_535;

/** Whom they are for. */
interface Creditor {
  send(packet: Puback): void;
  /** No more than the most are owed any more. */
  released(): void;
}

/**
 * The PUBACK packets that one client is owed and that wait for the disk, in the order in which the messages came.
 * [5.0/MQTT-4.6.0-2] [3.1.1/MQTT-4.6.0-2]
 *
 * A message is safe when it is on disk, or when everybody who must get it has it: then there is nothing left to keep.
 * Most messages are safe in the second way long before the first, and are never written at all.
 */
export class OwedPubacks {
  readonly #journal: Journal;
  readonly #client: Creditor;
  #owed: OwedPuback[] = [];
  #waitsForBatch = 0;
  #isPumpDue = false;

  constructor(journal: Journal, client: Creditor) {
    this.#journal = journal;
    this.#client = client;
  }

  /** Nothing more is to be taken from the client. */
  get isFull(): boolean {
    return this.#owed.length >= mostOwed;
  }

  get size(): number {
    return this.#owed.length;
  }

  owe(packet: Puback, need: PubackNeed): void {
    const { currentBatch, pendingChanges } = this.#journal;
    const owed = { packet, need, batch: pendingChanges === 0 ? currentBatch - 1 : currentBatch };
    if (this.#owed.length === 0 && this.#isSafe(owed)) return this.#client.send(packet);
    this.#owed.push(owed);
    if (need instanceof MessageEntry) need.onUnneeded = this.#soon;
    const { batch } = owed;
    if (batch <= this.#waitsForBatch) return;
    this.#waitsForBatch = batch;
    this.#journal.whenCommitted(this.#pump);
  }

  #isSafe({ need, batch }: OwedPuback): boolean {
    if (need === undefined || batch <= this.#journal.committedBatch) return true;
    return need !== 'commit' && need.references === 0;
  }

  /** Once for all messages that become safe within the same turn. */
  readonly #soon = (): void => {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    queueMicrotask(this.#pump);
  };

  readonly #pump = (): void => {
    this.#isPumpDue = false;
    const wasFull = this.isFull;
    let sent = 0;
    for (const owed of this.#owed) {
      if (!this.#isSafe(owed)) break;
      // The message may wait for its subscribers for years, and this client is not to be kept by it.
      if (owed.need instanceof MessageEntry) owed.need.onUnneeded = undefined;
      this.#client.send(owed.packet);
      sent += 1;
    }
    if (sent > 0) this.#owed = this.#owed.slice(sent);
    if (wasFull && !this.isFull) this.#client.released();
  };
}
