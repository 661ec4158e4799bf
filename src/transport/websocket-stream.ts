import type { RawData, WebSocket } from 'ws';
import type { ByteStream, StreamEnd } from './byte-stream.ts';
import { reasonText, systemCode } from './errors.ts';
import { endOfError, type LingerOptions, probeEnd, type Wire } from './wire.ts';
import { type Carrier, WireStream } from './wire-stream.ts';

export interface WebSocketStreamOptions extends LingerOptions {
  /** `text` breaks the standard on purpose, for a test of the other side. Default `binary`. */
  readonly frames?: 'binary' | 'text';
}

/** The largest MQTT Control Packet: five bytes of Fixed Header and 268 435 455 of Remaining Length. */
export const largestFrameBytes = 268_435_460;

/** What RFC 6455 calls them. */
const normalClosure = 1000;
const unsupportedData = 1003;
/** Never on the wire: the connection ended without a Close frame. */
const abnormalClosure = 1006;

const bytesOf = (data: RawData): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
};

const protocolFailure = (error: unknown): StreamEnd => {
  const tooLarge = systemCode(error) === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
  const code = tooLarge ? 'websocket-frame-too-large' : 'websocket-protocol-error';
  return {
    kind: 'failed',
    code,
    message: `The other side broke the WebSocket protocol: ${reasonText(error)}.`,
  };
};

const textFrame: StreamEnd = {
  kind: 'failed',
  code: 'websocket-text-frame',
  message: 'The other side sent a text frame, where MQTT allows binary frames only.',
};

/** Keeps what the socket said before its WebSocket closed, which tells a FIN from a reset. */
const watchSocket = (wire: Wire): ((closeCode: number) => StreamEnd) => {
  let seen: StreamEnd = { kind: 'reset' };
  let told = false;
  const tell = (end: StreamEnd): void => {
    if (!told) seen = end;
    told = true;
  };
  // Before the listener of ws, which ends our side and so would hide a reset from the probe.
  wire.socket.prependListener('end', () => probeEnd(wire, tell));
  wire.socket.on('error', (error) => tell(endOfError(error)));
  return (closeCode) => (closeCode === abnormalClosure ? seen : { kind: 'fin' });
};

/** MQTT in the frames of a WebSocket: each write becomes one of them. */
class WebSocketCarrier implements Carrier {
  readonly #ws: WebSocket;
  readonly #binary: boolean;

  constructor(ws: WebSocket, binary: boolean) {
    this.#ws = ws;
    this.#binary = binary;
  }

  send(bytes: Uint8Array, written: () => void): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(bytes, { binary: this.#binary }, written);
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  end(because: StreamEnd | undefined): void {
    this.#ws.close(because?.kind === 'failed' ? unsupportedData : normalClosure);
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }
}

/**
 * A ByteStream over an open WebSocket, which it owns from here on.
 *
 * Each write becomes one binary frame; where frames begin and end says nothing to the reader. A WebSocket cannot be
 * half open: after the Close frame of either side, neither sends data any more.
 * [3.1.1/MQTT-6.0.0-2] [5.0/MQTT-6.0.0-2]
 */
export const webSocketStream = (ws: WebSocket, wire: Wire, options: WebSocketStreamOptions): ByteStream => {
  const stream = new WireStream(wire, new WebSocketCarrier(ws, options.frames !== 'text'), options);
  const endOfClose = watchSocket(wire);
  ws.on('message', (data, isBinary) => {
    // [3.1.1/MQTT-6.0.0-1] [5.0/MQTT-6.0.0-1]
    if (isBinary) stream.push(bytesOf(data));
    else stream.finish(textFrame);
  });
  ws.on('error', (error) => stream.finish(protocolFailure(error)));
  ws.on('close', (code) => stream.finish(endOfClose(code)));
  return stream;
};
