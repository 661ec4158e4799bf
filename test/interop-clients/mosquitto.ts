import { fullLine, type InteropClient, type Message, type Reach, type Wish } from './client.ts';
import { canStart, runToEnd, startSubscriber } from './programs.ts';

/** The command line clients of Mosquitto. */
export const mosquittoClients: InteropClient = {
  name: 'mosquitto_pub and mosquitto_sub',
  ...(!['mosquitto_pub', 'mosquitto_sub'].every(canStart) && {
    missing: 'apt-get install mosquitto-clients',
  }),
  lacks: ['websocket', 'silent-goodbye'],
  publish: (reach, message) =>
    runToEnd('mosquitto_pub', [...reachArguments(reach), ...messageArguments(message)]),
  subscribe: (reach, wish) =>
    startSubscriber('mosquitto_sub', [...reachArguments(reach), ...wishArguments(wish)]),
  lineOf: fullLine,
};

const reachArguments = ({ door, version, clientIdentifier, credentials }: Reach): string[] => {
  const { hostname, port } = new URL(door.url);
  return [
    '-V',
    version === '5.0' ? 'mqttv5' : 'mqttv311',
    '-h',
    hostname,
    '-p',
    port,
    ...(clientIdentifier === undefined ? [] : ['-i', clientIdentifier]),
    ...(credentials === undefined ? [] : ['-u', credentials.userName, '-P', credentials.password]),
    ...(door.caFile === undefined ? [] : ['--cafile', door.caFile]),
    ...(door.clientCertificate === undefined
      ? []
      : ['--cert', door.clientCertificate.certFile, '--key', door.clientCertificate.keyFile]),
  ];
};

const messageArguments = ({ topic, payload, qos, retain }: Message): string[] => [
  '-t',
  topic,
  '-m',
  payload,
  '-q',
  String(qos),
  ...(retain === true ? ['-r'] : []),
];

const wishArguments = ({ topicFilter, will, session }: Wish): string[] => [
  '-t',
  topicFilter,
  '-q',
  '2',
  '-F',
  '%q %r %p',
  ...(session === 'kept' ? ['-c'] : []),
  ...(will === undefined
    ? []
    : ['--will-topic', will.topic, '--will-payload', will.payload, '--will-qos', String(will.qos)]),
];
