/** The configuration of the reference broker: one TOML file, each key of it also a flag. */
export type { JournalHealth } from '../persistence/journal.ts';
export { ConfigError } from './config-error.ts';
export type { GivenFlag } from './flags.ts';
export { type ConfigKey, configKeys, defaultText } from './keys.ts';
export { readConfig } from './read-config.ts';
export { type ConfiguredBroker, serveConfig } from './serve-config.ts';
