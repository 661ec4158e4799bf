/**
 * Holds the reference broker, in a process of its own, under a load that lasts. Ends with 1 if a bar is missed.
 *
 * Usage: npm run soak:broker -- idle [--connections 10000] [--seconds 300]
 *        npm run soak:broker -- stalled [--rounds 5] [--seconds 5]
 */
import { parseArgs } from 'node:util';
import { PipeError } from '../src/bench/generator/pipe.ts';
import { soakIdle } from './soak-broker/idle.ts';
import { soakStalled } from './soak-broker/stalled.ts';

const usage = 'Say what to do: idle or stalled.';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      connections: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
  const isHeld = await soak(positionals[0], {
    connections: Number(values.connections ?? '10000'),
    rounds: Number(values.rounds ?? '5'),
    seconds: values.seconds === undefined ? undefined : Number(values.seconds),
  });
  if (isHeld) return console.log('All bars are kept.');
  process.exitCode = 1;
}

interface Wishes {
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number | undefined;
}

async function soak(name: string | undefined, { connections, rounds, seconds }: Wishes): Promise<boolean> {
  switch (name) {
    case 'idle':
      return soakIdle({ connections, seconds: seconds ?? 300 });
    case 'stalled': {
      const qos0 = await soakStalled({ qos: 0, rounds, seconds: seconds ?? 5 });
      const qos1 = await soakStalled({ qos: 1, rounds, seconds: seconds ?? 5 });
      return qos0 && qos1;
    }
    default:
      console.error(usage);
      return false;
  }
}

try {
  await main();
} catch (error) {
  // The limit of open files is the one thing that a user has to raise: the error says so in a sentence.
  if (!(error instanceof PipeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
