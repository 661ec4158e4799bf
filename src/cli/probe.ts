import { Command } from '@commander-js/extra-typings';
import { openTarget, profileText } from '../target/index.ts';
import { presets, targetSpecs } from './presets.ts';

/** `mqtt-assay probe`: what a server announces and serves, as a profile file. */
export function probeCommand() {
  return new Command('probe')
    .description('say what a server announces and serves, as a profile file')
    .argument('<target>', 'URL, preset or profile file')
    .action(async (word) => {
      for (const spec of targetSpecs([word])) {
        await using open = await openTarget(spec, { presets });
        process.stdout.write(profileText(open.target, open.report));
      }
    });
}
