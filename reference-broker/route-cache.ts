import type { Route } from './route.ts';

/** Remembers where the messages of a topic go. */
export interface RouteCache {
  /** @param revision another one than last time: some Subscription changed, and nothing remembered holds. */
  get(topicName: string, revision: number): Route;
}

/** Room for the topics that are busy now. A route of many subscribers counts as many. */
const mostWeight = 65_536;
/** Longer topics are rare, and the memory of thousands of them is not. */
const longestTopicCharacters = 1024;

export function createRouteCache(find: (topicName: string) => Route): RouteCache {
  const routes = new Map<string, Route>();
  let heldRevision = -1;
  let weight = 0;

  function forgetAll(): void {
    routes.clear();
    weight = 0;
  }

  function remember(topicName: string, route: Route): void {
    const added = 8 + route.plain.length + route.shared.length;
    if (topicName.length > longestTopicCharacters || added > mostWeight) return;
    if (weight + added > mostWeight) forgetAll();
    routes.set(topicName, route);
    weight += added;
  }

  return {
    get(topicName, revision) {
      if (revision !== heldRevision) {
        forgetAll();
        heldRevision = revision;
      }
      const known = routes.get(topicName);
      if (known !== undefined) return known;
      const route = find(topicName);
      remember(topicName, route);
      return route;
    },
  };
}
