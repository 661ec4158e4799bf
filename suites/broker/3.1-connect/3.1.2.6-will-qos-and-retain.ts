import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { watchWills, willGraceMs } from './will-scene.ts';

/** That no Will comes at all breaks another statement. */
const dueWill = { withinMs: willGraceMs, absence: 'inconclusive' } as const;

/** Sections 3.1.2.6 and 3.1.2.7: Will QoS and Will Retain are honoured. */
export const willQosAndRetainCases: readonly BrokerCase[] = [
  ...([0, 1, 2] as const).map((qos) =>
    brokerCase(
      `connect/will/is-published-at-qos-${qos}`,
      { proves: ['3.1.1/MQTT-3.1.2-9', '5.0/MQTT-3.8.4-8'], needs: qos === 2 ? ['qos-2'] : [] },
      async (context) => {
        const watcherQos = context.announced.maximumQoS;
        const { will, published, watcher } = await watchWills(context, watcherQos);
        const client = await context.connected('client', will('with a QoS', { qos }));
        client.cut();
        await watcher.expect('publish', { ...published('with a QoS'), qos }, dueWill);
      },
    ),
  ),

  brokerCase(
    'connect/will/retain-0-leaves-no-retained-message',
    { proves: ['3.1.1/MQTT-3.1.2-16', '5.0/MQTT-3.1.2-14'], needs: ['retain'] },
    async (context) => {
      const { connected, settle, topic } = context;
      const { will, willTopic, published, publisher, watcher } = await watchWills(context);
      const kept = { topicName: topic('kept'), retain: true, payload: utf8('kept') };
      await publisher.publish({ ...kept, qos: 1 });
      const control = await connected('control');
      await control.subscribe(kept.topicName);
      await asSetUp(control.expect('publish', kept));
      await publisher.publish({ topicName: kept.topicName, qos: 1, retain: true });

      const client = await connected('client', will('not retained'));
      client.cut();
      await asSetUp(watcher.expect('publish', published('not retained'), dueWill));
      const late = await connected('late');
      await late.subscribe({ topicFilter: willTopic, qos: 1 });
      await settle(publisher, late, willTopic, 1);
      await publisher.publish({ topicName: willTopic, qos: 1, payload: 'sentinel' });
      await late.expectNothingBefore(published('sentinel'), { absence: 'inconclusive' });
    },
  ),

  brokerCase(
    'connect/will/retain-1-leaves-a-retained-message',
    {
      proves: ['3.1.1/MQTT-3.1.2-9', '3.1.1/MQTT-3.1.2-17', '5.0/MQTT-3.1.2-15'],
      needs: ['retain'],
    },
    async (context) => {
      const { connected } = context;
      const { will, willTopic, published, watcher } = await watchWills(context);
      const client = await connected('client', will('retained', { retain: true }));
      client.cut();
      await asSetUp(watcher.expect('publish', published('retained'), dueWill));

      const late = await connected('late');
      await late.subscribe({ topicFilter: willTopic, qos: 1 });
      await late.expect('publish', { ...published('retained'), retain: true });
      await late.publish({ topicName: willTopic, qos: 1, retain: true });
    },
  ),
];
