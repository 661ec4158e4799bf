/**
 * The program that connects: as lean as a socket of Node.js allows, because the generator of the storms comes to its
 * limit before Mosquitto does. It is asked for bursts over IPC, and stays from one to the next, so that each finds
 * it warm.
 */
import { connect, type Socket } from 'node:net';
import { encode } from '../../src/packet/index.ts';
import type { Burst, BurstDone, BurstFailed } from './connect-burst.ts';

const connackAccepted = 0;
/** All connections read into this: one CONNACK at a time is looked at, within its read. */
const incoming = Buffer.alloc(4096);
const disconnect = encode({ type: 'disconnect', reasonCode: 0 }, '3.1.1');
let bursts = 0;

process.on('message', (burst: Burst) => void answer(burst));
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.send?.({ kind: 'ready' });

async function answer(burst: Burst): Promise<void> {
  try {
    process.send?.(await run(burst));
  } catch (error) {
    process.send?.({ kind: 'failed', reason: String(error) } satisfies BurstFailed);
  }
}

async function run(burst: Burst): Promise<BurstDone> {
  bursts += 1;
  const hellos = Array.from({ length: burst.connections }, (_, at) => helloOf(`b${bursts}x${at}`));
  const sockets: Socket[] = [];
  const began = performance.now();
  const usedBefore = process.cpuUsage();
  await connectAll(burst, hellos, sockets);
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(usedBefore);
  await Promise.all(sockets.map(ended));
  return { kind: 'done', seconds, cpuSeconds: (used.user + used.system) / 1e6 };
}

function helloOf(clientIdentifier: string): Uint8Array {
  return encode(
    { type: 'connect', protocolVersion: '3.1.1', cleanStart: true, keepAliveSeconds: 60, clientIdentifier },
    '3.1.1',
  );
}

/** The connections stay: what their end costs is no part of the measurement. */
function connectAll(
  { port, atOnce }: Burst,
  hellos: readonly Uint8Array[],
  sockets: Socket[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    let accepted = 0;
    const onAnswer = (): boolean => {
      if (incoming[0] !== 0x20 || incoming[3] !== connackAccepted)
        reject(new Error('no CONNACK, or a refusal'));
      accepted += 1;
      if (accepted === hellos.length) resolve();
      else next();
      return true;
    };
    const next = (): void => {
      const hello = hellos[sockets.length];
      if (hello === undefined) return;
      const socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: { buffer: incoming, callback: onAnswer },
      });
      socket.on('error', reject);
      socket.write(hello);
      sockets.push(socket);
    };
    for (let at = 0; at < atOnce; at += 1) next();
  });
}

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.end(disconnect);
  });
}
