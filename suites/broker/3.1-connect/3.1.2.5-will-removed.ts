import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { sentinelWithin, watchWills, watchWorkingWills, willGraceMs } from './will-scene.ts';

/** Section 3.1.2.5: a Will Message that must not be published, or not again. */
export const willRemovedCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/will/is-not-published-after-disconnect',
    { proves: ['3.1.1/MQTT-3.1.2-10', '5.0/MQTT-3.1.2-10'] },
    async (context) => {
      const { will, published, watcher } = await watchWorkingWills(context);
      const client = await context.connected('client', will('removed'));
      await client.disconnect();

      const { clientIdentifier } = client;
      const again = await context.connected('again', { clientIdentifier, ...will('sentinel') });
      again.cut();
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin());
    },
  ),

  brokerCase(
    'connect/will/is-published-once',
    { proves: ['3.1.1/MQTT-3.1.2-10', '5.0/MQTT-3.1.2-10'], needs: ['session-expiry'] },
    async (context) => {
      const { connected, persistent } = context;
      const { will, published, watcher } = await watchWills(context);
      const client = await connected('client', { ...persistent, ...will('once') });
      client.cut();
      await asSetUp(watcher.expect('publish', published('once'), { withinMs: willGraceMs }));

      const { clientIdentifier } = client;
      const second = await connected('second', { clientIdentifier, ...persistent });
      second.cut();
      const third = await connected('third', { clientIdentifier, ...persistent, ...will('sentinel') });
      third.cut();
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin());
    },
  ),

  brokerCase(
    'connect/will/none-is-published-without-will-flag',
    { proves: ['3.1.1/MQTT-3.1.2-12'] },
    async (context) => {
      const { will, published, watcher } = await watchWorkingWills(context);
      const client = await context.connected('client', { ...context.persistent, ...will('of before') });
      await client.disconnect();

      const { clientIdentifier } = client;
      const second = await context.connected('second', { clientIdentifier, ...context.persistent });
      second.cut();
      const third = await context.connected('third', { clientIdentifier, ...will('sentinel') });
      third.cut();
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin());
    },
  ),
];
