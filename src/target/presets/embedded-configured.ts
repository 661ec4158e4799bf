import { join } from 'node:path';
import type { StartedTarget, TargetFacts } from '../facts.ts';
import type { EmbeddedBroker } from './embedded-broker.ts';
import { startInside } from './embedded-inside.ts';
import { type EmbeddedTransport, filesOf, listenerFor, listenerToml, trustIn } from './embedded-listener.ts';
import { refusals, refusedCredentials } from './refusals.ts';

/** A preset whose broker reads its files as a user's would: nothing in it is there for us. */
export interface ConfiguredPreset {
  readonly name: string;
  /** `broker.toml`, but for its listeners. */
  readonly configuration: string;
  /** What it names, by the name. */
  readonly files: Readonly<Record<string, string>>;
  readonly user?: { readonly file: string; readonly name: string; readonly password: string };
  readonly facts: Partial<TargetFacts>;
}

export const startConfigured = (
  broker: Pick<EmbeddedBroker, 'serveConfigured' | 'addUser'>,
  { name, configuration, files, user, facts }: ConfiguredPreset,
  transport: EmbeddedTransport,
): Promise<StartedTarget> => {
  const listener = listenerFor(transport);
  return startInside({
    files: { ...filesOf(listener), ...files, 'broker.toml': listenerToml(listener) + configuration },
    async serve(directory) {
      if (user !== undefined) await broker.addUser(join(directory, user.file), user.name, user.password);
      return broker.serveConfigured(join(directory, 'broker.toml'));
    },
    facts: (directory) => ({ ...facts, ...trustIn(listener, directory), name }),
  });
};

const { userName, correctPassword } = refusals;

/**
 * Denied to publish, because no line allows it: `#` does not reach topics that begin with `$`. A line with `deny` would
 * not do, since it forbids every Subscription that it meets, that to `#` too.
 */
const deniedPublishTopic = `$${refusals.deniedTopic}`;

const accessList = `user ${userName}
topic readwrite #
topic readwrite $assay/#
topic read ${deniedPublishTopic}
`;

/** Nobody gets in without a user of the password file, by password or by SCRAM-SHA-256. */
export const secured: ConfiguredPreset = {
  name: 'secured',
  configuration: `[security]
passwordFile = "users.jsonl"
aclFile = "acl.txt"
`,
  files: { 'acl.txt': accessList },
  user: { file: 'users.jsonl', name: userName, password: correctPassword },
  facts: {
    credentials: { userName, password: correctPassword },
    refusedCredentials,
    deniedPublishTopic,
    // With more, so many CONNECT packets come at once that it tells some to come again: it lets 64 wait.
    concurrency: 100,
  },
};

/** What it acknowledged is on disk, in a directory that goes with the broker. */
export const durable: ConfiguredPreset = {
  name: 'durable',
  configuration: '[persistence]\ndataDirectory = "data"\n',
  files: {},
  facts: {},
};
