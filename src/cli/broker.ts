import { once } from 'node:events';
import { Command, Option } from '@commander-js/extra-typings';
import { serveBroker } from '../../reference-broker/serve.ts';
import { portNumber } from './options.ts';

/** `mqtt-assay broker`: the reference broker in the foreground. */
export function brokerCommand() {
  return (
    new Command('broker')
      .description('run the reference broker in the foreground')
      .option('--port <n>', 'TCP port, 0 for a free one', portNumber, 1883)
      .option('--host <h>', 'address to listen on', '127.0.0.1')
      // For whoever starts us as a helper: however that process ends, its end of the pipe closes.
      .addOption(new Option('--end-with-stdin', 'end when standard input does').hideHelp())
      .action(async ({ port, host, endWithStdin }) => {
        const bracketed = host.includes(':') ? `[${host}]` : host;
        await using served = await serveBroker({ url: `mqtt://${bracketed}:${port}` });
        // Before the line that tells others to go ahead: whoever reads it may end us at once.
        const ended = Promise.race([
          once(process, 'SIGINT'),
          once(process, 'SIGTERM'),
          ...(endWithStdin ? [once(process.stdin.resume(), 'end')] : []),
        ]);
        process.stdout.write(`mqtt-assay reference broker: MQTT 3.1.1 and 5.0 on ${served.url}\n`);
        await ended;
      })
  );
}
