import { afterEach, describe, expect, test, vi } from 'vitest';
import { createFakeClock, systemClock } from './clock.ts';

describe('the clock of the machine', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('tells the time of day and does not run backwards', () => {
    const before = systemClock.nowMs();
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    expect(systemClock.nowMs()).toBeGreaterThanOrEqual(before);
  });

  test('fires once', async () => {
    let fired = 0;
    await new Promise<void>((resolve) => {
      systemClock.setTimer(1, () => {
        fired += 1;
        resolve();
      });
    });
    expect(fired).toBe(1);
  });

  test.each([2 ** 31 - 1, 2 ** 31, (2 ** 32 - 1) * 1000])('waits for all of %d ms', (delayMs) => {
    vi.useFakeTimers();
    const fire = vi.fn<() => void>();
    systemClock.setTimer(delayMs, fire);
    vi.advanceTimersByTime(delayMs - 1);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledOnce();
  });

  test('can be cancelled in a later step of a long delay', () => {
    vi.useFakeTimers();
    const fire = vi.fn<() => void>();
    const timer = systemClock.setTimer(2 ** 33, fire);
    vi.advanceTimersByTime(2 ** 32);
    timer.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('never fires a timer of infinite delay, and fires one of negative delay', () => {
    vi.useFakeTimers();
    const never = vi.fn<() => void>();
    const atOnce = vi.fn<() => void>();
    systemClock.setTimer(Number.POSITIVE_INFINITY, never);
    systemClock.setTimer(-1, atOnce);
    vi.advanceTimersByTime(2 ** 40);
    expect(never).not.toHaveBeenCalled();
    expect(atOnce).toHaveBeenCalledOnce();
  });

  test('cancels at the end of a scope', () => {
    vi.useFakeTimers();
    {
      using _timer = systemClock.setTimer(1_000, () => undefined);
      expect(vi.getTimerCount()).toBe(1);
    }
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the fake clock', () => {
  test('moves only when it is told to', () => {
    const clock = createFakeClock(500);
    expect(clock.nowMs()).toBe(500);
    clock.advance(250);
    expect(clock.nowMs()).toBe(750);
  });

  test('fires what is due, the earlier first, equals in the order they were set, each at its own time', () => {
    const clock = createFakeClock();
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(`${name}@${clock.nowMs()}`);
    clock.setTimer(30, note('late'));
    clock.setTimer(10, note('first'));
    clock.setTimer(10, note('second'));
    clock.setTimer(31, note('not yet'));
    clock.advance(30);
    expect(fired).toEqual(['first@10', 'second@10', 'late@30']);
    expect(clock.pendingTimers()).toBe(1);
  });

  test('fires timers that were set by those that fire, when they fall due on the way', () => {
    const clock = createFakeClock();
    const fired: number[] = [];
    const again = (): void => {
      fired.push(clock.nowMs());
      clock.setTimer(10, again);
    };
    clock.setTimer(10, again);
    clock.advance(35);
    expect(fired).toEqual([10, 20, 30]);
    expect(clock.nowMs()).toBe(35);
  });

  test('does not fire what was cancelled, even by a timer of the same time', () => {
    const clock = createFakeClock();
    const fire = vi.fn<() => void>();
    clock.setTimer(10, () => doomed.cancel());
    const doomed = clock.setTimer(10, fire);
    clock.advance(10);
    expect(fire).not.toHaveBeenCalled();
    expect(clock.pendingTimers()).toBe(0);
  });
});
