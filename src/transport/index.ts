/**
 * Byte streams over TCP, TLS, WebSocket and memory, and the clock that goes with them.
 */
export type { ByteStream, Listener, StreamEnd } from './byte-stream.ts';
export { type Clock, createFakeClock, type FakeClock, systemClock, type Timer } from './clock.ts';
export { type DialOptions, dial } from './dial.ts';
export { DialError, type DialErrorCode, ListenError, type ListenErrorCode } from './errors.ts';
export { type ListenOptions, listen } from './listen.ts';
export { listenMemory, type MemoryListener, memoryPair } from './memory.ts';
export type { TlsDialOptions, TlsListenOptions } from './tls.ts';
