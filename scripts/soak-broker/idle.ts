import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from '../../src/bench/generator/connection.ts';
import { forEachAtOnce } from '../../src/bench/generator/for-each-at-once.ts';
import { startUsageSampler } from '../../src/bench/machine/process-usage.ts';
import { startKeepAlive } from '../../src/bench/scenarios/keep-alive.ts';
import { startBrokerProcess } from '../fuzz-broker/broker-process.ts';
import { openClient } from './client.ts';

const keepAliveSeconds = 60;
const atOnce = 64;
const reportEverySeconds = 30;
/** For the answers to the last PINGREQ. */
const patienceSeconds = 30;

export interface IdleOptions {
  readonly connections: number;
  readonly seconds: number;
}

/** Many clients that only keep themselves alive. @returns whether none was lost */
export async function soakIdle({ connections, seconds }: IdleOptions): Promise<boolean> {
  await using broker = await startBrokerProcess();
  using usage = startUsageSampler(broker.pid);
  const memory = (): number => usage.sample()?.memoryBytes ?? Number.NaN;
  const atStart = memory();
  const lost: string[] = [];
  let answers = 0;
  const role = {
    onPingresp: () => {
      answers += 1;
    },
    onLost: (reason: string) => void lost.push(reason),
  };

  using keepAlive = startKeepAlive();
  const open: Connection[] = [];
  const numbers = Array.from({ length: connections }, (_, number) => number);
  await forEachAtOnce(numbers, atOnce, async (number) => {
    const connection = await openClient(broker.url, {
      clientIdentifier: `idle-${number}`,
      keepAliveSeconds,
      number,
    });
    connection.play(role);
    keepAlive.watch(connection, keepAliveSeconds);
    open.push(connection);
  });
  const perConnection = (): string => `${Math.round((memory() - atStart) / connections)} bytes each`;
  console.log(
    `${connections} connections, Keep Alive ${keepAliveSeconds}: ${perConnection()} above the start`,
  );

  for (let passed = 0; passed < seconds; passed += reportEverySeconds) {
    await wait(Math.min(reportEverySeconds, seconds - passed) * 1000);
    console.log(
      `${Math.min(seconds, passed + reportEverySeconds)} s: ${answers} PINGRESP, ${lost.length} lost, ${perConnection()}`,
    );
  }
  answers = 0;
  for (const connection of open) connection.send({ type: 'pingreq' });
  const deadline = performance.now() + patienceSeconds * 1000;
  while (answers + lost.length < connections && performance.now() < deadline) await wait(50);
  for (const connection of open) connection.cut();
  const silent = connections - lost.length - answers;
  console.log(
    `${answers} of ${connections} answered at the end, ${lost.length} lost${lost.length > 0 ? ` (${lost[0]})` : ''}`,
  );
  return lost.length === 0 && silent <= 0;
}
