/** A name at the end of a line. */
export interface EndLabel {
  readonly text: string;
  readonly colour: number | 'tool';
  /** Where the line ends, in pixels from the top. */
  readonly y: number;
}

const lineHeight = 14;

/**
 * Moves labels apart so that each can be read, none further than needed and all between top and bottom, the order
 * kept.
 */
export function spreadLabels(labels: readonly EndLabel[], top: number, bottom: number): readonly EndLabel[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const places: number[] = [];
  let free = top;
  for (const { y } of sorted) {
    const place = Math.max(y, free);
    places.push(place);
    free = place + lineHeight;
  }
  // What was pushed out below moves up again, and pushes the others before it.
  let limit = bottom;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    places[index] = Math.min(places[index] ?? limit, limit);
    limit = (places[index] ?? limit) - lineHeight;
  }
  return sorted.map((label, index) => ({ ...label, y: places[index] ?? label.y }));
}

/** Room for the longest of these labels, in pixels. */
export function labelRoom(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return 12 + Math.ceil(longest * 6.6);
}
