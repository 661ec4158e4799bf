import { openDocument } from './config-document.ts';
import { type Fault, faultOf, faultsOf } from './faults.ts';
import { type GivenFlag, needsCertificate, withFlags } from './flags.ts';
import { type BrokerConfig, configSchema, type ListenerConfig } from './schema.ts';

/** Where a configuration comes from; without anything it is the defaults. */
export interface ConfigSource {
  /** A TOML file. */
  readonly file?: string;
  /** They win over the file. */
  readonly flags?: readonly GivenFlag[];
}

/**
 * Reads and checks the configuration of a broker.
 *
 * @throws ConfigError `broker.toml:5: limits.sessions must be a whole number of at least 1, not "many".`
 */
export async function readConfig({ file, flags = [] }: ConfigSource): Promise<BrokerConfig> {
  const document = await openDocument(file);
  const tables = withFlags(document.tables, flags);
  const fault = faultsOf(document, flags);
  const checked = configSchema.safeParse(tables);
  if (!checked.success) throw faultOf(checked.error, tables, fault);
  for (const [index, listener] of checked.data.listeners.entries()) checkListener(listener, index, fault);
  return checked.data;
}

/** A certificate where there must be one, and none where it would give a false sense of safety. */
function checkListener(listener: ListenerConfig, index: number, fault: Fault): void {
  const secure = needsCertificate(listener.url);
  for (const name of ['certificateFile', 'keyFile'] as const) {
    if (secure && listener[name] === undefined) {
      throw fault(['listeners', index, name], `is missing: ${listener.url} needs a certificate and its key.`);
    }
  }
  for (const name of ['certificateFile', 'keyFile', 'clientAuthorityFile'] as const) {
    if (secure || listener[name] === undefined) continue;
    throw fault(['listeners', index, name], `means nothing to ${listener.url}: use mqtts:// or wss://.`);
  }
}
