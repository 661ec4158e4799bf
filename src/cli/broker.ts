import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { Command, Option } from '@commander-js/extra-typings';
import {
  type ConfiguredBroker,
  type GivenFlag,
  type JournalHealth,
  readConfig,
  serveConfig,
} from '../../reference-broker/config/index.ts';
import { configOptions, givenFlags, urlKey } from './broker-flags.ts';
import { onHangUp } from './on-hang-up.ts';
import { portNumber } from './options.ts';
import { toolVersion } from './tool-version.ts';
import { explainProblem } from './user-error.ts';

/**
 * While a queue fills, every message lives long, and the engine learns to make messages among its old objects from then
 * on; those that come and go later are garbage that only a full collection finds. So it is told not to learn that:
 * docs/performance.md.
 */
const noPretenuring = '--no-allocation-site-pretenuring';

const portOption = new Option('--port <n>', 'the port of one plain listener, 0 for a free one')
  .argParser(portNumber)
  .conflicts('listeners.url');
const hostOption = new Option('--host <h>', 'the address of that listener').conflicts('listeners.url');

/** `mqtt-assay broker`: the reference broker in the foreground. */
export function brokerCommand() {
  const command = new Command('broker')
    .description('run the reference broker in the foreground')
    .option('--config <file>', 'a TOML file; the flags below win over it, and each is a key of it')
    .addOption(portOption)
    .addOption(hostOption)
    // For whoever starts us as a helper: however that process ends, its end of the pipe closes.
    .addOption(new Option('--end-with-stdin', 'end when standard input does').hideHelp())
    .action(async ({ config: file, port, host, endWithStdin }, self) => {
      const flags = [...givenFlags(self), ...plainListener(host, port)];
      setFlagsFromString(noPretenuring);
      const config = await readConfig({ ...(file === undefined ? {} : { file }), flags });
      await using served = await serveConfig(config, { version: toolVersion, onStoreHealth: sayStoreHealth });
      using _reload = onHangUp(() => served.reload().then(sayReloaded, sayNotReloaded));
      // Before the lines that tell others to go ahead: whoever reads them may end us at once.
      const ended = Promise.race([
        once(process, 'SIGINT'),
        once(process, 'SIGTERM'),
        ...(endWithStdin ? [once(process.stdin.resume(), 'end')] : []),
      ]);
      process.stdout.write(linesOf(served));
      await ended;
    });
  for (const option of configOptions()) command.addOption(option);
  return command;
}

/** One for each listener. */
function linesOf({ urls, adminUrl }: ConfiguredBroker): string {
  const listening = urls.map((url) => `MQTT 3.1.1 and 5.0 on ${url}`);
  const all = adminUrl === undefined ? listening : [...listening, `admin on ${adminUrl}`];
  return all.map((line) => `mqtt-assay reference broker: ${line}\n`).join('');
}

/** `--host` and `--port` are short for one listener without TLS. */
function plainListener(host: string | undefined, port: number | undefined): readonly GivenFlag[] {
  if (host === undefined && port === undefined) return [];
  const address = host ?? '127.0.0.1';
  const bracketed = address.includes(':') ? `[${address}]` : address;
  const flag = host === undefined ? '--port' : '--host';
  return [{ key: urlKey, flag, values: [`mqtt://${bracketed}:${port ?? 1883}`] }];
}

function sayReloaded(): void {
  process.stdout.write('mqtt-assay reference broker: the security files were read again\n');
}

function sayStoreHealth(health: JournalHealth): void {
  if (health.kind === 'failing') process.stderr.write(`mqtt-assay: ${health.message}\n`);
  else process.stderr.write('mqtt-assay: the data directory can be written again\n');
}

/** The broker goes on with what it has. */
function sayNotReloaded(error: unknown): void {
  process.stderr.write(`mqtt-assay: ${explainProblem(error).sentence}\n`);
}
