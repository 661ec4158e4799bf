import type { Clock, Timer } from '../src/transport/clock.ts';

/** Watches that a client is heard of within one and a half times its Keep Alive. */
export interface KeepAlive {
  /** A whole MQTT Control Packet arrived; the bytes of an unfinished one do not count. */
  packetArrived(): void;
  stop(): void;
}

/**
 * @param seconds 0 turns the watch off. [5.0/U-3.1.2.10-3] [3.1.1/U-3.1.2.10-3]
 * @param onSilence called once, when the time has passed.
 */
export function startKeepAlive(clock: Clock, seconds: number, onSilence: () => void): KeepAlive {
  if (seconds === 0) return { packetArrived: () => undefined, stop: () => undefined };

  // [5.0/MQTT-3.1.2-22] [3.1.1/MQTT-3.1.2-24]
  const allowedMillis = seconds * 1500;
  let heardAtMillis = clock.nowMs();
  let timer: Timer;

  // One timer that looks again later is cheaper than one that is set anew for each packet.
  function watch(): void {
    const leftMillis = heardAtMillis + allowedMillis - clock.nowMs();
    if (leftMillis <= 0) onSilence();
    else timer = clock.setTimer(leftMillis, watch);
  }
  watch();

  return {
    packetArrived() {
      heardAtMillis = clock.nowMs();
    },
    stop: () => timer.cancel(),
  };
}
