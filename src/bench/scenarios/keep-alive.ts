import { nowMicros } from '../generator/clock.ts';
import type { Connection } from '../generator/connection.ts';

/** Keeps the connections of a worker from being closed for their silence. */
export interface KeepAlive extends Disposable {
  /**
   * @param keepAliveSeconds as the CONNECT said; 0 turns it off
   * @param ping sends a PINGREQ, where its answer would otherwise be taken for another's
   */
  watch(connection: Connection, keepAliveSeconds: number, ping?: () => void): void;
}

interface Watched {
  readonly connection: Connection;
  readonly ping: (() => void) | undefined;
  readonly mostSilentMicros: number;
  /** As it was at the last look. */
  writes: number;
  silentSinceMicros: number;
}

/** A client that was silent for so much of its Keep Alive sends a PINGREQ. (5.0 section 3.1.2.10) */
const mostSilent = 0.75;
/** A silence may have begun one look before it was seen, and is ended one look after it is too long. */
const looksInKeepAlive = 16;
const slowestLookMillis = 1000;

/** One timer for all connections; what was written is seen by looking, so that a write costs nothing. */
export function startKeepAlive(): KeepAlive {
  let watched: Watched[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lookMillis = Number.POSITIVE_INFINITY;

  function look(): void {
    const now = nowMicros();
    for (const one of watched) lookAt(one, now);
    if (watched.some(({ connection }) => connection.state !== 'open')) {
      watched = watched.filter(({ connection }) => connection.state === 'open');
    }
  }

  return {
    watch(connection, keepAliveSeconds, ping) {
      const seconds = connection.connack.properties?.serverKeepAliveSeconds ?? keepAliveSeconds;
      if (seconds === 0) return;
      watched.push({
        connection,
        ping,
        mostSilentMicros: seconds * mostSilent * 1e6,
        writes: connection.pipe.writes,
        silentSinceMicros: nowMicros(),
      });
      const millis = Math.min(slowestLookMillis, (seconds * 1000) / looksInKeepAlive);
      if (millis >= lookMillis) return;
      lookMillis = millis;
      clearInterval(timer);
      timer = setInterval(look, millis);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      watched = [];
    },
  };
}

function lookAt(one: Watched, now: number): void {
  const { connection, ping } = one;
  const { writes } = connection.pipe;
  if (writes !== one.writes) {
    one.writes = writes;
    one.silentSinceMicros = now;
    return;
  }
  if (now - one.silentSinceMicros < one.mostSilentMicros) return;
  if (ping === undefined) connection.send({ type: 'pingreq' });
  else ping();
}
