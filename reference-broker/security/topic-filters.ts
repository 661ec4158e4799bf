/**
 * Topic Filters as sets of Topic Names. Valid filters only, and of a Shared Subscription the inner one.
 * (3.1.1 and 5.0 section 4.7)
 */

/**
 * Does `wide` match every Topic Name that `narrow` matches? An answer of true is certain; false may also be said of
 * filters that a person would find equal, such as `+/#` and `#`.
 */
export function covers(wide: string, narrow: string): boolean {
  const wideLevels = wide.split('/');
  const narrowLevels = narrow.split('/');
  if (hidesDollar(wideLevels, narrowLevels)) return false;
  for (const [at, level] of wideLevels.entries()) {
    // `a/#` matches `a` as well.
    if (level === '#') return true;
    const inner = narrowLevels[at];
    if (inner === undefined || inner === '#') return false;
    if (level !== '+' && level !== inner) return false;
  }
  return wideLevels.length === narrowLevels.length;
}

/** Is there a Topic Name that both match? */
export function overlap(one: string, other: string): boolean {
  const oneLevels = one.split('/');
  const otherLevels = other.split('/');
  if (hidesDollar(oneLevels, otherLevels) || hidesDollar(otherLevels, oneLevels)) return false;
  for (let at = 0; at < oneLevels.length || at < otherLevels.length; at += 1) {
    const a = oneLevels[at];
    const b = otherLevels[at];
    // `a/#` matches `a` as well, so one that ended may still be met.
    if (a === '#' || b === '#') return true;
    if (a === undefined || b === undefined) return false;
    if (a !== '+' && b !== '+' && a !== b) return false;
  }
  return true;
}

/** A wildcard at the start matches no Topic Name that begins with `$`. [5.0/MQTT-4.7.2-1] [3.1.1/MQTT-4.7.2-1] */
function hidesDollar([wildcard]: readonly string[], [literal]: readonly string[]): boolean {
  return (wildcard === '#' || wildcard === '+') && literal?.startsWith('$') === true;
}
