import { append, change, type Saboteur, saboteur, together } from '../../../src/conformance/index.ts';
import { onlyLastFilter } from './lies.ts';

const breaks = ['3.1.1/MQTT-3.8.4-4', '5.0/MQTT-3.8.4-5'] as const;

/** Section 3.8.4: the lies about a SUBSCRIBE with several Topic Filters. */
export const severalFilterSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/several-filters-get-several-subacks',
    {
      breaks,
      cases: ['subscribe/several-filters/get-one-suback'],
      does: 'Sends a second SUBACK for a SUBSCRIBE with several Topic Filters.',
    },
    () =>
      append(
        'fromBroker',
        'suback',
        (packet) => [packet],
        ({ reasonCodes }) => reasonCodes.length > 1,
      ),
  ),

  saboteur(
    'subscribe/several-filters-only-last-one-counts',
    {
      breaks,
      cases: ['subscribe/several-filters/all-deliver'],
      does: 'Subscribes to the last Topic Filter only, and answers as if to all of them.',
    },
    onlyLastFilter,
  ),

  saboteur(
    'subscribe/several-filters-are-taken-from-the-last',
    {
      breaks,
      cases: ['subscribe/several-filters/last-of-two-equal-ones-holds'],
      does: 'Handles the Topic Filters of a SUBSCRIBE from the last to the first.',
    },
    () =>
      together(
        change('fromPeer', 'subscribe', (packet) => ({
          ...packet,
          subscriptions: packet.subscriptions.toReversed(),
        })),
        change('fromBroker', 'suback', (packet) => ({
          ...packet,
          reasonCodes: packet.reasonCodes.toReversed(),
        })),
      ),
  ),
];
