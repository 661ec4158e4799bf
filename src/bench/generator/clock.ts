/**
 * Microseconds of the machine's monotonic clock. All processes of one machine read the same clock, so a time
 * that one writes into a message another can subtract.
 */
export function nowMicros(): number {
  return originMicros + performance.now() * 1000;
}

/** What to add to this process's own time; the reading with the least time around it is the best. */
const originMicros: number = (() => {
  let best = { originMicros: 0, windowMillis: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const before = performance.now();
    const machineMicros = Number(process.hrtime.bigint()) / 1000;
    const after = performance.now();
    if (after - before >= best.windowMillis) continue;
    best = {
      originMicros: machineMicros - ((before + after) / 2) * 1000,
      windowMillis: after - before,
    };
  }
  return best.originMicros;
})();
