import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Inflight } from './inflight.ts';
import type { Delivery } from './message.ts';

const delivery = { qos: 1 } as Delivery;

/** What an array of identifiers in the order of sending would say. */
interface Model {
  sent: number[];
  last: number;
}

function startBoth(inflight: Inflight, model: Model): void {
  const packetIdentifier = inflight.start(delivery) ?? 0;
  expect([0, ...model.sent]).not.toContain(packetIdentifier);
  model.sent.push(packetIdentifier);
}

describe('exchanges in flight', () => {
  test('have identifiers of their own, and keep the order of sending, whatever ends and in whatever order', () => {
    const step = fc.oneof({ weight: 3, arbitrary: fc.constant('start' as const) }, fc.nat(1_000));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), fc.nat(65_534), (steps, before) => {
        const inflight = new Inflight();
        const model: Model = { sent: [], last: before };
        // As if so many had come and gone.
        inflight.restore(before + 1, { kind: 'awaiting-puback', delivery });
        inflight.finish(before + 1);
        for (const one of steps) {
          if (one === 'start') startBoth(inflight, model);
          else {
            const [ended] = model.sent.splice(one % Math.max(1, model.sent.length), 1);
            if (ended !== undefined) inflight.finish(ended);
          }
          expect(inflight.size).toBe(model.sent.length);
        }
        expect(inflight.entries().map(([packetIdentifier]) => packetIdentifier)).toEqual(model.sent);
        for (const packetIdentifier of model.sent) expect(inflight.get(packetIdentifier)).toBeDefined();
      }),
    );
  });

  test('an identifier rests until all others had their turn', () => {
    const inflight = new Inflight();
    const first = inflight.start(delivery);
    inflight.finish(first ?? 0);
    const later = Array.from({ length: 1_000 }, () => {
      const packetIdentifier = inflight.start(delivery);
      inflight.finish(packetIdentifier ?? 0);
      return packetIdentifier;
    });
    expect(new Set([first, ...later]).size).toBe(1_001);
  });

  test('there are 65 535 of them, and no more', () => {
    const inflight = new Inflight();
    const given = new Set(Array.from({ length: 65_535 }, () => inflight.start(delivery)));
    expect(given.size).toBe(65_535);
    expect(inflight.start(delivery)).toBeUndefined();
    inflight.finish(4711);
    expect(inflight.start(delivery)).toBe(4711);
  });

  test('recovered ones keep their identifiers, also those that would share a place', () => {
    const inflight = new Inflight();
    for (const packetIdentifier of [1, 17, 33, 4097]) {
      inflight.restore(packetIdentifier, { kind: 'awaiting-puback', delivery });
    }
    inflight.release(17, undefined);
    expect(inflight.entries().map(([packetIdentifier, { kind }]) => [packetIdentifier, kind])).toEqual([
      [1, 'awaiting-puback'],
      [17, 'awaiting-pubcomp'],
      [33, 'awaiting-puback'],
      [4097, 'awaiting-puback'],
    ]);
    expect(inflight.get(49)).toBeUndefined();
  });
});
