import { join } from 'node:path';
import { execa } from 'execa';
import type { Preset, Purpose } from '../facts.ts';
import type { LaidOut, Launch, Places } from '../launch.ts';
import { layOut } from '../launch.ts';
import type { PreparedServer } from '../start-server.ts';
import { startServer } from '../start-server.ts';
import { TargetError } from '../target-error.ts';
import { refusals, refusedCredentials } from './refusals.ts';

const passwordProgram = 'mosquitto_passwd';
const install = 'run `apt-get install mosquitto`, or name another target';
/** Debian installs it where the PATH of an ordinary user does not look. */
const debianPrograms = ['mosquitto', '/usr/sbin/mosquitto'] as const;

/**
 * mosquitto as the system's package ships it, but for a listener and no limit on connections; to be judged,
 * also with users, a denied topic, and a queue that holds a whole suite.
 */
export const mosquitto: Preset = {
  name: 'mosquitto',
  summary: 'the mosquitto that is installed on this machine (apt-get install mosquitto)',
  start: async (purpose) => {
    const found = await findMosquitto(debianPrograms);
    const launchOf = purpose === 'judge' ? judged(found.program) : measured(found.program, '');
    return startServer({
      timeoutSeconds: 15,
      prepare: (port) => prepare({ found, purpose, launchOf }, port),
    });
  },
};

/**
 * mosquitto without the limits and the delay that its defaults set: as shipped, 2.0.11 drops what goes beyond 20
 * messages in flight at QoS 2 and 1,000 in a queue, and lets small packets wait for each other (Nagle).
 */
export const mosquittoTuned: Preset = {
  name: 'mosquitto-tuned',
  summary: 'for bench: mosquitto without limits on queues and messages in flight, and with TCP_NODELAY',
  start: async (purpose) => {
    if (purpose === 'judge') {
      throw new TargetError(
        'bad-target',
        'mosquitto-tuned is there to be measured: to judge it, name mosquitto.',
      );
    }
    const found = await findMosquitto(debianPrograms);
    const launchOf = measured(found.program, tuning);
    return startServer({
      timeoutSeconds: 15,
      prepare: (port) => prepare({ found, purpose, launchOf, name: 'mosquitto-tuned' }, port),
    });
  },
};

const tuning = `max_inflight_messages 0
max_queued_messages 0
set_tcp_nodelay true
`;

interface Found {
  readonly program: string;
  readonly product: string;
}

/**
 * The first of the programs that is a mosquitto.
 *
 * @throws {TargetError} `not-installed`
 */
export const findMosquitto = async (programs: readonly string[]): Promise<Found> => {
  for (const program of programs) {
    const help = await execa(program, ['-h'], { reject: false, timeout: 5_000 });
    const version = /mosquitto version (\S+)/.exec(help.stdout)?.[1];
    if (version !== undefined) return { program, product: `mosquitto ${version}` };
  }
  throw new TargetError('not-installed', `mosquitto is not installed: ${install}.`);
};

interface Plan {
  readonly found: Found;
  readonly purpose: Purpose;
  readonly launchOf: LaunchOf;
  readonly name?: string;
}

/** The files are read at the start only, so they go as soon as the server answers. */
const prepare = async (
  { found, purpose, launchOf, name = 'mosquitto' }: Plan,
  port: number,
): Promise<PreparedServer> => {
  const laidOut = await layOut(launchOf, { port: String(port) });
  if (purpose === 'judge') await addPassword(laidOut);
  return {
    command: { name, argv: laidOut.launch.argv },
    facts: {
      name,
      url: `mqtt://127.0.0.1:${port}`,
      product: found.product,
      configurationHash: laidOut.configurationHash,
      ...(purpose === 'judge' && { refusedCredentials, deniedPublishTopic: refusals.deniedTopic }),
    },
    neededUntil: 'ready',
    [Symbol.asyncDispose]: () => laidOut[Symbol.asyncDispose](),
  };
};

/** The password file is salted, so it is no part of the launch, whose hash is always the same. */
const addPassword = async (laidOut: LaidOut): Promise<void> => {
  try {
    await writePassword(join(laidOut.directory, 'passwords'));
  } catch (error) {
    await laidOut[Symbol.asyncDispose]();
    throw error;
  }
};

const writePassword = async (file: string): Promise<void> => {
  const { userName, correctPassword } = refusals;
  const done = await execa(passwordProgram, ['-b', '-c', file, userName, correctPassword], {
    reject: false,
    timeout: 5_000,
  });
  if (!done.failed) return;
  const reason = done.originalMessage ?? (done.stderr || `code ${done.exitCode}`);
  throw new TargetError('not-installed', `${passwordProgram} does not work (${reason}): ${install}.`);
};

type LaunchOf = (places: Places<'port'>) => Launch;

const judged =
  (program: string): LaunchOf =>
  (places) => ({
    argv: [program, '-c', `${places.directory}/conf`],
    files: { conf: judgedConfiguration(places), acl: accessList },
  });

const measured =
  (program: string, more: string): LaunchOf =>
  (places) => ({
    argv: [program, '-c', `${places.directory}/conf`],
    files: { conf: more + measuredConfiguration(places) },
  });

/**
 * The queue is long because a suite that runs all cases at once is no flood to be defended against. It is not
 * unlimited: with `max_queued_messages 0` 2.0.11 closes the connection after a PUBLISH that its ACL denies.
 */
const judgedConfiguration = ({ port, directory }: Places<'port'>): string => `user root
persistence false
log_dest stderr
log_type error
log_type warning
max_connections -1
max_queued_messages 100000
listener ${port} 127.0.0.1
allow_anonymous true
password_file ${directory}/passwords
acl_file ${directory}/acl
`;

/** Its limits on queues and on messages in flight are part of what is measured. */
const measuredConfiguration = ({ port }: Places<'port'>): string => `persistence false
log_dest stderr
log_type error
max_connections -1
listener ${port} 127.0.0.1
allow_anonymous true
`;

/** What mosquitto allows when it has no such list: `#` does not reach topics that begin with `$`. */
const everything = `topic readwrite #
topic readwrite $assay/#
topic read $SYS/#
topic deny ${refusals.deniedTopicPrefix}#
`;

/** The first section is for anonymous clients. */
const accessList = `${everything}
user ${refusals.userName}
${everything}`;
