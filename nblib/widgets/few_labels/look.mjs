// All that the widget shows in a state. Pure.
import { ALL, LABELS, NOTHING, OTHERS, SCRATCH, SURE } from "./constants.mjs";
import { meanOf, nearestNumber, numbersOf, paired } from "./maths.mjs";

// What is drawn beside the network from scratch.
function shownNames(beside) {
  if (beside === NOTHING) return [SCRATCH];
  return [SCRATCH, ...(beside === ALL ? OTHERS : [beside])];
}

function verdict(beside, gap) {
  if (beside === NOTHING) return "alone";
  if (beside === ALL) return "all";
  if (Math.abs(gap.middle) < SURE * gap.error) return "too close";
  return gap.middle > 0 ? "ahead" : "behind";
}

/** { used, numbers, shown: [{ name, means, runs, mean }], gap, status, … } of a state. */
export function look({ task, labels, beside }, scores) {
  const table = scores[task];
  const numbers = numbersOf(table);
  const used = nearestNumber(labels, numbers);
  const shown = shownNames(beside).map((name) => {
    const runs = table[name][LABELS.indexOf(used)];
    const means = numbers.map((n) => meanOf(table[name][LABELS.indexOf(n)]));
    return { name, means, runs, mean: meanOf(runs) };
  });
  const gap = shown.length === 2 ? paired(shown[1].runs, shown[0].runs) : null;
  return { task, labels, beside, numbers, used, shown, gap, status: verdict(beside, gap) };
}
