import type { Puback } from '../src/packet/puback.ts';
import type { Journal } from './persistence/journal.ts';
import type { MessageEntry } from './persistence/message-record.ts';

interface OwedPuback {
  readonly packet: Puback;
  /** The batch that has to be on disk. */
  readonly batch: number;
  /** Absent: nothing of it has to be on disk. */
  readonly message: MessageEntry | undefined;
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
  readonly #send: (packet: Puback) => void;
  #owed: OwedPuback[] = [];
  #waitsForBatch = 0;
  #isPumpDue = false;

  constructor(journal: Journal, send: (packet: Puback) => void) {
    this.#journal = journal;
    this.#send = send;
  }

  get size(): number {
    return this.#owed.length;
  }

  /** @param message its record; absent when nobody who outlives the process must get it */
  owe(packet: Puback, message: MessageEntry | undefined): void {
    if (this.#owed.length === 0 && (message === undefined || message.references === 0))
      return this.#send(packet);
    const batch = this.#journal.currentBatch;
    this.#owed.push({ packet, batch, message });
    if (message !== undefined) message.onUnneeded = this.#soon;
    if (batch <= this.#waitsForBatch) return;
    this.#waitsForBatch = batch;
    this.#journal.whenCommitted(this.#pump);
  }

  /** Once for all messages that become safe within the same turn. */
  readonly #soon = (): void => {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    queueMicrotask(this.#pump);
  };

  readonly #pump = (): void => {
    this.#isPumpDue = false;
    let sent = 0;
    for (const { packet, batch, message } of this.#owed) {
      if (batch > this.#journal.committedBatch && message !== undefined && message.references > 0) break;
      this.#send(packet);
      sent += 1;
    }
    if (sent > 0) this.#owed = this.#owed.slice(sent);
  };
}
