import { describe, expect, test } from 'vitest';
import { createWakefulness, type Wakefulness } from './wakefulness.ts';

const rounds = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isAwake = (): boolean => process.getActiveResourcesInfo().includes('Immediate');

async function isAwakeAfter(
  turns: (wakefulness: Wakefulness) => void,
  patienceMicros: number,
): Promise<boolean> {
  // An earlier test may have left the loop awake.
  while (isAwake()) await rounds();
  turns(createWakefulness(patienceMicros));
  return isAwake();
}

function turn(wakefulness: Wakefulness): void {
  wakefulness.turnBegan();
  wakefulness.turnEnded();
}

describe('the event loop', () => {
  test('stays awake after turns in quick succession', async () => {
    expect(await isAwakeAfter((wakefulness) => [1, 2].forEach(() => turn(wakefulness)), 1_000)).toBe(true);
  });

  test('sleeps after a turn that came alone', async () => {
    expect(await isAwakeAfter(turn, 1_000)).toBe(false);
  });

  test('sleeps at once when it is told to', async () => {
    expect(await isAwakeAfter((wakefulness) => [1, 2].forEach(() => turn(wakefulness)), 0)).toBe(false);
  });
});
