import type { BrokerCore } from './core.ts';
import type { RecoveredSession, RecoveredState } from './persistence/recovered-state.ts';
import { neverExpires, Session } from './session.ts';
import { type Durability, SessionJournal } from './session-journal.ts';

/** Brings back what an earlier process left on disk: the broker goes on as if the network had failed for all. */
export function restore(core: BrokerCore, durability: Durability, recovered: RecoveredState): void {
  for (const { message } of recovered.retained) core.retained.restore(message.message);
  const restored = recovered.sessions.map((records) => restoreSession(core, durability, records));
  const ended = recovered.ended.map((records) => restoreSession(core, durability, records));
  // All Subscriptions are there, so that Wills and shared messages find their way.
  restored.forEach((session, index) => goOn(core, session, recovered.sessions[index]));
  ended.forEach((session, index) => {
    startWill(core, session, recovered.ended[index]);
    // [5.0/MQTT-3.1.2-8] [5.0/U-4.8.2-9]
    core.sessions.end(session);
  });
}

function restoreSession(core: BrokerCore, durability: Durability, records: RecoveredSession): Session {
  const { session: entry } = records;
  const session = new Session(entry.identity, core.outboundOptions);
  session.expiryIntervalSeconds = entry.expiryIntervalSeconds;
  session.resumeOn(new SessionJournal(durability, entry), records);
  for (const subscription of session.subscriptions.values()) core.subscriptions.add(session, subscription);
  core.sessions.add(session);
  return session;
}

/** The time since its connection ended counts; who was connected lost the connection now. */
function goOn(core: BrokerCore, session: Session, records: RecoveredSession | undefined): void {
  const now = core.clock.nowMs();
  const since = records?.session.disconnectedAtMillis;
  if (since === undefined) session.journal?.disconnected(now, session.expiryIntervalSeconds);
  startWill(core, session, records);
  // The clock may have been set back since.
  core.sessions.connectionLost(session, leftSeconds(session, Math.max(0, now - (since ?? now))));
}

function leftSeconds({ expiryIntervalSeconds }: Session, awayMillis: number): number {
  if (expiryIntervalSeconds === neverExpires) return neverExpires;
  return Math.max(0, expiryIntervalSeconds - awayMillis / 1000);
}

/** [5.0/U-3.1.2.5-7] [3.1.1/U-3.1.2.5-6] */
function startWill(core: BrokerCore, session: Session, records: RecoveredSession | undefined): void {
  const stored = records?.will;
  if (stored === undefined) return;
  const { will, dueAtMillis } = stored;
  const delaySeconds =
    dueAtMillis === undefined
      ? (will.properties?.willDelayIntervalSeconds ?? 0)
      : Math.max(0, (dueAtMillis - core.clock.nowMs()) / 1000);
  core.wills.connectionLost(session, { will, delaySeconds });
}
