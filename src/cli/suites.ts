import { brokerSuites } from '../../suites/broker/index.ts';
import { saboteurs } from '../../suites/sabotage/index.ts';

/** The file that the engine loads: the compiled one, or the source when we run from source. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Everything that the commands run and list. */
export const everySuite = {
  suites: brokerSuites,
  saboteurs,
  entry: new URL(`../../suites/run.${extension}`, import.meta.url),
} as const;
