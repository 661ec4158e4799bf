import { encode } from '../../packet/index.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { nowMicros } from './clock.ts';
import { createFrameBatch, encodeOpening, type FilledMessage, type MessageForm } from './frame-batch.ts';
import { isCounted, type MeasuredWindow } from './measured-window.ts';
import type { Publisher } from './publisher.ts';

/** Sends the messages of one topic. */
export interface Sender {
  readonly form: MessageForm;
  /** Of an open loop: when the next message is due, in the machine's microseconds; `Infinity` when none is. */
  readonly nextDueMicros: number;
  /** Messages are due that back-pressure holds up. */
  readonly isBlocked: boolean;
  readonly totals: SenderTotals;
  /** Begins to send: at due times, or as fast as the window allows. */
  start(drive: Drive): void;
  /** No message from now on; what is under way comes to its end. */
  stop(): void;
  /** Of an open loop: what is due at this time or later is not due any more. */
  endAt(micros: number): void;
  /** Sends what is due, or what the window allows; says whether it sent anything. */
  pump(now: number): 'sent' | 'nothing';
  onAcknowledged(): void;
  onRefused(): void;
  /** One more delivery to one receiver. */
  onDelivered(): void;
  /** A message before all others, which shows that the path stands; with an alias it also says what that means. */
  sendOpening(): void;
  /**
   * Of a closed loop: gives up what is under way, because it does not come any more. The loop would stand still
   * for ever over the messages that a target dropped.
   */
  giveUpLost(now: number): void;
  /** Removes the message that the target keeps of a retained topic. */
  forgetRetained(): void;
  /** Messages that were due and never sent, because the target held them up to the end. */
  countUnsent(): number;
  /** A message behind all others, to tell its receivers that no more will come. */
  sendSentinel(now: number): void;
}

/** How the next message becomes due. */
export type Drive =
  | { readonly kind: 'open'; readonly nextDueMicros: () => number }
  | { readonly kind: 'closed'; readonly inflight: number };

export interface SenderTotals {
  sent: number;
  acknowledged: number;
  refused: number;
  delivered: number;
}

/** Sequences that are no messages of the load, and the most messages of one topic. */
export const sentinelSequence = 0xffff_ffff;
export const openingSequence = 0xffff_fffe;

export interface SenderContext {
  readonly recorder: Recorder;
  readonly window: MeasuredWindow;
  /** Deliveries that each message owes; 0 when nobody listens. */
  readonly receivers: number;
}

