import { Command } from '@commander-js/extra-typings';
import { builtInWorkloads, defaultVersion, needsOf, readWorkload, stagesOf } from '../bench/index.ts';

/** `mqtt-assay workloads`: what `bench --workload` can be given. */
export function workloadsCommand() {
  return new Command('workloads')
    .description('list the workloads of bench, or print one as the file that it is')
    .argument('[name]', 'print this one, to begin a file of your own with')
    .action(async (name) => {
      if (name !== undefined) {
        process.stdout.write((await readWorkload(name)).text);
        return;
      }
      const names = await builtInWorkloads();
      const width = Math.max(...names.map(({ length }) => length));
      for (const one of names) {
        const { workload } = await readWorkload(one);
        process.stdout.write(`${one.padEnd(width)}  ${workload.summary}${needsText(workload)}\n`);
      }
    });
}

type Workload = Awaited<ReturnType<typeof readWorkload>>['workload'];

/** What a target must offer besides MQTT, over all stages. */
function needsText(workload: Workload): string {
  const mqtt = defaultVersion(workload);
  const needs = new Set(stagesOf(workload, '').flatMap((planned) => needsOf(planned.workload, mqtt)));
  needs.delete('mqtt-3.1.1');
  return needs.size === 0 ? '' : ` (needs ${[...needs].join(', ')})`;
}
