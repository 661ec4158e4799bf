import type { Clock, Timer } from '../src/transport/clock.ts';
import { neverExpires, type Session } from './session.ts';

/** All Sessions by Client Identifier, and the time at which an absent one ends. [5.0/U-4.1-9] */
export interface SessionStore {
  readonly size: number;
  get(clientIdentifier: string): Session | undefined;
  values(): Iterable<Session>;
  add(session: Session): void;
  /** The Network Connection closed: the Session ends after so many seconds of its Session Expiry Interval. */
  connectionLost(session: Session, leftSeconds: number): void;
  /** A client came back in time. */
  resumed(session: Session): void;
  /** Discards the Session State. */
  end(session: Session): void;
  dispose(): void;
}

/** @param onEnd called once for each Session, after it left the store. */
export function createSessionStore(clock: Clock, onEnd: (session: Session) => void): SessionStore {
  const sessions = new Map<string, Session>();
  const expiries = new Map<Session, Timer>();

  function stopExpiry(session: Session): void {
    expiries.get(session)?.cancel();
    expiries.delete(session);
  }

  function end(session: Session): void {
    stopExpiry(session);
    if (sessions.get(session.clientIdentifier) !== session) return;
    sessions.delete(session.clientIdentifier);
    onEnd(session);
  }

  return {
    get size() {
      return sessions.size;
    },
    get: (clientIdentifier) => sessions.get(clientIdentifier),
    values: () => sessions.values(),
    add: (session) => void sessions.set(session.clientIdentifier, session),
    connectionLost(session, leftSeconds) {
      // [5.0/MQTT-4.1.0-2] [5.0/U-3.1.2.11.2-2] [3.1.1/MQTT-3.1.2-6]
      if (leftSeconds === 0) return end(session);
      // [5.0/MQTT-3.1.2-23] [5.0/U-3.1.2.11.2-3] [3.1.1/MQTT-3.1.2-4] [3.1.1/MQTT-4.1.0-1]
      if (leftSeconds === neverExpires) return;
      expiries.set(
        session,
        clock.setTimer(leftSeconds * 1000, () => end(session)),
      );
    },
    // While a client is connected no timer runs. [5.0/MQTT-4.1.0-1] [3.1.1/MQTT-4.1.0-2]
    resumed: stopExpiry,
    end,
    dispose() {
      for (const timer of expiries.values()) timer.cancel();
      expiries.clear();
      sessions.clear();
    },
  };
}
