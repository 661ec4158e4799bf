import type { Socket } from 'node:net';
import type { StreamEnd } from './byte-stream.ts';
import { authority } from './endpoint.ts';
import { reasonText, systemCode } from './errors.ts';

/** A connected socket: `socket` carries the bytes, `raw` is the TCP socket below it (the same one without TLS). */
export interface Wire {
  readonly socket: Socket;
  readonly raw: Socket;
  readonly description: string;
}

/** Where an accepted socket comes from: `127.0.0.1:40123`. */
export const peerOf = (raw: Socket): string => authority(raw.remoteAddress ?? 'unknown', raw.remotePort ?? 0);

/** A socket that was accepted for plain TCP. It is asked where it comes from only when somebody wants to know. */
export class AcceptedSocket implements Wire {
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  get raw(): Socket {
    return this.socket;
  }

  get description(): string {
    return `tcp ${peerOf(this.socket)}`;
  }
}

/** How long an ended socket may linger until it is cut. */
export interface LingerOptions {
  /**
   * After our own end, the stream is cut when no byte moves for this long and the other side does not end it.
   * Default 10 seconds.
   */
  readonly lingerMs?: number;
}

export const defaultLingerMs = 10_000;

/** Cuts a wire: by TCP RST, unless its orderly end is on the way just then. */
export const cutWire = ({ socket, raw }: Wire): void => {
  if (raw.destroyed) return;
  // The system refuses to reset a socket whose shutdown is under way, and Node then loses the socket.
  if (socket.writableEnded && !socket.writableFinished) {
    raw.destroy();
    return;
  }
  // A TLS socket has no reset of its own, hence the socket below it.
  raw.resetAndDestroy();
};

/** The other side cut the connection; seen while reading (ECONNRESET) or, later, while writing (EPIPE). */
export const isReset = (error: unknown): boolean => {
  const code = systemCode(error);
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED';
};

export const endOfError = (error: unknown): StreamEnd => {
  if (isReset(error)) return { kind: 'reset' };
  const code = systemCode(error);
  const tls = code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS');
  return {
    kind: 'failed',
    code: tls ? 'tls-failed' : 'socket-failed',
    message: `${reasonText(error)} (${code}).`,
  };
};

const nothing = new Uint8Array(0);

/**
 * Says what an end of file was: a FIN, or a reset that libuv took for one because data came along with it.
 *
 * A write of no bytes puts nothing on the wire, but lets the system tell. It says EPIPE when a reset came after a FIN:
 * then the FIN counts.
 */
export const probeEnd = ({ socket, raw }: Wire, tell: (end: StreamEnd) => void): void => {
  raw.write(nothing, (error) => tell({ kind: systemCode(error) === 'ECONNRESET' ? 'reset' : 'fin' }));
  // Behind writes that the other side does not take the probe may wait for ever; those writes meet the reset themselves.
  if (socket.writableLength > 0) setImmediate(() => tell({ kind: 'fin' }));
};

/** Cuts the wire when for `lingerMs` no byte moves in either direction; stops by itself when the socket closes. */
export const cutWhenIdle = (wire: Wire, lingerMs: number): void => {
  const { socket } = wire;
  if (socket.destroyed) return;
  const moved = (): number => socket.bytesRead + socket.bytesWritten - socket.writableLength;
  let before = moved();
  const timer = setInterval(() => {
    const now = moved();
    if (now === before) cutWire(wire);
    before = now;
  }, lingerMs);
  socket.once('close', () => clearInterval(timer));
};

/** Resolves when the socket is gone; cuts it when it is not gone after `graceMs`. */
export const waitUntilGone = (wire: Wire, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const { socket } = wire;
    if (socket.closed) return resolve();
    const timer = setTimeout(() => cutWire(wire), graceMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
