import { addBins } from '../recorder/bins.ts';
import { createHistogram, distributionOf } from '../recorder/histogram.ts';
import { forkProgram } from '../worker/fork-program.ts';
import { startWorkers } from '../worker/worker-pool.ts';
import { workloadSchema } from '../workload/schema.ts';
import { nowMicros } from './clock.ts';

const url = process.argv[2];
const flow: any = JSON.parse(process.argv[3] ?? '{"load":{"kind":"constant","ratePerSecond":1000}}');
const seconds = Number(process.argv[4] ?? 3);
let target = url!;
let sink: any;
if (url === 'sink') {
  const f = await forkProgram(new URL('../null-sink/sink', import.meta.url));
  sink = f.program;
  target = `mqtt://127.0.0.1:${(f.said as any).port}`;
}
await using pool = await startWorkers(1);
const workload = workloadSchema.parse({ scenario: 'flows', summary: 'x', flows: [flow] });
const hists: any = {};
let measured = { sent: 0, delivered: 0, acknowledged: 0, s: 0 };
pool.listen((_w, i) => {
  for (const [m, b] of Object.entries(i.recorded.bins)) {
    if (i.phase === 'measure' || i.phase === 'drain') addBins((hists[m] ??= createHistogram()), b!);
  }
  if (i.phase === 'measure') {
    measured.sent += i.recorded.counts.sent;
    measured.delivered += i.recorded.counts.delivered;
    measured.acknowledged += i.recorded.counts.acknowledged;
    measured.s += (i.toMicros - i.fromMicros) / 1e6;
  }
  console.log(
    i.phase,
    ((i.toMicros - i.fromMicros) / 1e6).toFixed(2),
    JSON.stringify(i.recorded.counts),
    'busy',
    i.busy.toFixed(2),
    'loop',
    i.loopDelayP99Micros,
    'gc',
    i.longestGcPauseMicros,
  );
});
await pool.open((worker) => ({
  url: target,
  dial: {},
  mqtt: flow.mqtt ?? '3.1.1',
  runTag: 'abc',
  worker,
  workers: 1,
  pacing: 'spin',
  workload,
}));
const r = await pool.load({
  startMicros: nowMicros() + 20000,
  warmupSeconds: 1,
  measureSeconds: seconds,
  drainSeconds: 3,
});
console.log(JSON.stringify(r));
for (const [m, h] of Object.entries(hists)) {
  const d: any = distributionOf(h as any);
  delete d.histogram;
  console.log(m, JSON.stringify(d));
}
console.log(
  'rate sent',
  Math.round(measured.sent / measured.s),
  'acked',
  Math.round(measured.acknowledged / measured.s),
  'delivered',
  Math.round(measured.delivered / measured.s),
);
await pool.close();
await sink?.[Symbol.asyncDispose]();
