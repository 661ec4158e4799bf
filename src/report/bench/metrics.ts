import type { LatencyMetric } from '../../bench/result.ts';

/** What a latency is called where a person reads it. */
export const metricTitles: Readonly<Record<LatencyMetric, string>> = {
  e2e: 'e2e',
  e2eUncorrected: 'e2e, uncorrected',
  ack: 'ack',
  sendDelay: 'send delay',
  lateness: 'lateness',
  connect: 'connect',
  replay: 'replay',
};

/** From when to when a latency counts. */
export const metricMeanings: Readonly<Record<LatencyMetric, string>> = {
  e2e: 'From the time a message was due to its delivery. A message that had to wait because the target held up the sender counts from when it should have been sent.',
  e2eUncorrected:
    'From the time a message was really sent to its delivery: what a closed-loop tool would say. It hides every moment in which nothing could be sent.',
  ack: 'From the time a message was due to its PUBACK, or PUBCOMP.',
  sendDelay: 'From the time a message was due to its write, whatever held it back.',
  lateness: 'The part of the send delay that is the generator’s own.',
  connect: 'From the time a connection was due to its CONNACK.',
  replay: 'From the time a subscription was sent to the last of its retained messages.',
};
