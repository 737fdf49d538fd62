// All that the widget shows at one epoch, worked out from its traits and the record. Pure.
import { VIEWS } from "./constants.mjs";
import { changes } from "./maths.mjs";
import { indexOf, isDiagonal } from "./record.mjs";

/** So many pictures are shown at once, at most. */
export const AT_MOST = 48;

/**
 * What is seen: the counts of the epoch, what changed since the one before, whose pictures are
 * shown.
 */
export function look({ epoch, cell, view: name }, record) {
  const { labels, predictions, count, classes, best, training, heldBack, watched } = record;
  const k = indexOf(record, epoch);
  const table = record.tables[k];
  const correct = table.reduce((sum, n, at) => (isDiagonal(at, classes) ? sum + n : sum), 0);
  const change = changes(labels, predictions, count, k);
  const groups = groupsAt(record, k, change, { cell, name });
  return {
    k,
    cell,
    name,
    table,
    ...shownOf(groups, record.pictured),
    // What the words ask for.
    best,
    epochs: record.epochs,
    training,
    heldBack,
    loss: watched[k],
    accuracy: record.accuracy[k],
    right: correct,
    total: record.total,
    noun: record.noun,
    now: { right: change.right.length, wrong: change.wrong.length },
    worst: worstMistake(table, record),
  };
}

// The most frequent mistake, { name, taken, count }; null if there is none.
function worstMistake(table, { names, classes }) {
  let worst = -1;
  table.forEach((n, at) => {
    if (isDiagonal(at, classes) || n === 0) return;
    if (worst < 0 || n > table[worst]) worst = at;
  });
  if (worst < 0) return null;
  return {
    name: names[Math.floor(worst / classes)],
    taken: names[worst % classes],
    count: table[worst],
  };
}

// The examples to show, in groups { title, members }: those of the chosen cell, else those of the
// view.
function groupsAt(record, k, change, { cell: [label, taken], name }) {
  const { labels, names, epochs, flipped } = record;
  const all = Array.from(labels.keys());
  if (label !== undefined) {
    const title = `${names[label]} taken for ${names[taken]} in epoch ${epochs[k]}`;
    return [{
      title,
      members: all.filter((i) => labels[i] === label && record.taken(i, k) === taken),
    }];
  }
  if (name === VIEWS[0]) {
    return [
      { title: "became wrong", members: change.wrong },
      { title: "became right", members: change.right },
    ];
  }
  if (name === VIEWS[1]) {
    const changed = all.filter((i) => flipped[i] > 0);
    const members = changed.sort((a, b) => flipped[b] - flipped[a] || a - b);
    return [{ title: "changed in the run, most often first", members }];
  }
  const members = all.filter((i) => !record.isRight(i, k));
  return [{ title: `wrong in epoch ${epochs[k]}`, members }];
}

// Of each group those that are shown: who has a picture, if anyone has, as long as there is room.
function shownOf(groups, pictured) {
  const known = new Set(pictured);
  let room = AT_MOST;
  let hidden = 0;
  const shown = groups.map(({ title, members }) => {
    const candidates = pictured.length ? members.filter((i) => known.has(i)) : members;
    const here = candidates.slice(0, room);
    room -= here.length;
    hidden += members.length - here.length;
    return { title, size: members.length, shown: here };
  });
  return { groups: shown, hidden };
}
