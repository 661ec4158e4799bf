import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Preset } from '../facts.ts';
import type { PreparedServer } from '../start-server.ts';
import { startServer } from '../start-server.ts';
import { TargetError } from '../target-error.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { refusals, refusedCredentials } from './refusals.ts';

const passwordProgram = 'mosquitto_passwd';
const install = 'run `apt-get install mosquitto`, or name another target';
/** Debian installs it where the PATH of an ordinary user does not look. */
const debianPrograms = ['mosquitto', '/usr/sbin/mosquitto'] as const;

/** mosquitto as the system's package ships it, but for a listener, users, and no limit on connections. */
export const mosquitto: Preset = {
  name: 'mosquitto',
  summary: 'the mosquitto that is installed on this machine (apt-get install mosquitto)',
  start: async () => {
    const { program, product } = await findMosquitto(debianPrograms);
    return startServer({ timeoutSeconds: 15, prepare: (port) => prepare(program, product, port) });
  },
};

/**
 * The first of the programs that is a mosquitto.
 *
 * @throws {TargetError} `not-installed`
 */
export const findMosquitto = async (
  programs: readonly string[],
): Promise<{ readonly program: string; readonly product: string }> => {
  for (const program of programs) {
    const help = await execa(program, ['-h'], { reject: false, timeout: 5_000 });
    const version = /mosquitto version (\S+)/.exec(help.stdout)?.[1];
    if (version !== undefined) return { program, product: `mosquitto ${version}` };
  }
  throw new TargetError('not-installed', `mosquitto is not installed: ${install}.`);
};

/** The files are read at the start only, so they go as soon as the server answers. */
const prepare = async (program: string, product: string, port: number): Promise<PreparedServer> => {
  const directory = await temporaryDirectory();
  const file = (name: string): string => join(directory.path, name);
  try {
    await writeFile(file('acl'), accessList);
    await writeFile(file('conf'), configuration(port, file('passwords'), file('acl')));
    await writePassword(file('passwords'));
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
  return {
    command: { name: 'mosquitto', argv: [program, '-c', file('conf')] },
    facts: {
      name: 'mosquitto',
      url: `mqtt://127.0.0.1:${port}`,
      product,
      refusedCredentials,
      deniedPublishTopic: refusals.deniedTopic,
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
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

/**
 * The queue is long because a suite that runs all cases at once is no flood to be defended against. It is not
 * unlimited: with `max_queued_messages 0` 2.0.11 closes the connection after a PUBLISH that its ACL denies.
 */
const configuration = (port: number, passwordFile: string, accessFile: string): string => `user root
persistence false
log_dest stderr
log_type error
log_type warning
max_connections -1
max_queued_messages 100000
listener ${port} 127.0.0.1
allow_anonymous true
password_file ${passwordFile}
acl_file ${accessFile}
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
