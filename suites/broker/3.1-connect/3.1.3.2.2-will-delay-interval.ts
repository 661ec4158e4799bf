import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { type ConnectOptions, oneOf, SetupFailed, utf8 } from '../../../src/peer/index.ts';
import { sentinelWithin, watchWills, watchWorkingWills, willGraceMs } from './will-scene.ts';

function delayed(willDelayIntervalSeconds: number) {
  return { properties: { willDelayIntervalSeconds } };
}

function kept(sessionExpiryIntervalSeconds: number): ConnectOptions {
  return { cleanStart: false, properties: { sessionExpiryIntervalSeconds } };
}

/**
 * What was to happen before a Will Delay Interval has passed is judged only if it did, with a second to spare: servers
 * count seconds as they see fit.
 */
function inTime(sinceMs: number, delaySeconds: number): void {
  const tookMs = performance.now() - sinceMs;
  if (tookMs < (delaySeconds - 1) * 1000) return;
  throw new SetupFailed(`${Math.round(tookMs)} ms have passed, too long for a delay of ${delaySeconds} s`);
}

/** Section 3.1.3.2.2: Will Delay Interval. (5.0) */
export const willDelayCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/will-delay/absent-one-is-0',
    { proves: ['5.0/U-3.1.3.2.2-2'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', { ...kept(300), ...will('at once') });
      client.cut();
      await watcher.expect('publish', published('at once'), { withinMs: willGraceMs });
    },
  ),

  brokerCase(
    'connect/will-delay/is-published-after-the-delay',
    { proves: ['5.0/MQTT-3.1.2-8', '5.0/U-3.1.3.2.2-3'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, willTopic, published, publisher, watcher } = await watchWills(context);
      const client = await context.connected('client', { ...kept(300), ...will('late', delayed(2)) });
      const cutAtMs = performance.now();
      client.cut();
      await publisher.publish({ topicName: willTopic, payload: 'sentinel' });
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin()).catch((early: unknown) => {
        inTime(cutAtMs, 2);
        throw early;
      });
      await watcher.expect('publish', published('late'), { withinMs: 2000 + willGraceMs });
    },
  ),

  brokerCase(
    'connect/will-delay/reconnect-in-time-cancels-it',
    { proves: ['5.0/MQTT-3.1.3-9'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, published, watcher } = await watchWorkingWills(context);
      const client = await context.connected('client', { ...kept(300), ...will('cancelled', delayed(2)) });
      const cutAtMs = performance.now();
      client.cut();
      await context.connected('again', { clientIdentifier: client.clientIdentifier, ...kept(300) });
      inTime(cutAtMs, 2);

      const other = await context.connected('other', { ...kept(300), ...will('sentinel', delayed(3)) });
      other.cut();
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin(3));
    },
  ),

  brokerCase(
    'connect/will-delay/takeover-in-time-cancels-it',
    { proves: ['5.0/MQTT-3.1.3-9'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, published, watcher } = await watchWorkingWills(context);
      const client = await context.connected('client', { ...kept(300), ...will('cancelled', delayed(1)) });
      await context.connected('successor', { clientIdentifier: client.clientIdentifier, ...kept(300) });

      const other = await context.connected('other', { ...kept(300), ...will('sentinel', delayed(2)) });
      other.cut();
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin(2));
    },
  ),

  brokerCase(
    'connect/will-delay/disconnect-removes-it',
    { proves: ['5.0/MQTT-3.1.2-10'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, published, watcher } = await watchWorkingWills(context);
      const client = await context.connected('client', { ...kept(1), ...will('removed', delayed(1)) });
      await client.disconnect();

      const other = await context.connected('other', { ...kept(300), ...will('sentinel', delayed(2)) });
      other.cut();
      await watcher.expectNothingBefore(published('sentinel'), sentinelWithin(2));
    },
  ),

  brokerCase(
    'connect/will-delay/clean-start-in-time-publishes-it-once-at-most',
    { proves: ['5.0/MQTT-3.1.2-10'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, willTopic, published, watcher } = await watchWorkingWills(context);
      const client = await context.connected('client', { ...kept(300), ...will('once', delayed(1)) });
      client.cut();
      await context.connected('fresh', { clientIdentifier: client.clientIdentifier, cleanStart: true });

      const other = await context.connected('other', { ...kept(300), ...will('sentinel', delayed(2)) });
      other.cut();
      const withinMs = 2000 + willGraceMs;
      const onceOrSentinel = { topicName: willTopic, payload: oneOf(utf8('once'), utf8('sentinel')) };
      const first = await watcher.expect('publish', onceOrSentinel, { withinMs, absence: 'inconclusive' });
      if (Buffer.from(first.payload).equals(utf8('sentinel'))) return;
      await watcher.expectNothingBefore(published('sentinel'), { withinMs, absence: 'inconclusive' });
    },
  ),

  brokerCase(
    'connect/will-delay/session-end-does-not-lose-it',
    { proves: ['5.0/MQTT-3.1.2-8'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', { ...kept(1), ...will('session ended', delayed(4)) });
      client.cut();
      await watcher.expect('publish', published('session ended'), { withinMs: 4000 + willGraceMs });
    },
  ),

  brokerCase(
    'connect/will-delay/session-end-comes-first',
    { proves: ['5.0/U-3.1.2.5-6', '5.0/U-3.1.3.2.2-3'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.open('client');
      const connack = await client.connect({ ...kept(1), ...will('session ended', delayed(60)) });
      const expirySeconds = connack.properties?.sessionExpiryIntervalSeconds ?? 1;
      if (expirySeconds > 10) throw new SetupFailed(`the server keeps the Session for ${expirySeconds} s`);
      client.cut();
      const withinMs = expirySeconds * 1000 + willGraceMs;
      await watcher.expect('publish', published('session ended'), { withinMs });
    },
  ),

  brokerCase(
    'connect/will-delay/without-session-expiry-there-is-none',
    { proves: ['5.0/MQTT-3.1.2-8'], timing: 'waits' },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('at once', delayed(4)));
      client.cut();
      await watcher.expect('publish', published('at once'), { withinMs: 4000 + willGraceMs });
    },
  ),
];
