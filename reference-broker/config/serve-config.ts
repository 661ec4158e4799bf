import { systemClock } from '../../src/transport/clock.ts';
import { serveAdmin } from '../admin/serve-admin.ts';
import type { Broker, BrokerOptions } from '../index.ts';
import { createOwner, type Owner } from '../owner.ts';
import { openPersistence } from '../persistence/open-persistence.ts';
import type { Redirection } from '../redirection.ts';
import { openSecurity, type Security } from '../security/index.ts';
import { type ListenerOptions, type ServedBroker, serveBroker } from '../serve.ts';
import { readText } from './config-document.ts';
import type { BrokerConfig, ListenerConfig } from './schema.ts';
import { readTlsFiles } from './tls-files.ts';

/** A broker that runs by a configuration. Disposing it ends all of its parts. */
export interface ConfiguredBroker extends ServedBroker {
  /** Where the admin HTTP server is, with the port that was taken; absent when it is off. */
  readonly adminUrl?: string;
  /**
   * Reads the security files again, and holds the connected clients against them.
   *
   * @throws SecurityError when one of them is wrong; then all stays as it was.
   */
  reload(): Promise<void>;
}

export interface ServeConfigOptions extends Pick<BrokerOptions, 'onStoreHealth'> {
  /** Told below `$SYS` and by the admin server. */
  readonly version: string;
}

/**
 * Serves the reference broker by its configuration. Nothing is left open when it throws.
 *
 * @throws ConfigError, SecurityError, PersistenceError when a file or the data directory cannot be used, ListenError, AdminError when nothing can listen where it
 * should.
 */
export async function serveConfig(
  config: BrokerConfig,
  options: ServeConfigOptions,
): Promise<ConfiguredBroker> {
  const owner = createOwner();
  try {
    return await assemble(config, options, owner);
  } catch (error) {
    await owner[Symbol.asyncDispose]();
    throw error;
  }
}

async function assemble(
  config: BrokerConfig,
  { version, ...watching }: ServeConfigOptions,
  owner: Owner,
): Promise<ConfiguredBroker> {
  const listeners = await Promise.all(config.listeners.map((listener) => listenerOf(listener, config)));
  const security = await securityOf(config, owner);
  const persistence = await persistenceOf(config, owner);
  const served = owner.own(
    await serveBroker({
      listeners,
      ...brokerOptions(config, version, security),
      ...persistence,
      ...watching,
    }),
  );
  // Users and rights may have gone while the broker was away.
  served.broker.recheckRights();
  const adminUrl = await adminOf(config, { broker: served.broker, version }, owner);
  return {
    url: served.url,
    urls: served.urls,
    broker: served.broker,
    ...(adminUrl === undefined ? {} : { adminUrl }),
    async reload() {
      await security?.reload();
      served.broker.recheckRights();
    },
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}

async function listenerOf(listener: ListenerConfig, { limits }: BrokerConfig): Promise<ListenerOptions> {
  const tls = await readTlsFiles(listener);
  // TLS and WebSocket come before the stream, whose own time for CONNECT begins after them.
  const handshakeTimeoutMs = limits.connectTimeoutMs;
  return { url: listener.url, listenOptions: { handshakeTimeoutMs, ...(tls === undefined ? {} : { tls }) } };
}

/** Without a key of it nobody is asked anything, which is also the fastest. */
async function securityOf({ security }: BrokerConfig, owner: Owner): Promise<Security | undefined> {
  if (Object.keys(security).length === 0) return undefined;
  return owner.own(await openSecurity(security));
}

function brokerOptions(config: BrokerConfig, version: string, security: Security | undefined): BrokerOptions {
  return {
    capabilities: config.capabilities,
    limits: config.limits,
    redirection: redirectionOf(config),
    awakeMicros: config.system.awakeMicros,
    sysTopics: { intervalSeconds: config.system.sysIntervalSeconds, version: `mqtt-assay ${version}` },
    ...(security === undefined ? {} : { hooks: security.hooks }),
  };
}

function redirectionOf({ system: { serverReference, redirect } }: BrokerConfig): Redirection {
  return {
    ...(serverReference === undefined ? {} : { serverReference }),
    ...(redirect === undefined ? {} : { redirect }),
  };
}

async function adminOf(
  { http: { listen, tokenFile } }: BrokerConfig,
  about: { readonly broker: Broker; readonly version: string },
  owner: Owner,
): Promise<string | undefined> {
  if (listen === undefined) return undefined;
  const token = tokenFile === undefined ? {} : { token: (await readText(tokenFile, 'the token')).trim() };
  return owner.own(await serveAdmin({ ...about, listen, ...token })).url;
}

/** Opened before the broker, so that it is closed after it. */
async function persistenceOf(
  { persistence }: BrokerConfig,
  owner: Owner,
): Promise<Pick<BrokerOptions, 'persistence'>> {
  const { dataDirectory, sync, batchWindowMillis } = persistence;
  if (dataDirectory === undefined) return {};
  const opened = await openPersistence({ dataDirectory, sync, batchWindowMillis, clock: systemClock });
  return { persistence: owner.own(opened) };
}
