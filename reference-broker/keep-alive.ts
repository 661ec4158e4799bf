import type { Clock, Timer } from '../src/transport/clock.ts';

/** Watches that a client is heard of within one and a half times its Keep Alive. */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #allowedMillis: number;
  readonly #onSilence: () => void;
  #heardAtMillis: number;
  #timer: Timer | undefined = undefined;

  /**
   * @param seconds 0 turns the watch off. [5.0/U-3.1.2.10-3] [3.1.1/U-3.1.2.10-3]
   * @param onSilence called once, when the time has passed.
   */
  constructor(clock: Clock, seconds: number, onSilence: () => void) {
    this.#clock = clock;
    // [5.0/MQTT-3.1.2-22] [3.1.1/MQTT-3.1.2-24]
    this.#allowedMillis = seconds * 1500;
    this.#onSilence = onSilence;
    this.#heardAtMillis = clock.nowMs();
    if (seconds > 0) this.#watch();
  }

  // One timer that looks again later is cheaper than one that is set anew for each packet.
  #watch(): void {
    const leftMillis = this.#heardAtMillis + this.#allowedMillis - this.#clock.nowMs();
    if (leftMillis <= 0) this.#onSilence();
    else this.#timer = this.#clock.setTimer(leftMillis, () => this.#watch());
  }

  /** A whole MQTT Control Packet arrived; the bytes of an unfinished one do not count. */
  packetArrived(atMillis: number): void {
    this.#heardAtMillis = atMillis;
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
