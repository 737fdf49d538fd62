// All that the widget shows, worked out from its traits. Pure: traits in, a view out.
import { known, trace } from "./maths.mjs";

/**
 * The graph after `position` steps: its nodes, the values of its leaves, all steps, which of them
 * was the last (null before the first), and what is known then. graphs: nodes by name of graph.
 */
export function look({ graph, values, position }, graphs) {
  const nodes = graphs[graph];
  const events = trace(nodes, values);
  const k = Math.min(position, events.length);
  return {
    graph,
    nodes,
    values,
    events,
    k,
    last: events.length,
    event: events[k - 1] ?? null,
    at: known(nodes, values, events, k),
  };
}
