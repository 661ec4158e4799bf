import type { Connection } from './connection.ts';

/** The small packets that answer others, joined into one write for each read. */
export interface Responses {
  puback(packetIdentifier: number): void;
  pubrec(packetIdentifier: number): void;
  pubrel(packetIdentifier: number): void;
  pubcomp(packetIdentifier: number): void;
  flush(): void;
}

const packetBytes = 4;

export function createResponses(connection: Connection): Responses {
  let memory = new Uint8Array(packetBytes * 4);
  let filled = 0;

  function add(first: number, packetIdentifier: number): void {
    if (filled === memory.length) {
      const larger = new Uint8Array(memory.length * 2);
      larger.set(memory);
      memory = larger;
    }
    memory[filled] = first;
    memory[filled + 1] = 2;
    memory[filled + 2] = packetIdentifier >> 8;
    memory[filled + 3] = packetIdentifier & 0xff;
    filled += packetBytes;
  }

  return {
    puback: (packetIdentifier) => add(0x40, packetIdentifier),
    pubrec: (packetIdentifier) => add(0x50, packetIdentifier),
    pubrel: (packetIdentifier) => add(0x62, packetIdentifier),
    pubcomp: (packetIdentifier) => add(0x70, packetIdentifier),
    flush() {
      if (filled === 0) return;
      const packets = memory.subarray(0, filled);
      filled = 0;
      if (connection.state !== 'open') return;
      if (connection.pipe.write(packets) === 'held') memory = new Uint8Array(memory.length);
    },
  };
}
