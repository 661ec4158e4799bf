import type { BenchLine } from '../../bench/result.ts';
import { count } from '../text.ts';
import { bytesText } from './numbers.ts';

/** The machine in one line. */
export function machineText(machine: BenchLine['machine']): string {
  return [
    machine.cpu,
    count(machine.cores, 'core'),
    bytesText(machine.memoryBytes),
    machine.kernel,
    `Node.js ${machine.node.replace(/^v/, '')}`,
    ...(machine.governor === undefined ? [] : [`governor ${machine.governor}`]),
    `load ${machine.loadAtStart.toFixed(2)} at start`,
  ].join(' · ');
}

/** How the run was made, in one line. */
export function planText(bench: BenchLine): string {
  return [
    `MQTT ${bench.mqtt}`,
    bench.rounds === 1 ? '1 round' : `${bench.rounds} rounds, the targets take turns`,
    count(bench.workers, 'generator process', 'generator processes'),
  ].join(' · ');
}
