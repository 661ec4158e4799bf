import { nowMicros } from '../generator/clock.ts';
import { type Connection, type ConnectionRole, openConnection } from '../generator/connection.ts';
import { forEachAtOnce } from '../generator/for-each-at-once.ts';
import { PipeError } from '../generator/pipe.ts';
import { connectionOptions, type Wishes } from './connect.ts';
import { type KeepAlive, startKeepAlive } from './keep-alive.ts';
import { type ScenarioContext, ScenarioError } from './scenario.ts';

/** The connections of a scenario on one worker: counted, kept alive, and ended. */
export interface Clients {
  readonly context: ScenarioContext;
  readonly keepAlive: KeepAlive;
  /** Those that stand. */
  readonly open: ReadonlySet<Connection>;
  /** Aborted, with the reason, as soon as the target refuses or ends a connection. */
  readonly lost: AbortController;
  /**
   * Connects a client.
   *
   * @throws ScenarioError, or an error of the connection
   */
  connect(wishes: Wishes, plan?: ConnectPlan): Promise<Connection>;
  /** From now on what arrives on a connection goes to this role. */
  play(connection: Connection, role: ClientRole): void;
  /** Cuts a connection: no DISCONNECT. */
  cut(connection: Connection): void;
  /** Ends connections, and waits until the target knows. */
  disconnect(connections: Iterable<Connection>): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
}

/** A role whose loss is noted in `lost`, unless it sees to it itself. */
export type ClientRole = Partial<ConnectionRole>;

export interface ConnectPlan {
  /** Gives the attempt up. */
  readonly signal?: AbortSignal;
  /** Called within the read that brings CONNACK: what the client does from then on. */
  readonly onConnack?: (accepted: Accepted) => ClientRole;
}

/** A client that the target let in just now. */
export interface Accepted {
  readonly connection: Connection;
  /** When the attempt began. */
  readonly beganMicros: number;
  readonly nowMicros: number;
}

const endsAtOnce = 256;

export function createClients(context: ScenarioContext): Clients {
  const { plan, recorder } = context;
  const open = new Set<Connection>();
  const lost = new AbortController();
  const keepAlive = startKeepAlive();

  function forget(connection: Connection): void {
    if (open.delete(connection)) recorder.counts.connections -= 1;
  }

  function play(connection: Connection, role: ClientRole): void {
    connection.play({
      ...role,
      onLost(reason) {
        forget(connection);
        if (role.onLost === undefined) lost.abort(`a connection was ${reason}`);
        else role.onLost(reason);
      },
    });
  }

  function accept(connection: Connection, beganMicros: number, { onConnack }: ConnectPlan): void {
    open.add(connection);
    recorder.counts.connections += 1;
    play(connection, onConnack?.({ connection, beganMicros, nowMicros: nowMicros() }) ?? {});
  }

  async function connect(wishes: Wishes, connectPlan: ConnectPlan = {}): Promise<Connection> {
    const { signal } = connectPlan;
    const options = connectionOptions(plan, wishes);
    const beganMicros = nowMicros();
    const connection = await openConnection({
      ...options,
      // Who has a signal has a deadline for all of them: it says more than that of one.
      ...(signal === undefined ? {} : { signal, timeoutMs: options.timeoutMs * 2 }),
      onConnack: (accepted) => accept(accepted, beganMicros, connectPlan),
    }).catch((error: unknown) => {
      throw errorOf(error);
    });
    keepAlive.watch(connection, wishes.keepAliveSeconds);
    return connection;
  }

  async function disconnect(connections: Iterable<Connection>): Promise<void> {
    await forEachAtOnce([...connections], endsAtOnce, async (connection) => {
      connection.disconnect();
      forget(connection);
      await connection.closed();
    });
  }

  return {
    context,
    keepAlive,
    open,
    lost,
    connect,
    play,
    cut(connection) {
      connection.cut();
      forget(connection);
    },
    disconnect,
    async close() {
      keepAlive[Symbol.dispose]();
      await disconnect(open);
    },
  };
}

/** The limits of our own machine are no fault of the target's. */
function errorOf(error: unknown): unknown {
  return error instanceof PipeError && error.code === 'no-room-for-more'
    ? new ScenarioError('fault', error.message)
    : error;
}
