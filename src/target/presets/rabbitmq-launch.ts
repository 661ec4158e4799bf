import { join } from 'node:path';
import type { Purpose } from '../facts.ts';
import type { Launch, Places } from '../launch.ts';
import { endWithStdin, nodeArguments, nodeEnvironment, tellStarted } from './erlang.ts';
import { refusals } from './refusals.ts';

/** What differs from start to start. */
export type RabbitmqPlaces = Places<
  'port' | 'managementPort' | 'distributionPort' | 'portMapperPort' | 'password' | 'cookie'
>;

/** The user that anonymous clients are, and that may use the HTTP API. */
export const publisher = 'guest';

/** epmd in the foreground. It takes the command to end also while the node runs: endWithStdin gives it. */
export const portMapperCommand = ({ portMapperPort }: Pick<RabbitmqPlaces, 'portMapperPort'>) =>
  ['epmd', '-port', portMapperPort, '-address', '127.0.0.1', '-relaxed_command_check'] as const;

/** How RabbitMQ is started, by its own script. */
export const rabbitmqLaunch =
  (program: string, purpose: Purpose) =>
  (places: RabbitmqPlaces): Launch => ({
    argv: [program],
    environment: environmentFor(places),
    files: {
      '.erlang.cookie': places.cookie,
      'node.args': argumentsOfNode,
      'rabbitmq.conf': configuration(places),
      'definitions.json': JSON.stringify(definitionsFor[purpose](places.password)),
      enabled_plugins: '[rabbitmq_mqtt,rabbitmq_management].',
    },
  });

const environmentFor = ({ directory, distributionPort, portMapperPort }: RabbitmqPlaces) => {
  const at = (name: string): string => join(directory, name);
  return {
    ...nodeEnvironment(directory),
    RABBITMQ_NODENAME: 'assay@localhost',
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: directory,
    RABBITMQ_LOG_BASE: directory,
    RABBITMQ_PID_FILE: at('pid'),
    // What the system's package configures must not matter: there is no such file.
    RABBITMQ_CONF_ENV_FILE: at('none'),
    RABBITMQ_DIST_PORT: distributionPort,
    ERL_EPMD_PORT: portMapperPort,
    // Also for the short-lived nodes that the start script runs.
    ERL_AFLAGS: '-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}',
    // With it, the script becomes the node; without it, it would stay as a shell that waits for the node.
    RABBITMQ_ALLOW_INPUT: '1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-args_file node.args',
  };
};

/** It opens its port before it knows what it must deny, so that an answered CONNECT says too little. */
const argumentsOfNode = `${nodeArguments}${endWithStdin([
  'os:cmd("epmd -port " ++ os:getenv("ERL_EPMD_PORT") ++ " -kill")',
])}${tellStarted(['rabbit:await_startup()'])}`;

/**
 * Retained messages are kept in memory, as by the other presets. The statistics of the management plugin are
 * off, because only its HTTP API is wanted; all other limits are those of the product.
 */
const configuration = ({ port, managementPort, password }: RabbitmqPlaces): string => `listeners.tcp = none
mqtt.listeners.tcp.1 = 127.0.0.1:${port}
mqtt.allow_anonymous = true
mqtt.default_user = ${publisher}
mqtt.default_pass = ${password}
mqtt.vhost = /
mqtt.exchange = amq.topic
mqtt.retained_message_store = rabbit_mqtt_retained_msg_store_ets
management.tcp.ip = 127.0.0.1
management.tcp.port = ${managementPort}
management_agent.disable_metrics_collector = true
load_definitions = definitions.json
log.console = true
log.console.level = error
log.file = false
`;

/** Everything in its one virtual host. */
const permissionsOf = (user: string) => ({ user, vhost: '/', configure: '.*', write: '.*', read: '.*' });

const measured = (password: string) => ({
  users: [{ name: publisher, password, tags: 'administrator' }],
  vhosts: [{ name: '/' }],
  permissions: [permissionsOf(publisher)],
});

/** Topics are written with `.` in place of `/` here. */
const deniedPattern = `^(?!${refusals.deniedTopicPrefix.replace('/', '\\.')}).*`;

const judged = (password: string) => {
  const { users, vhosts, permissions } = measured(password);
  const { userName, correctPassword } = refusals;
  const restricted = { vhost: '/', exchange: 'amq.topic', write: deniedPattern, read: '.*' };
  return {
    users: [...users, { name: userName, password: correctPassword, tags: '' }],
    vhosts,
    permissions: [...permissions, permissionsOf(userName)],
    topic_permissions: [publisher, userName].map((user) => ({ user, ...restricted })),
  };
};

const definitionsFor = { judge: judged, measure: measured } as const satisfies Record<Purpose, unknown>;
