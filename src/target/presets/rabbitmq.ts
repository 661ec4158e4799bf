import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Preset, Purpose, StartedTarget } from '../facts.ts';
import { freePorts } from '../free-port.ts';
import type { LaidOut } from '../launch.ts';
import { layOut } from '../launch.ts';
import { startProcess } from '../server-process.ts';
import type { PreparedServer } from '../start-server.ts';
import { startServer } from '../start-server.ts';
import { TargetError } from '../target-error.ts';
import { startedFile } from './erlang.ts';
import { newestVersion } from './newest-version.ts';
import type { RabbitmqPlaces } from './rabbitmq-launch.ts';
import { portMapperCommand, publisher, rabbitmqLaunch } from './rabbitmq-launch.ts';
import { refusals, refusedCredentials } from './refusals.ts';

/** RabbitMQ with MQTT and its HTTP API on the loopback interface, and without AMQP. */
export const rabbitmq: Preset = {
  name: 'rabbitmq',
  summary: 'the RabbitMQ that is installed on this machine (apt-get install rabbitmq-server)',
  start: async (purpose) => startRabbitmq(await findRabbitmq('/usr/lib/rabbitmq/lib'), purpose),
};

/** @throws {TargetError} `start-failed` */
export const startRabbitmq = (found: Found, purpose: Purpose): Promise<StartedTarget> =>
  startServer({
    timeoutSeconds: 90,
    tryAgainAfter: 'any-end',
    prepare: (port) => prepare(found, purpose, port),
  });

interface Found {
  /** The start script of the product: that of the system would become another user and write to /var/log. */
  readonly program: string;
  readonly product: string;
}

/**
 * The newest RabbitMQ that lies in the folder.
 *
 * @throws {TargetError} `not-installed`
 */
export const findRabbitmq = async (parent: string): Promise<Found> => {
  const prefix = 'rabbitmq_server-';
  const version = await newestVersion(parent, prefix);
  if (version === undefined) {
    throw new TargetError(
      'not-installed',
      'rabbitmq is not installed: run `apt-get install rabbitmq-server`, or name another target.',
    );
  }
  const program = join(parent, `${prefix}${version}`, 'sbin/rabbitmq-server');
  return { program, product: `rabbitmq ${version}` };
};

const prepare = async (
  { program, product }: Found,
  purpose: Purpose,
  port: number,
): Promise<PreparedServer> => {
  const places = await choosePlaces(port);
  const laidOut = await layOut(rabbitmqLaunch(program, purpose), places);
  const { directory, launch, configurationHash } = laidOut;
  return {
    command: { name: 'rabbitmq', directory, ...launch },
    facts: {
      name: 'rabbitmq',
      url: `mqtt://127.0.0.1:${port}`,
      product,
      configurationHash,
      httpPublish: {
        kind: 'rabbitmq',
        url: `http://127.0.0.1:${places.managementPort}/api/exchanges/%2F/amq.topic/publish`,
        credentials: { userName: publisher, password: places.password },
      },
      ...(purpose === 'judge' && { refusedCredentials, deniedPublishTopic: refusals.deniedTopic }),
    },
    neededUntil: 'end',
    hasStarted: () => existsSync(join(directory, startedFile)),
    ...withPortMapper(laidOut, places),
  };
};

/** All on the loopback interface, where other users of the machine may come: the secrets are random. */
const choosePlaces = async (port: number): Promise<Omit<RabbitmqPlaces, 'directory'>> => {
  const [managementPort, distributionPort, portMapperPort] = await freePorts(3);
  return {
    port: String(port),
    managementPort: String(managementPort),
    distributionPort: String(distributionPort),
    portMapperPort: String(portMapperPort),
    password: secret(),
    cookie: secret(),
  };
};

const secret = (): string => randomBytes(16).toString('hex');

/**
 * RabbitMQ does not start without epmd, Erlang's port mapper. Left to itself it starts one as a daemon and
 * leaves it behind; so we start one in the foreground, on a port of its own, and end it.
 */
const withPortMapper = (
  laidOut: LaidOut,
  places: Pick<RabbitmqPlaces, 'portMapperPort'>,
): AsyncDisposable => {
  const portMapper = startProcess({ name: 'epmd', argv: portMapperCommand(places) });
  return {
    [Symbol.asyncDispose]: async () => {
      await portMapper[Symbol.asyncDispose]();
      await laidOut[Symbol.asyncDispose]();
    },
  };
};
