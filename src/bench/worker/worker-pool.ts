import { once } from 'node:events';
import { forkProgram, type Program } from './fork-program.ts';
import type {
  LoadPlan,
  LoadReport,
  WorkerCommand,
  WorkerEvent,
  WorkerInterval,
  WorkerPlan,
  WorkerProblem,
} from './protocol.ts';

/** Something that a worker could not do. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  readonly code: WorkerProblem['kind'];

  constructor({ kind, reason }: WorkerProblem) {
    super(reason);
    this.code = kind;
  }
}

/** The generator's processes. They stay from one measurement to the next, so that each finds them warm. */
export interface WorkerPool extends AsyncDisposable {
  readonly size: number;
  readonly pids: readonly number[];
  /**
   * Makes connections and subscriptions.
   *
   * @param planOf the plan of each worker, by its number
   * @throws WorkerError
   */
  open(planOf: (worker: number) => WorkerPlan): Promise<void>;
  /** @throws WorkerError */
  load(plan: LoadPlan): Promise<readonly LoadReport[]>;
  /** Ends the measured phase of the load under way. */
  finish(): void;
  close(): Promise<void>;
  /** Who is told of what the workers see. One at a time. */
  listen(onInterval: (worker: number, interval: WorkerInterval) => void): void;
}

interface Worker {
  readonly program: Program;
  /** Sends a command, and waits for the event that answers it. */
  ask(command: WorkerCommand, answer: WorkerEvent['kind']): Promise<WorkerEvent>;
  tell(command: WorkerCommand): void;
}

export async function startWorkers(size: number): Promise<WorkerPool> {
  let onInterval: (worker: number, interval: WorkerInterval) => void = () => undefined;
  const programs = await Promise.all(
    Array.from({ length: size }, () => forkProgram(new URL('worker', import.meta.url))),
  );
  const workers = programs.map(({ program }, index) =>
    workerOf(program, (interval) => onInterval(index, interval)),
  );

  return {
    size,
    pids: workers.map(({ program }) => program.pid),
    async open(planOf) {
      await all(workers, (worker, index) => worker.ask({ kind: 'open', plan: planOf(index) }, 'opened'));
    },
    async load(plan) {
      const events = await all(workers, (worker) => worker.ask({ kind: 'load', load: plan }, 'loaded'));
      return events.flatMap((event) => (event.kind === 'loaded' ? [event.report] : []));
    },
    finish() {
      for (const worker of workers) worker.tell({ kind: 'finish' });
    },
    async close() {
      await all(workers, (worker) => worker.ask({ kind: 'close' }, 'closed'));
    },
    listen(listener) {
      onInterval = listener;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map(({ program }) => program[Symbol.asyncDispose]()));
    },
  };
}

/** Every worker comes to its end, also when one of them fails: none is left in the middle of something. */
async function all<T>(
  workers: readonly Worker[],
  action: (worker: Worker, index: number) => Promise<T>,
): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled(workers.map(action));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function workerOf(program: Program, onInterval: (interval: WorkerInterval) => void): Worker {
  const { child } = program;
  let waiting: { answer: string; settle: (event: WorkerEvent) => void } | undefined;
  const died = once(child, 'exit').then(([code]): never => {
    throw new WorkerError({ kind: 'fault', reason: `a generator process ended with ${code}` });
  });
  // Whoever asks it something hears of its death; nobody else needs to.
  died.catch(() => undefined);
  child.on('message', (message) => {
    const event = message as WorkerEvent;
    if (event.kind === 'interval') return onInterval(event.interval);
    waiting?.settle(event);
  });

  function tell(command: WorkerCommand): void {
    if (child.connected) child.send(command);
  }

  return {
    program,
    tell,
    async ask(command, answer) {
      const answered = new Promise<WorkerEvent>((resolve, reject) => {
        waiting = {
          answer,
          settle: (event) => {
            if (event.kind === 'problem') reject(new WorkerError(event.problem));
            else if (event.kind === answer) resolve(event);
          },
        };
      });
      tell(command);
      return await Promise.race([answered, died]);
    },
  };
}
