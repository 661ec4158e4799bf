import { change, type Lie, together } from '../../../src/conformance/index.ts';

const fiveMinutesSeconds = 300;

/** Asks the broker for a clean start whatever the client asked for: the server has forgotten every Session. */
export function forgetSessions(): Lie {
  return change('fromPeer', 'connect', (packet) => ({ ...packet, cleanStart: true }));
}

/**
 * Asks the broker to go on with the old Session and to keep it, whatever the client asked for, and hides it
 * in the CONNACK.
 */
export function keepSessions(): Lie {
  return together(
    change(
      'fromPeer',
      'connect',
      (packet) => ({
        ...packet,
        cleanStart: false,
        properties: { ...packet.properties, sessionExpiryIntervalSeconds: fiveMinutesSeconds },
      }),
      ({ clientIdentifier }) => clientIdentifier !== '',
    ),
    change('fromBroker', 'connack', (packet) => ({ ...packet, sessionPresent: false })),
  );
}
