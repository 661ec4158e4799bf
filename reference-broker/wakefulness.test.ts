import { describe, expect, test } from 'vitest';
import { createWakefulness, type Wakefulness } from './wakefulness.ts';

const rounds = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isAwake = (): boolean => process.getActiveResourcesInfo().includes('Immediate');

async function isAwakeAfter(
  act: (wakefulness: Wakefulness) => void,
  patienceMicros: number,
): Promise<boolean> {
  // An earlier test may have left the loop awake.
  while (isAwake()) await rounds();
  act(createWakefulness(patienceMicros));
  return isAwake();
}

function turns(wakefulness: Wakefulness, count: number): void {
  for (let turn = 0; turn < count; turn += 1) {
    wakefulness.turnBegan();
    wakefulness.turnEnded();
  }
}

describe('the event loop', () => {
  test('stays awake after turns in quick succession', async () => {
    expect(await isAwakeAfter((wakefulness) => turns(wakefulness, 9), 1_000)).toBe(true);
  });

  test('sleeps after a few, as one message makes them', async () => {
    expect(await isAwakeAfter((wakefulness) => turns(wakefulness, 3), 1_000)).toBe(false);
  });

  test('sleeps at once when it is told to', async () => {
    expect(await isAwakeAfter((wakefulness) => turns(wakefulness, 9), 0)).toBe(false);
  });
});
