/**
 * Which messages count: those that were due within the measured phase, however late they arrive. What was due
 * during the warm-up is recorded as long as the warm-up lasts, for the picture over time.
 */
export interface MeasuredWindow {
  fromMicros: number;
  toMicros: number;
}

export function createMeasuredWindow(): MeasuredWindow {
  return { fromMicros: Number.POSITIVE_INFINITY, toMicros: Number.POSITIVE_INFINITY };
}

export function isCounted({ fromMicros, toMicros }: MeasuredWindow, dueMicros: number, now: number): boolean {
  return now < fromMicros || (dueMicros >= fromMicros && dueMicros < toMicros);
}
