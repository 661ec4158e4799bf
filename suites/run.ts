/** The one file that the engine runs: it offers all cases, and the job says which are due. */
import { registerCases } from '../src/conformance/worker.ts';
import { brokerSuites } from './broker/index.ts';
import { saboteurs } from './sabotage/index.ts';

registerCases(brokerSuites, saboteurs);
