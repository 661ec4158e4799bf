import { answer, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { grantOf } from './lies.ts';

/** Sections 3.2.2.3.11 to 3.2.2.3.13: the lie about what the server does not serve. */
export const notAvailableSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/not-available-is-granted',
    {
      breaks: ['3.1.1/MQTT-3.8.3-2', '5.0/U-3.2.2.3.11-3', '5.0/U-3.2.2.3.12-3', '5.0/U-3.2.2.3.13-3'],
      cases: ['subscribe/not-available/*'],
      does: 'Grants, in the broker’s place, every Topic Filter that is asked for.',
    },
    () => answer('subscribe', grantOf),
  ),
];
