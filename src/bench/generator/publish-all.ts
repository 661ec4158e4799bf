import { Buffer } from 'node:buffer';
import { encode } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { type Connection, ConnectionError, type ConnectionRole } from './connection.ts';
import { packetTypes } from './frame-scanner.ts';
import { createResponses } from './responses.ts';

/** A message that is to wait in the target. */
export interface StoredMessage {
  readonly topicName: string;
  readonly payload: Uint8Array;
}

export interface PublishAllOptions {
  readonly version: ProtocolVersion;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly timeoutMs: number;
}

/** What became of them. */
export interface Published {
  sent: number;
  acknowledged: number;
  refused: number;
}

/** Messages at QoS 1 and 2 that are not acknowledged yet, where the target sets no lower limit. */
const mostInflight = 1000;
/** Joined into one write. */
const writeBytes = 64 * 1024;
const firstErrorCode = 0x80;

/**
 * Publishes messages as fast as the target takes them. Resolves when all are acknowledged, and a PINGRESP shows that
 * those without an acknowledgement are processed too. Nothing is measured.
 *
 * @throws ConnectionError when the target ends the connection, or does not take them in time
 */
export function publishAll(
  connection: Connection,
  messages: Iterable<StoredMessage>,
  options: PublishAllOptions,
): Promise<Published> {
  return new Promise((resolve, reject) => {
    const { timeoutMs } = options;
    const timer = setTimeout(() => {
      const { sent } = publication.published;
      const left = publication.inflight;
      settle(
        new ConnectionError(
          'timed-out',
          `of ${sent} messages ${left} were not acknowledged within ${timeoutMs} ms`,
        ),
      );
    }, timeoutMs);
    function settle(error?: ConnectionError): void {
      clearTimeout(timer);
      connection.play({});
      if (error === undefined) resolve(publication.published);
      else reject(error);
    }
    const publication = createPublication(connection, messages[Symbol.iterator](), options, () => settle());
    connection.play({
      ...publication.role,
      onLost: (reason) => settle(new ConnectionError('closed', reason)),
    });
    publication.pump();
  });
}

interface Publication {
  readonly published: Published;
  readonly inflight: number;
  readonly role: Partial<ConnectionRole>;
  pump(): void;
}

function createPublication(
  connection: Connection,
  messages: Iterator<StoredMessage>,
  { version, qos, retain }: PublishAllOptions,
  onProcessed: () => void,
): Publication {
  const responses = createResponses(connection);
  const published: Published = { sent: 0, acknowledged: 0, refused: 0 };
  const most = Math.min(mostInflight, connection.connack.properties?.receiveMaximum ?? mostInflight);
  const free = Array.from({ length: most }, (_, at) => most - at);
  const inflight = new Set<number>();
  let state: 'sending' | 'acknowledging' | 'pinging' = 'sending';
  let isHeld = false;

  function nextFrame(): Uint8Array | undefined {
    const packetIdentifier = qos === 0 ? 0 : free.at(-1);
    if (packetIdentifier === undefined) return undefined;
    const next = messages.next();
    if (next.done === true) {
      state = 'acknowledging';
      return undefined;
    }
    published.sent += 1;
    if (qos > 0) {
      free.pop();
      inflight.add(packetIdentifier);
    }
    return encode(
      { type: 'publish', ...next.value, qos, retain, dup: false, ...(qos === 0 ? {} : { packetIdentifier }) },
      version,
    );
  }

  function pump(): void {
    while (state === 'sending' && !isHeld) {
      const frames: Uint8Array[] = [];
      for (let bytes = 0; bytes < writeBytes; ) {
        const frame = nextFrame();
        if (frame === undefined) break;
        frames.push(frame);
        bytes += frame.length;
      }
      if (frames.length === 0) break;
      isHeld = connection.pipe.write(Buffer.concat(frames)) === 'held';
    }
    if (state !== 'acknowledging' || inflight.size > 0) return;
    state = 'pinging';
    connection.send({ type: 'pingreq' });
  }

  function complete(packetIdentifier: number, reasonCode: number): void {
    // Not ours, or already completed: the conformance suite judges that, here it counts for nothing.
    if (!inflight.delete(packetIdentifier)) return;
    free.push(packetIdentifier);
    if (reasonCode >= firstErrorCode) published.refused += 1;
    else published.acknowledged += 1;
  }

  return {
    published,
    get inflight() {
      return inflight.size;
    },
    pump,
    role: {
      onAcknowledgement(type, packetIdentifier, reasonCode) {
        if (type === packetTypes.pubrec && reasonCode < firstErrorCode) responses.pubrel(packetIdentifier);
        else complete(packetIdentifier, reasonCode);
      },
      onReadEnd() {
        responses.flush();
        pump();
      },
      onDrained() {
        isHeld = false;
        pump();
      },
      onPingresp: onProcessed,
    },
  };
}
