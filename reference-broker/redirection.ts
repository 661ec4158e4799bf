import { Reason, type Refusal } from './reason.ts';

/** How the broker sends clients to another Server. (5.0 section 4.11) */
export interface Redirection {
  /** One or more references with spaces between, as `host:port`. Said by `redirect`, and when the broker stops. [5.0/U-4.11-4] */
  readonly serverReference?: string;
  /** Nobody is let in any more: clients should go elsewhere, this time or for good. */
  readonly redirect?: 'temporary' | 'permanent';
}

/** What a client hears that passed authentication: strangers are told nothing of other Servers. [5.0/U-3.2.2.3.16-2] */
export function redirectRefusal({ redirect, serverReference }: Redirection): Refusal | undefined {
  if (redirect === undefined) return undefined;
  const refusal =
    redirect === 'temporary'
      ? { reasonCode: Reason.useAnotherServer, detail: 'Use another server for the time being' }
      : { reasonCode: Reason.serverMoved, detail: 'This server has moved' };
  return withReference(refusal, serverReference);
}

/** What connected clients hear when the broker stops. [5.0/U-3.14.2.2.5-2] */
export function shutdownReason({ serverReference }: Redirection): Refusal {
  if (serverReference === undefined) {
    return { reasonCode: Reason.serverShuttingDown, detail: 'The broker is shutting down' };
  }
  const detail = 'The broker is shutting down: use another server';
  return withReference({ reasonCode: Reason.useAnotherServer, detail }, serverReference);
}

// A client may know the other Server already. [5.0/U-4.11-1] [5.0/U-4.11-5]
const withReference = (refusal: Refusal, serverReference: string | undefined): Refusal =>
  serverReference === undefined ? refusal : { ...refusal, serverReference };
