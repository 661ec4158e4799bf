import type { InteropClient, Reach } from './client.ts';
import { canStart, runUntilItSays, startSubscriber } from './programs.ts';

/** What differs between the two libraries of Paho C: one calls back, the other waits. */
interface PahoC {
  readonly library: 'asynchronous' | 'synchronous';
  readonly publisher: string;
  readonly subscriber: string;
}

/** The command line clients of Paho C. They always begin a new Session, and print payloads alone. */
const pahoC = ({ library, publisher, subscriber }: PahoC): InteropClient => ({
  name: `Paho C, the ${library} library`,
  ...(![publisher, subscriber].every(canStart) && { missing: 'apt-get install paho.mqtt.c-examples' }),
  lacks: ['kept-session'],
  publish: (reach, { topic, payload, qos, retain }) =>
    runUntilItSays('Connect failed', publisher, [
      ...reachArguments(reach),
      '-t',
      topic,
      '-m',
      payload,
      '-q',
      String(qos),
      ...(retain === true ? ['-r'] : []),
    ]),
  subscribe: (reach, { topicFilter, will }) =>
    startSubscriber(subscriber, [
      ...reachArguments(reach),
      '-t',
      topicFilter,
      '-q',
      '2',
      ...(will === undefined
        ? []
        : ['--will-topic', will.topic, '--will-payload', will.payload, '--will-qos', String(will.qos)]),
    ]),
  lineOf: ({ payload }) => payload,
});

export const pahoCClients: readonly InteropClient[] = [
  pahoC({ library: 'asynchronous', publisher: 'paho_c_pub', subscriber: 'paho_c_sub' }),
  pahoC({ library: 'synchronous', publisher: 'paho_cs_pub', subscriber: 'paho_cs_sub' }),
];

let clients = 0;

const reachArguments = ({ door, version, clientIdentifier, credentials }: Reach): string[] => {
  clients += 1;
  return [
    '-V',
    version === '5.0' ? '5' : '311',
    '-c',
    connectionOf(door.url),
    // Where one WebSocket frame brings two packets, it takes the second only when something else comes: the answer to
    // its next PINGREQ. [5.0/MQTT-6.0.0-2] forbids that; its default of 10 seconds would make the test slow.
    ...(door.url.startsWith('ws') ? ['-k', '2'] : []),
    // Its own default is the same for all, which would throw each other out.
    '-i',
    clientIdentifier ?? `paho-c-${clients}`,
    ...(credentials === undefined ? [] : ['-u', credentials.userName, '-P', credentials.password]),
    ...(door.caFile === undefined ? [] : ['--cafile', door.caFile]),
    ...(door.clientCertificate === undefined
      ? []
      : ['--cert', door.clientCertificate.certFile, '--key', door.clientCertificate.keyFile]),
  ];
};

/** Its own words for the two schemes without WebSocket. */
const connectionOf = (url: string): string => url.replace(/^mqtts:/, 'ssl:').replace(/^mqtt:/, 'tcp:');