export function createSender(form: MessageForm, publisher: () => Publisher, context: SenderContext): Sender {
  const { recorder, window, receivers } = context;
  const { sendDelay, lateness } = recorder.bins;
  const batch = createFrameBatch(form);
  const totals: SenderTotals = { sent: 0, acknowledged: 0, refused: 0, delivered: 0 };
  const message: FilledMessage = { sequence: 0, dueMicros: 0, delayMicros: 0, packetIdentifier: 0 };
  let drive: Drive | undefined;
  let nextDue = Number.POSITIVE_INFINITY;
  let blocked = false;
  /** What was due before this was held up by the target, not by us. */
  let unblockedAt = 0;
  /** Of a closed loop without acknowledgements and receivers: messages behind which a PINGRESP came. */
  let processed = 0;
  let pinged = 0;
  let givenUp = 0;

  function underWay(): number {
    const finished: number[] = [];
    if (form.qos > 0) finished.push(totals.acknowledged + totals.refused);
    if (receivers > 0) finished.push(Math.floor(totals.delivered / receivers));
    if (finished.length === 0) finished.push(processed);
    return totals.sent - Math.min(...finished) - givenUp;
  }

  function fill(index: number, dueMicros: number, now: number): void {
    message.sequence = totals.sent;
    // The due time is written in whole microseconds, and never later than it is.
    message.dueMicros = Math.floor(dueMicros);
    message.delayMicros = now > dueMicros ? now - dueMicros : 0;
    message.packetIdentifier = form.qos === 0 ? 0 : publisher().take(self, dueMicros);
    batch.fill(index, message);
    totals.sent += 1;
    if (!isCounted(window, dueMicros, now)) return;
    sendDelay.record(message.delayMicros);
    if (dueMicros >= unblockedAt) lateness.record(message.delayMicros);
  }

  function writeBatch(count: number): void {
    recorder.counts.sent += count;
    if (publisher().write(batch.bytes(count)) === 'held') batch.renew();
  }

  function pumpOpen(next: () => number, now: number): 'sent' | 'nothing' {
    let outcome: 'sent' | 'nothing' = 'nothing';
    if (blocked) unblockedAt = now;
    blocked = false;
    while (nextDue <= now) {
      const room = publisher().room(form.qos);
      if (room <= 0) {
        blocked = true;
        return outcome;
      }
      const capacity = Math.min(room, batch.capacity);
      let count = 0;
      while (count < capacity && nextDue <= now) {
        fill(count, nextDue, now);
        count += 1;
        nextDue = next();
      }
      writeBatch(count);
      outcome = 'sent';
      if (count === batch.capacity) batch.grow(count + 1);
    }
    return outcome;
  }

  function pumpClosed(inflight: number, now: number): 'sent' | 'nothing' {
    blocked = true;
    const most = Math.min(inflight - underWay(), publisher().room(form.qos));
    // Many small writes cost more than the little waiting for a few acknowledgements.
    if (most <= 0) return 'nothing';
    batch.grow(most);
    const count = Math.min(most, batch.capacity);
    for (let index = 0; index < count; index += 1) fill(index, now, now);
    writeBatch(count);
    if (form.qos === 0 && receivers === 0) askForProgress(inflight);
    return 'sent';
  }

  function askForProgress(inflight: number): void {
    if (totals.sent - pinged < inflight / 4) return;
    const upTo = totals.sent;
    pinged = upTo;
    publisher().onceProcessed(() => {
      processed = upTo;
      pump(nowMicros());
    });
  }

  function pump(now: number): 'sent' | 'nothing' {
    if (drive === undefined) return 'nothing';
    switch (drive.kind) {
      case 'open':
        return pumpOpen(drive.nextDueMicros, now);
      case 'closed': {
        let outcome: 'sent' | 'nothing' = 'nothing';
        while (pumpClosed(drive.inflight, now) === 'sent') outcome = 'sent';
        return outcome;
      }
    }
  }

  const self: Sender = {
    form,
    totals,
    get nextDueMicros() {
      return blocked ? Number.POSITIVE_INFINITY : nextDue;
    },
    get isBlocked() {
      return blocked;
    },
    start(next) {
      drive = next;
      if (next.kind === 'open') nextDue = next.nextDueMicros();
    },
    stop() {
      drive = undefined;
      nextDue = Number.POSITIVE_INFINITY;
      blocked = false;
    },
    endAt(micros) {
      if (nextDue >= micros) nextDue = Number.POSITIVE_INFINITY;
    },
    pump,
    onAcknowledged() {
      totals.acknowledged += 1;
    },
    onRefused() {
      totals.refused += 1;
    },
    onDelivered() {
      totals.delivered += 1;
    },
    giveUpLost(now) {
      if (drive?.kind !== 'closed') return;
      givenUp += Math.max(0, underWay());
      pump(now);
    },
    forgetRetained() {
      const { topicName, version } = form;
      const payload = new Uint8Array(0);
      publisher().write(
        encode({ type: 'publish', topicName, payload, qos: 0, dup: false, retain: true }, version),
      );
    },
    countUnsent() {
      if (drive?.kind !== 'open') return 0;
      let count = 0;
      for (let due = nextDue; due !== Number.POSITIVE_INFINITY; due = drive.nextDueMicros()) count += 1;
      return count;
    },
    sendOpening() {
      publisher().write(encodeOpening(form, openingSequence));
    },
    sendSentinel(now) {
      message.sequence = sentinelSequence;
      message.dueMicros = Math.floor(now);
      message.delayMicros = 0;
      message.packetIdentifier = 0;
      batch.fill(0, message);
      if (publisher().write(batch.bytes(1)) === 'held') batch.renew();
    },
  };
  return self;
}
