import type { Will } from '../src/packet/connect.ts';
import type { Clock, Timer } from '../src/transport/clock.ts';
import type { Session } from './session.ts';

/** A Will Message as it is stored with its Session. [5.0/U-4.1-8] [5.0/MQTT-3.1.2-7] [3.1.1/MQTT-3.1.2-8] */
export interface StoredWill {
  readonly will: Will;
  /** 0 in 3.1.1, which knows no delay. [5.0/U-3.1.3.2.2-2] */
  readonly delaySeconds: number;
}

/** The Wills of the Sessions whose Network Connection is gone, each until its delay has passed. */
export interface Wills {
  /** The Network Connection closed and the Will was not discarded: publishes it, now or after its delay. */
  connectionLost(session: Session, stored: StoredWill): void;
  /** A client came back to the Session in time. [5.0/MQTT-3.1.3-9] [5.0/MQTT-3.1.2-8] */
  sessionResumed(session: Session): void;
  /** The Session ended before the delay did. [5.0/MQTT-3.1.2-8] [5.0/U-3.1.3.2.2-3] [5.0/U-3.1.2.5-6] */
  sessionEnded(session: Session): void;
  /** Forgets all of them unpublished: the broker stops. [5.0/U-3.1.2.5-7] [3.1.1/U-3.1.2.5-6] */
  dispose(): void;
}

interface PendingWill {
  readonly will: Will;
  readonly timer: Timer;
}

/** @param publish publishes a Will on behalf of the client. */
export function createWills(clock: Clock, publish: (session: Session, will: Will) => void): Wills {
  const pending = new Map<Session, PendingWill>();

  /** Removes the Will, so that it is published once at most. [5.0/MQTT-3.1.2-10] [3.1.1/MQTT-3.1.2-10] */
  function take(session: Session): Will | undefined {
    const found = pending.get(session);
    if (found !== undefined) session.journal?.willGone();
    found?.timer.cancel();
    pending.delete(session);
    return found?.will;
  }

  function publishPending(session: Session): void {
    const will = take(session);
    if (will !== undefined) publish(session, will);
  }

  return {
    connectionLost(session, { will, delaySeconds }) {
      // At once. [5.0/U-3.1.2.5-3] [5.0/U-3.1.2.5-5] [3.1.1/U-3.1.2.5-2] [3.1.1/U-3.1.2.5-4] [3.1.1/U-3.1.2.5-5]
      if (delaySeconds === 0 || session.expiryIntervalSeconds === 0) {
        session.journal?.willGone();
        publish(session, will);
        return;
      }
      session.journal?.willDelayed(clock.nowMs() + delaySeconds * 1000);
      const timer = clock.setTimer(delaySeconds * 1000, () => publishPending(session));
      pending.set(session, { will, timer });
    },
    sessionResumed: (session) => void take(session),
    sessionEnded: publishPending,
    dispose() {
      for (const { timer } of pending.values()) timer.cancel();
      pending.clear();
    },
  };
}
