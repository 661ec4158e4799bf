import { encode } from '../../packet/index.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { nowMicros } from './clock.ts';
import type { Connection, ConnectionRole } from './connection.ts';
import { packetTypes } from './frame-scanner.ts';
import { isCounted, type MeasuredWindow } from './measured-window.ts';
import { createResponses } from './responses.ts';
import type { Sender } from './sender.ts';

/**
 * A connection that publishes. It owns what is one for all topics of a connection: Packet Identifiers, the
 * messages in flight, and whether the system takes more bytes.
 */
export interface Publisher {
  readonly connection: Connection;
  /** Messages that may be sent now before an acknowledgement must come; `Infinity` at QoS 0. */
  room(qos: 0 | 1 | 2): number;
  /** The system took no more bytes at once: wait until it does. */
  readonly isHeld: boolean;
  /** Takes a Packet Identifier for a message; it is free again when its acknowledgement came. */
  take(sender: Sender, dueMicros: number): number;
  write(bytes: Uint8Array): 'taken' | 'held';
  /**
   * Calls back when all that was written so far has been processed by the target: a PINGRESP came. From a target
   * that is gone none does: whoever waits has a deadline.
   */
  onceProcessed(then: () => void): void;
  readonly inflight: number;
}

export interface PublisherContext {
  readonly recorder: Recorder;
  readonly window: MeasuredWindow;
  /** A sender that was blocked may go on. */
  onUnblocked(sender: Sender): void;
  onWork(): void;
  onLost(connection: Connection, reason: string): void;
}

const pingreq = encode({ type: 'pingreq' }, '3.1.1');
const firstErrorCode = 0x80;

/**
 * @param senders of this connection; looked at when it is no longer blocked
 * @param maximumInflight messages at QoS 1 and 2 that are not acknowledged yet
 */
export function createPublisher(
  connection: Connection,
  senders: readonly Sender[],
  maximumInflight: number,
  context: PublisherContext,
): Publisher {
  const { recorder, window } = context;
  const responses = createResponses(connection);
  const pings: (() => void)[] = [];
  const owners: (Sender | undefined)[] = [undefined];
  let dues = new Float64Array(16);
  const free: number[] = [];
  let inflight = 0;
  let held = false;
  let wasBlocked = false;

  function room(qos: 0 | 1 | 2): number {
    if (held) return 0;
    return qos === 0 ? Number.POSITIVE_INFINITY : maximumInflight - inflight;
  }

  function complete(packetIdentifier: number, reasonCode: number): void {
    const owner = owners[packetIdentifier];
    // Not ours, or already completed: the conformance suite judges that, here it counts for nothing.
    if (owner === undefined) return;
    owners[packetIdentifier] = undefined;
    free.push(packetIdentifier);
    inflight -= 1;
    wasBlocked = true;
    if (reasonCode >= firstErrorCode) {
      owner.onRefused();
      return;
    }
    recorder.counts.acknowledged += 1;
    owner.onAcknowledged();
    const due = dues[packetIdentifier] as number;
    const now = readAt;
    if (isCounted(window, due, now)) recorder.bins.ack.record(now - due);
  }

  let readAt = 0;
  const role: Partial<ConnectionRole> = {
    onReadBegin() {
      readAt = nowMicros();
      context.onWork();
    },
    onAcknowledgement(type, packetIdentifier, reasonCode) {
      switch (type) {
        case packetTypes.puback:
        case packetTypes.pubcomp:
          return complete(packetIdentifier, reasonCode);
        case packetTypes.pubrec:
          if (reasonCode >= firstErrorCode) return complete(packetIdentifier, reasonCode);
          return responses.pubrel(packetIdentifier);
        default:
          return;
      }
    },
    onPingresp: () => pings.shift()?.(),
    onReadEnd() {
      responses.flush();
      if (wasBlocked) unblock();
    },
    onDrained() {
      if (!held) return;
      held = false;
      context.onWork();
      unblock();
    },
    onLost: (reason) => context.onLost(connection, reason),
  };
  connection.play(role);

  function unblock(): void {
    wasBlocked = false;
    for (const sender of senders) if (sender.isBlocked) context.onUnblocked(sender);
  }

  function identifier(): number {
    const reused = free.pop();
    if (reused !== undefined) return reused;
    const fresh = owners.length;
    owners.push(undefined);
    if (fresh >= dues.length) {
      const longer = new Float64Array(dues.length * 2);
      longer.set(dues);
      dues = longer;
    }
    return fresh;
  }

  function onceProcessed(then: () => void): void {
    pings.push(then);
    write(pingreq);
  }

  function write(bytes: Uint8Array): 'taken' | 'held' {
    if (connection.state !== 'open') return 'taken';
    const outcome = connection.pipe.write(bytes);
    if (outcome === 'held') held = true;
    return outcome;
  }

  return {
    connection,
    room,
    get isHeld() {
      return held;
    },
    get inflight() {
      return inflight;
    },
    take(sender, dueMicros) {
      const packetIdentifier = identifier();
      owners[packetIdentifier] = sender;
      dues[packetIdentifier] = dueMicros;
      inflight += 1;
      return packetIdentifier;
    },
    write,
    onceProcessed,
  };
}
