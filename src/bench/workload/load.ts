import { z } from 'zod';

const rateText = 'a number of messages per second above 0';
export const rate = z
  .number({ error: rateText })
  .positive({ error: rateText })
  .max(100_000_000, { error: rateText });
const secondsText = 'a number of seconds above 0';
const seconds = z.number({ error: secondsText }).positive({ error: secondsText });
const wholeNumber = 'a whole number of at least 1';

/** Open loop: messages are due at times that nothing the target does can move. */
const openLoads = [
  z.strictObject({ kind: z.literal('constant'), ratePerSecond: rate }),
  /** Independent arrivals; the seed makes them the same in every run. */
  z.strictObject({
    kind: z.literal('poisson'),
    ratePerSecond: rate,
    seed: z.int({ error: 'a whole number' }).default(1),
  }),
  /** From one rate to another over the measured phase. */
  z.strictObject({ kind: z.literal('ramp'), fromPerSecond: rate, toPerSecond: rate }),
  /** All at once, again and again. */
  z.strictObject({
    kind: z.literal('burst'),
    messages: z.int({ error: wholeNumber }).min(1, { error: wholeNumber }),
    everySeconds: seconds,
  }),
  /** One rate after the other, each for an equal part of the measured phase. */
  z.strictObject({
    kind: z.literal('steps'),
    ratesPerSecond: z.array(rate, { error: 'a list of rates' }).min(1, { error: 'a list of rates' }),
  }),
] as const;

/** Closed loop: a sender has so many messages under way, and sends the next when one came through. */
const closedLoad = z.strictObject({
  kind: z.literal('closed'),
  inflight: z
    .int({ error: wholeNumber })
    .min(1, { error: wholeNumber })
    .max(60_000, { error: 'at most 60000' }),
});

/** How messages of a flow fall due, in all of its topics together. */
export const loadSchema = z.discriminatedUnion('kind', [...openLoads, closedLoad], {
  error: 'a table with kind = "constant", "poisson", "ramp", "burst", "steps" or "closed"',
});

export type Load = z.infer<typeof loadSchema>;
export type OpenLoad = Exclude<Load, { kind: 'closed' }>;
