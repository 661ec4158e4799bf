import type { KillReport } from './kill-loop.ts';

const faultsShown = 20;

/** The report as people read it. */
export function describeReport({ kills, sent, acknowledged, repeatedQoS1, faults }: KillReport): string {
  const counted = [
    `${kills} kills, ${sent} messages sent, ${acknowledged} acknowledged`,
    `${repeatedQoS1} QoS 1 copies came again, which the standard allows`,
  ];
  if (faults.length === 0)
    return [...counted, 'Nothing acknowledged was lost, no QoS 2 message came twice.'].join('\n');
  const shown = faults.slice(0, faultsShown).map((fault) => `  ${fault}`);
  const rest = faults.length > faultsShown ? [`  and ${faults.length - faultsShown} more`] : [];
  return [...counted, `${faults.length} faults:`, ...shown, ...rest].join('\n');
}
