import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fullLine, type InteropClient } from './client.ts';
import { runToEnd, startSubscriber } from './programs.ts';

/** The one that has the library: that of the system, where another stands before it in PATH. */
const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import paho.mqtt.client'], { timeout: 15_000 }).status === 0,
);

const script = fileURLToPath(new URL('./paho-python.py', import.meta.url));
const argumentsFor = (order: object): string[] => [script, JSON.stringify(order)];

/** Paho Python, driven by a script of ours. */
export const pahoPython: InteropClient = {
  name: 'Paho Python',
  ...(python === undefined && { missing: 'apt-get install python3-paho-mqtt' }),
  lacks: [],
  publish: (reach, message) => runToEnd(python ?? 'python3', argumentsFor({ ...reach, message })),
  subscribe: (reach, wish) => startSubscriber(python ?? 'python3', argumentsFor({ ...reach, ...wish })),
  lineOf: fullLine,
};
