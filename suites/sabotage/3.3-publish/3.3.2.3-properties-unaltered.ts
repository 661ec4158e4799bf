import { change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { PropertiesOf } from '../../../src/packet/index.ts';
import { withProperties } from './publish-change.ts';
import { isMessage } from './published.ts';

type Properties = PropertiesOf<'publish'>;

/** Delivers every message that has the property with another value of it. */
const altered = <N extends keyof Properties>(
  name: N,
  into: (value: NonNullable<Properties[N]>) => Properties,
) =>
  change(
    'fromBroker',
    'publish',
    (packet) => {
      const value = packet.properties?.[name];
      return value === undefined ? packet : withProperties(packet, into(value));
    },
    (packet) => packet.properties?.[name] !== undefined,
  );

/** Section 3.3.2.3: lies about the properties that travel as they are. */
export const unalteredPropertySaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/payload-format-indicator-is-flipped',
    { breaks: ['5.0/MQTT-3.3.2-4'], does: 'Delivers Payload Format Indicator 1 as 0 and 0 as 1.' },
    () => altered('payloadFormatIndicator', (value) => ({ payloadFormatIndicator: 1 - value })),
  ),
  saboteur(
    'publish/response-topic-is-normalized',
    { breaks: ['5.0/MQTT-3.3.2-15'], does: 'Delivers the Response Topic with a slash put before it.' },
    () => altered('responseTopic', (value) => ({ responseTopic: `/${value}` })),
  ),
  saboteur(
    'publish/correlation-data-grows',
    { breaks: ['5.0/MQTT-3.3.2-16'], does: 'Delivers Correlation Data with a zero byte put after it.' },
    () => altered('correlationData', (value) => ({ correlationData: Uint8Array.of(...value, 0) })),
  ),
  saboteur(
    'publish/last-user-property-is-dropped',
    {
      breaks: ['5.0/MQTT-3.3.2-17', '5.0/U-3.3.2.3.7-1'],
      does: 'Delivers a message without the last of its User Properties.',
    },
    () => altered('userProperty', (value) => ({ userProperty: value.slice(0, -1) })),
  ),
  saboteur(
    'publish/user-properties-are-sorted',
    { breaks: ['5.0/MQTT-3.3.2-18'], does: 'Delivers the User Properties sorted by name and value.' },
    () => altered('userProperty', (value) => ({ userProperty: value.toSorted((a, b) => (a < b ? -1 : 1)) })),
  ),
  saboteur(
    'publish/content-type-gets-a-parameter',
    { breaks: ['5.0/MQTT-3.3.2-20'], does: 'Delivers the Content Type with a semicolon put after it.' },
    () => altered('contentType', (value) => ({ contentType: `${value};` })),
  ),
  saboteur(
    'publish/payload-is-cut-within-a-character',
    { breaks: ['5.0/U-3.3.2.3.2-1'], does: 'Delivers messages without the last byte of their payload.' },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, payload: packet.payload.subarray(0, -1) }),
        isMessage,
      ),
  ),
];
