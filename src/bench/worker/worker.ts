/**
 * The program of a generator process. It takes commands from its parent, runs the scenario of its plan, and
 * reports about once a second. It ends when its parent does.
 */

import { nowMicros } from '../generator/clock.ts';
import { startPacer } from '../generator/pacer.ts';
import { createRecorder } from '../recorder/recorder.ts';
import { scenarios } from '../scenarios/index.ts';
import { type RunningScenario, type ScenarioContext, ScenarioError } from '../scenarios/scenario.ts';
import { monitorHealth } from './health.ts';
import type { WorkerCommand, WorkerEvent, WorkerPhase, WorkerPlan, WorkerProblem } from './protocol.ts';
import { isTargetFailure } from './target-failure.ts';

const intervalMillis = 1000;
const recorder = createRecorder();
const health = monitorHealth();
/** Of the load under way. */
let finish = new AbortController();
let phase: WorkerPhase | undefined;
let phaseFrom = 0;
let running: RunningScenario | undefined;
let ticker: NodeJS.Timeout | undefined;
/** The pacer of the load under way. */
let takeSpunMicros = (): number => 0;
let worked = (): void => undefined;
let sleptMicros = 0;

function say(event: WorkerEvent): void {
  process.send?.(event);
}

function report(): void {
  const toMicros = nowMicros();
  const recorded = recorder.take();
  const spun = takeSpunMicros() + sleptMicros;
  sleptMicros = 0;
  const current = health.take(spun);
  const from = phaseFrom;
  phaseFrom = toMicros;
  if (phase === undefined) return;
  say({ kind: 'interval', interval: { phase, fromMicros: from, toMicros, recorded, ...current } });
}

function enter(next: WorkerPhase): void {
  report();
  phase = next;
  clearInterval(ticker);
  ticker = setInterval(report, intervalMillis);
}

function leave(): void {
  report();
  clearInterval(ticker);
  phase = undefined;
}

function contextOf(plan: WorkerPlan): ScenarioContext {
  return {
    plan,
    recorder,
    get finish() {
      return finish.signal;
    },
    phase: enter,
    worked: () => worked(),
    slept(micros) {
      sleptMicros += micros;
    },
    pace(paced) {
      const pacer = startPacer(paced, plan.pacing);
      takeSpunMicros = pacer.takeSpunMicros;
      worked = pacer.worked;
      return pacer;
    },
  };
}

async function obey(command: WorkerCommand): Promise<void> {
  switch (command.kind) {
    case 'open':
      enter('connect');
      running = await scenarios[command.plan.workload.scenario](contextOf(command.plan));
      leave();
      return say({ kind: 'opened' });
    case 'load': {
      if (running === undefined) throw new ScenarioError('fault', 'a load came before the connections stood');
      finish = new AbortController();
      const loaded = await running.load(command.load);
      leave();
      return say({ kind: 'loaded', report: loaded });
    }
    case 'finish':
      finish.abort();
      return;
    case 'close':
      await running?.close();
      running = undefined;
      return say({ kind: 'closed' });
  }
}

/** A connection that fails is the target's doing; what has no code of ours is a fault of ours. */
function problemOf(error: unknown): WorkerProblem {
  if (error instanceof ScenarioError) return { kind: error.code, reason: error.message };
  if (isTargetFailure(error)) return { kind: 'lost', reason: error.message };
  return { kind: 'fault', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

process.on('message', (command: WorkerCommand) => {
  obey(command).catch((error: unknown) => {
    leave();
    say({ kind: 'problem', problem: problemOf(error) });
  });
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group: it is the parent who decides what it means.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
say({ kind: 'ready' });
