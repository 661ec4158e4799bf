import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Preset, Purpose, TargetFacts } from '../facts.ts';
import type { Launch, Places } from '../launch.ts';
import { layOut } from '../launch.ts';
import type { PreparedServer } from '../start-server.ts';
import { startServer } from '../start-server.ts';
import { TargetError } from '../target-error.ts';
import { endWithStdin, nodeArguments, nodeEnvironment, startedFile, tellStarted } from './erlang.ts';
import { newestVersion } from './newest-version.ts';
import { refusals, refusedCredentials } from './refusals.ts';

/** ejabberd with MQTT and nothing else, run as a single node without distribution. */
export const ejabberd: Preset = {
  name: 'ejabberd',
  summary: 'the ejabberd that is installed on this machine (apt-get install ejabberd)',
  start: async (purpose) => {
    const found = await findEjabberd('/usr/lib');
    return startServer({
      timeoutSeconds: 60,
      tryAgainAfter: 'any-end',
      prepare: (port) => prepare(found, purpose, port),
    });
  },
};

interface Found {
  /** Where `erl` finds it. */
  readonly libraries: string;
  readonly product: string;
}

/**
 * The newest ejabberd below one of the folders that the system keeps for its architectures
 * (`/usr/lib/x86_64-linux-gnu`).
 *
 * @throws {TargetError} `not-installed`
 */
export const findEjabberd = async (parent: string): Promise<Found> => {
  const architectures = existsSync(parent) ? await readdir(parent) : [];
  for (const name of architectures.filter((folder) => folder.includes('-linux-'))) {
    const libraries = join(parent, name);
    const version = await newestVersion(libraries, 'ejabberd-');
    if (version !== undefined) return { libraries, product: `ejabberd ${version}` };
  }
  throw new TargetError(
    'not-installed',
    'ejabberd is not installed: run `apt-get install ejabberd`, or name another target.',
  );
};

const prepare = async (found: Found, purpose: Purpose, port: number): Promise<PreparedServer> => {
  const launchOf = (places: Places<'port'>): Launch => launchFor(found, purpose, places);
  const laidOut = await layOut(launchOf, { port: String(port) });
  const { directory, launch, configurationHash } = laidOut;
  return {
    command: { name: 'ejabberd', directory, ...launch },
    facts: {
      name: 'ejabberd',
      url: `mqtt://127.0.0.1:${port}`,
      product: found.product,
      configurationHash,
      ...factsFor[purpose],
    },
    neededUntil: 'end',
    hasStarted: () => existsSync(join(directory, startedFile)),
    [Symbol.asyncDispose]: () => laidOut[Symbol.asyncDispose](),
  };
};

/**
 * It grants what any of its rules grants, so that no rule can deny one topic among all. But no client may publish
 * to a topic that begins with `$`, whatever the rules say.
 */
const deniedPublishTopic = `$${refusals.deniedTopic}`;

/** A CONNECT without a user name is always refused. Any name will do, but for the one with a password. */
const anybody = { userName: 'anybody', password: 'anything' } as const;

const factsFor: Readonly<Record<Purpose, Partial<TargetFacts>>> = {
  judge: { credentials: anybody, refusedCredentials, deniedPublishTopic },
  measure: { credentials: anybody },
};

const launchFor = ({ libraries }: Found, purpose: Purpose, { directory, port }: Places<'port'>): Launch => ({
  argv: ['erl', '-args_file', 'node.args'],
  environment: {
    ...nodeEnvironment(directory),
    ERL_LIBS: libraries,
    // As the package's own start script sets it.
    ERL_MAX_PORTS: '32000',
    EJABBERD_CONFIG_PATH: join(directory, 'ejabberd.yml'),
    EJABBERD_LOG_PATH: join(directory, 'ejabberd.log'),
    EJABBERD_PID_PATH: join(directory, 'pid'),
    // Modules that the user added: there are none in folders that do not exist.
    CONTRIB_MODULES_CONF_DIR: join(directory, 'none'),
    CONTRIB_MODULES_PATH: join(directory, 'none'),
  },
  files: {
    'node.args': nodeArgumentsFor[purpose],
    'ejabberd.yml': configurationFor[purpose](port),
  },
});

/** The limit on processes is that of the package's own start script. */
const commonArguments = `${nodeArguments}+P 250000
-mnesia dir '"data"'
-s ejabberd
${endWithStdin()}`;

const startNode = 'ejabberd:start()';
const { userName, correctPassword } = refusals;
const addUser = `ejabberd_auth:try_register(<<"${userName}">>, <<"localhost">>, <<"${correctPassword}">>)`;

const nodeArgumentsFor: Readonly<Record<Purpose, string>> = {
  judge: `${commonArguments}${tellStarted([startNode, addUser])}`,
  measure: `${commonArguments}${tellStarted([startNode])}`,
};

/**
 * To be judged, the queue is long because a suite that runs all cases at once is no flood to be defended
 * against; measured, all limits are those of the product.
 */
const configurationFor: Readonly<Record<Purpose, (port: string) => string>> = {
  judge: (port) => `${commonConfiguration(port)}auth_method: [anonymous, internal]
modules:
  mod_mqtt:
    max_queue: 100000
`,
  measure: (port) => `${commonConfiguration(port)}auth_method: [anonymous]
modules:
  mod_mqtt: {}
`,
};

const commonConfiguration = (port: string): string => `hosts: [localhost]
loglevel: error
listen:
  - {port: ${port}, ip: "127.0.0.1", module: mod_mqtt, backlog: 1000}
anonymous_protocol: login_anon
allow_multiple_connections: true
`;
