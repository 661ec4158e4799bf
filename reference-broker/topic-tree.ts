import type { Budget } from './limits.ts';

/** A node of a tree of topic levels. */
export interface TopicNode<V> {
  children: Map<string, TopicNode<V>> | undefined;
  value: V | undefined;
}

/** Values by topic: one node for each level. No operation recurses, so 65 535 levels are safe. */
export interface TopicTree<V> {
  readonly root: TopicNode<V>;
  get(topic: string): V | undefined;
  set(topic: string, value: V): void;
  /** Removes the value and every node that it leaves useless. */
  delete(topic: string): boolean;
}

/**
 * Adjacent separators make levels of zero length, and so do leading and trailing ones.
 * [3.1.1/U-4.7.1.1-1] [5.0/U-4.7.1.1-1] [3.1.1/U-4.7.3-3] [5.0/U-4.7.3-3] [3.1.1/U-4.7.3-4] [5.0/U-4.7.3-4]
 */
export function levelsOf(topic: string): string[] {
  return topic.split('/');
}

function emptyNode<V>(): TopicNode<V> {
  return { children: undefined, value: undefined };
}

export function createTopicTree<V>(): TopicTree<V> {
  const root = emptyNode<V>();

  function pathTo(topic: string): TopicNode<V>[] | undefined {
    const path = [root];
    let node = root;
    for (const level of levelsOf(topic)) {
      const child = node.children?.get(level);
      if (child === undefined) return undefined;
      path.push(child);
      node = child;
    }
    return path;
  }

  return {
    root,
    get(topic) {
      return pathTo(topic)?.at(-1)?.value;
    },
    set(topic, value) {
      let node = root;
      for (const level of levelsOf(topic)) {
        node.children ??= new Map();
        let child = node.children.get(level);
        if (child === undefined) {
          child = emptyNode();
          node.children.set(level, child);
        }
        node = child;
      }
      node.value = value;
    },
    delete(topic) {
      const path = pathTo(topic);
      const last = path?.at(-1);
      if (path === undefined || last?.value === undefined) return false;
      last.value = undefined;
      prune(path, levelsOf(topic));
      return true;
    },
  };
}

function prune<V>(path: readonly TopicNode<V>[], levels: readonly string[]): void {
  for (let depth = levels.length; depth > 0; depth -= 1) {
    const node = path[depth];
    const parent = path[depth - 1];
    const level = levels[depth - 1];
    if (node === undefined || parent === undefined || level === undefined) return;
    if (node.value !== undefined || (node.children?.size ?? 0) > 0) return;
    parent.children?.delete(level);
    if (parent.children?.size === 0) parent.children = undefined;
  }
}

/**
 * The values whose Topic Filter matches the Topic Name: levels are compared as they came, byte for byte.
 * (3.1.1 and 5.0 section 4.7)
 */
export function valuesMatchingName<V>(tree: TopicTree<V>, topicName: string): V[] {
  const found: V[] = [];
  let frontier = [tree.root];
  let isFirstLevel = true;
  // [3.1.1/MQTT-4.7.3-4] [5.0/MQTT-4.7.3-4] [5.0/U-4.7.3-6] [3.1.1/U-4.7.3-5] [5.0/U-4.7.3-1] [3.1.1/U-4.7.3-1]
  for (const level of levelsOf(topicName)) {
    // [3.1.1/MQTT-4.7.2-1] [5.0/MQTT-4.7.2-1]
    const wildcardsMatch = !(isFirstLevel && topicName.startsWith('$'));
    isFirstLevel = false;
    const next: TopicNode<V>[] = [];
    for (const { children } of frontier) {
      if (children === undefined) continue;
      const exact = children.get(level);
      if (exact !== undefined) next.push(exact);
      if (!wildcardsMatch) continue;
      // [3.1.1/U-4.7.1.3-1] [5.0/U-4.7.1.3-1]
      const single = children.get('+');
      if (single !== undefined) next.push(single);
      pushValue(found, children.get('#'));
    }
    frontier = next;
    if (frontier.length === 0) return found;
  }
  for (const node of frontier) {
    pushValue(found, node);
    // `a/#` matches its parent `a` too. [3.1.1/U-4.7.1.2-1] [5.0/U-4.7.1.2-1]
    pushValue(found, node.children?.get('#'));
  }
  return found;
}

/**
 * The values whose Topic Name matches the Topic Filter.
 *
 * @param budget pays for each node that is looked at; when it is used up, the search ends without a result
 */
export function valuesMatchingFilter<V>(
  tree: TopicTree<V>,
  topicFilter: string,
  budget: Budget,
): V[] | undefined {
  let frontier = [tree.root];
  const found: V[] = [];
  for (const level of levelsOf(topicFilter)) {
    if (level === '#') return collectBelow(frontier, tree.root, budget, found);
    frontier = level === '+' ? everyChild(frontier, tree.root) : namedChild(frontier, level);
    budget.left -= frontier.length + 1;
    if (budget.left < 0) return undefined;
    if (frontier.length === 0) return found;
  }
  for (const node of frontier) pushValue(found, node);
  return found;
}

function namedChild<V>(frontier: readonly TopicNode<V>[], level: string): TopicNode<V>[] {
  const next: TopicNode<V>[] = [];
  for (const { children } of frontier) {
    const child = children?.get(level);
    if (child !== undefined) next.push(child);
  }
  return next;
}

function everyChild<V>(frontier: readonly TopicNode<V>[], root: TopicNode<V>): TopicNode<V>[] {
  const next: TopicNode<V>[] = [];
  for (const node of frontier) {
    if (node.children === undefined) continue;
    for (const [level, child] of node.children) {
      // [3.1.1/MQTT-4.7.2-1] [5.0/MQTT-4.7.2-1]
      if (node === root && level.startsWith('$')) continue;
      next.push(child);
    }
  }
  return next;
}

function collectBelow<V>(
  frontier: readonly TopicNode<V>[],
  root: TopicNode<V>,
  budget: Budget,
  found: V[],
): V[] | undefined {
  let level = frontier;
  while (level.length > 0) {
    budget.left -= level.length;
    if (budget.left < 0) return undefined;
    for (const node of level) pushValue(found, node);
    level = everyChild(level, root);
  }
  return found;
}

function pushValue<V>(found: V[], node: TopicNode<V> | undefined): void {
  if (node?.value !== undefined) found.push(node.value);
}
