import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { fullLine, type InteropClient, type Reach, type Subscriber, type Wish } from './client.ts';

/** MQTT.js inside this process. */
export const mqttJs: InteropClient = {
  name: 'MQTT.js',
  lacks: [],
  async publish(reach, { topic, payload, qos, retain = false }) {
    const client = await mqtt.connectAsync(reach.door.url, optionsOf(reach));
    await client.publishAsync(topic, payload, { qos, retain });
    await client.endAsync();
  },
  subscribe: (reach, wish) => listening(reach, wish),
  lineOf: fullLine,
};

const optionsOf = ({ door, version, clientIdentifier, credentials }: Reach): IClientOptions => ({
  protocolVersion: version === '5.0' ? 5 : 4,
  reconnectPeriod: 0,
  ...(clientIdentifier !== undefined && { clientId: clientIdentifier }),
  ...(credentials !== undefined && { username: credentials.userName, password: credentials.password }),
  ...(door.caFile !== undefined && { ca: readFileSync(door.caFile) }),
  ...(door.clientCertificate !== undefined && {
    cert: readFileSync(door.clientCertificate.certFile),
    key: readFileSync(door.clientCertificate.keyFile),
  }),
});

const kept: IClientOptions = { clean: false, properties: { sessionExpiryInterval: 300 } };

const listening = (reach: Reach, { topicFilter, will, session }: Wish): Subscriber => {
  const client: MqttClient = mqtt.connect(reach.door.url, {
    ...optionsOf(reach),
    ...(session === 'kept' && kept),
    ...(will !== undefined && { will: { ...will, payload: Buffer.from(will.payload), retain: false } }),
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  client.on('message', (topic, payload, { qos, retain }) => {
    lines.push(fullLine({ topic, payload: payload.toString(), qos, retain }));
    for (const look of waiting) look();
  });
  client.on('connect', () => client.subscribe(topicFilter, { qos: 2 }));
  const failed = new Promise<never>((_resolve, reject) => client.once('error', reject));
  // It may fail before anybody waits for a message.
  failed.catch(() => undefined);
  const enough = (count: number): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (lines.length < count) return;
        waiting.delete(look);
        resolve([...lines]);
      };
      waiting.add(look);
      look();
    });
  return {
    heard: (count) => Promise.race([enough(count), failed]),
    leave: () => client.endAsync(),
    async crash() {
      client.stream.destroy();
      await client.endAsync(true);
    },
    async [Symbol.asyncDispose]() {
      await client.endAsync(true);
    },
  };
};
