// What a normalization looks at, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { FEATURES, MEANS, RINGED, SPREADS } from "./constants.mjs";

const PLACES = 2; // digits

/** The story of a view: who is measured, and what becomes of the value with the ring. */
export function normStory(view) {
  return `${MEASURED[view.status](view)} ${outcome(view)}${beyond(view)}`;
}

const MEASURED = {
  batch: ({ size }) =>
    `Batch norm in training: each feature is measured over the ${size} examples of this batch.`,
  running: ({ step, memory }) =>
    `Batch norm in prediction: each feature is measured by its running statistics, here after ${
      steps(step)
    }. Those of the ringed feature say ${write(memory.mean, PLACES)} ± ${
      write(deviation(memory), PLACES)
    }, and its examples come from ${write(MEANS[RINGED])} ± ${write(SPREADS[RINGED])}.`,
  example: () =>
    `Layer norm: each example is measured over its own ${FEATURES} features, in training and in ` +
    "prediction.",
};

const steps = (count) => `${count} training ${count === 1 ? "step" : "steps"}`;
const deviation = ({ variance }) => Math.sqrt(variance);

const outcome = ({ value, output }) =>
  `The ringed value ${write(value)} becomes ${write(output, PLACES)}.`;

function beyond({ far }) {
  if (far === 0) return "";
  return ` ${far === 1 ? "One value goes" : `${far} values go`} beyond the right picture.`;
}

/** What stands below the left picture. */
export const beforeNote = ({ status }) => `before: drag the ring; ${MARKS[status]}`;

const MARKS = {
  batch: "filled: mean ± one standard deviation of the batch; dashed: the running ones",
  running: "filled and dashed: running mean ± one running standard deviation",
  example: "filled: mean ± one standard deviation of the example with the ring",
};

/** What the right picture shows, for who cannot see it. */
export function pictured({ after }) {
  const said = after[0].map((v) => write(v, PLACES)).join(", ");
  return `The batch after normalization. The example with the ring: ${said}.`;
}

/** The numbers below the pictures. */
export const normFacts = ({ value, output, used, memory }) => ({
  "ringed value": write(value),
  "comes out as": write(output),
  "mean used": write(used.mean),
  "deviation used": write(deviation(used)),
  "running mean": write(memory.mean),
  "running variance": write(memory.variance),
});
