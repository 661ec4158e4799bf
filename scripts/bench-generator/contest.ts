/** One piece of work that generators are compared by. */
export interface Contest {
  readonly name: string;
  readonly qos: 0 | 1 | 2;
  /** Messages under way. */
  readonly window: number;
  /** The same for MQTT.js, where it is at its best with fewer. */
  readonly theirWindow?: number;
  /** Published only, or delivered back to the same process. */
  readonly mode: 'publish' | 'deliver';
  readonly into: 'sink' | 'mosquitto';
  /** Our rate as a multiple of MQTT.js's, at least. */
  readonly rateBar?: number;
  /** Our CPU time for each message as a share of MQTT.js's, at most. */
  readonly cpuBar?: number;
  /** Our rate as a share of the generator in C, at least. */
  readonly cBar?: number;
}

export interface Reached {
  readonly perSecond: number;
  /** CPU time of the generator's process for each message. */
  readonly cpuMicros: number;
}

export const contests: readonly Contest[] = [
  {
    name: 'QoS 0 publish',
    qos: 0,
    window: 8000,
    theirWindow: 100,
    mode: 'publish',
    into: 'sink',
    rateBar: 20,
    cBar: 0.4,
  },
  { name: 'QoS 1 publish', qos: 1, window: 1000, mode: 'publish', into: 'sink', rateBar: 25 },
  { name: 'QoS 2 publish', qos: 2, window: 1000, mode: 'publish', into: 'sink', rateBar: 40 },
  {
    name: 'QoS 0 delivered by mosquitto',
    qos: 0,
    window: 1000,
    mode: 'deliver',
    into: 'mosquitto',
    cpuBar: 1 / 8,
  },
];
