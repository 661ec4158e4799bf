import type { RawData, WebSocket } from 'ws';
import type { ByteStream, StreamEnd } from './byte-stream.ts';
import { reasonText, systemCode } from './errors.ts';
import { createInbox } from './inbox.ts';
import {
  corkUntilNextTick,
  cutWhenIdle,
  cutWire,
  defaultLingerMs,
  disposeWire,
  endOfError,
  type LingerOptions,
  probeEnd,
  type Wire,
} from './socket-stream.ts';

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

/**
 * A ByteStream over an open WebSocket, which it owns from here on.
 *
 * Each write becomes one binary frame; where frames begin and end says nothing to the reader. A WebSocket cannot be
 * half open: after the Close frame of either side, neither sends data any more.
 * [3.1.1/MQTT-6.0.0-2] [5.0/MQTT-6.0.0-2]
 */
export const webSocketStream = (ws: WebSocket, wire: Wire, options: WebSocketStreamOptions): ByteStream => {
  const { socket, description } = wire;
  const lingerMs = options.lingerMs ?? defaultLingerMs;
  const binary = options.frames !== 'text';
  let state: 'open' | 'closing' | 'ended' = 'open';
  let undrained = false;
  let drainListener: (() => void) | undefined;
  const inbox = createInbox({ pause: () => ws.pause(), resume: () => ws.resume() });
  const cork = corkUntilNextTick(socket);
  const endOfClose = watchSocket(wire);

  const finish = (end: StreamEnd): void => {
    if (state === 'ended') return;
    const wasClosing = state === 'closing';
    state = 'ended';
    inbox.finish(wasClosing ? { kind: 'local' } : end);
  };

  const breakOff = (end: StreamEnd, closeCode: number): void => {
    if (state === 'open') cutWhenIdle(wire, lingerMs);
    finish(end);
    ws.close(closeCode);
  };

  const written = (): void => {
    if (!undrained || ws.bufferedAmount > 0) return;
    undrained = false;
    if (state !== 'ended') drainListener?.();
  };

  const reset = (): void => {
    if (state !== 'ended') inbox.abort({ kind: 'local' });
    state = 'ended';
    cutWire(wire);
  };

  ws.on('message', (data, isBinary) => {
    if (isBinary) return inbox.push(bytesOf(data));
    // [3.1.1/MQTT-6.0.0-1] [5.0/MQTT-6.0.0-1]
    breakOff(textFrame, unsupportedData);
  });
  ws.on('error', (error) => breakOff(protocolFailure(error), unsupportedData));
  ws.on('close', (code) => finish(endOfClose(code)));

  return {
    description,
    get bufferedBytes() {
      return state === 'ended' ? 0 : ws.bufferedAmount;
    },
    write(bytes) {
      if (state !== 'open' || ws.readyState !== ws.OPEN || bytes.length === 0) return;
      cork();
      undrained = true;
      ws.send(bytes, { binary }, written);
    },
    onData: inbox.onData,
    onEnd: inbox.onEnd,
    onDrain(listener) {
      drainListener = listener;
    },
    pause: inbox.pause,
    resume: inbox.resume,
    close() {
      if (state !== 'open') return;
      state = 'closing';
      ws.close(normalClosure);
      cutWhenIdle(wire, lingerMs);
    },
    reset,
    async [Symbol.asyncDispose]() {
      if (state === 'open') reset();
      await disposeWire(wire, () => state !== 'open');
    },
  };
};
