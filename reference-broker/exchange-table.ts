import type { Exchange } from './inflight.ts';

const leastPlaces = 16;
/** Enough for every Packet Identifier to have its own. */
const mostPlaces = 65_536;

/**
 * Exchanges by Packet Identifier, each at the place that the low bits of its identifier name.
 *
 * Not a Map: one that gains and loses a thousand entries again and again is made anew by the engine each time, and every
 * table of before that has grown old keeps what was in it alive, messages long since acknowledged. Here a place is
 * emptied and used again.
 */
export class ExchangeTable {
  size = 0;
  #identifiers = new Uint16Array(0);
  #exchanges: (Exchange | undefined)[] = [];

  get(packetIdentifier: number): Exchange | undefined {
    const place = packetIdentifier & (this.#identifiers.length - 1);
    return this.#identifiers[place] === packetIdentifier ? this.#exchanges[place] : undefined;
  }

  /** Is there a place for this identifier, without making room? */
  isFree(packetIdentifier: number): boolean {
    return this.#identifiers[packetIdentifier & (this.#identifiers.length - 1)] === 0;
  }

  /** Makes sure that at least half of the places are free, so that a free one is found soon. */
  reserve(): void {
    if (this.size * 2 >= this.#identifiers.length && this.#identifiers.length < mostPlaces) this.#grow();
  }

  set(packetIdentifier: number, exchange: Exchange): void {
    while (!this.isFree(packetIdentifier) && this.get(packetIdentifier) === undefined) this.#grow();
    const place = packetIdentifier & (this.#identifiers.length - 1);
    if (this.#identifiers[place] === 0) this.size += 1;
    this.#identifiers[place] = packetIdentifier;
    this.#exchanges[place] = exchange;
  }

  delete(packetIdentifier: number): void {
    if (this.get(packetIdentifier) === undefined) return;
    const place = packetIdentifier & (this.#identifiers.length - 1);
    this.#identifiers[place] = 0;
    this.#exchanges[place] = undefined;
    this.size -= 1;
  }

  /** Two identifiers that had places of their own have them in a larger table too. */
  #grow(): void {
    const before = [...this.entries()];
    const places = Math.max(leastPlaces, this.#identifiers.length * 2);
    this.#identifiers = new Uint16Array(places);
    this.#exchanges = Array.from({ length: places }, () => undefined);
    this.size = 0;
    for (const [packetIdentifier, exchange] of before) this.set(packetIdentifier, exchange);
  }

  /** In no order. */
  *entries(): Generator<readonly [packetIdentifier: number, exchange: Exchange]> {
    for (const [place, exchange] of this.#exchanges.entries()) {
      if (exchange !== undefined) yield [this.#identifiers[place] ?? 0, exchange];
    }
  }
}
