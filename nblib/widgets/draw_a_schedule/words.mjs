// What a schedule does to the loss, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { LIMIT, STEPS } from "./constants.mjs";

const end = (values) => values[values.length - 1];
const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** view: what look() says. */
export const scheduleStory = (view) => `${HEADS[view.status](view)} ${onDigits(view)}`;

const HEADS = {
  settled(view) {
    const { loss, kept, lr } = view;
    const same = Math.abs(end(loss) / end(kept) - 1) < 0.01;
    const beside = end(kept) > 1e5 ? "grows without end" : write(end(kept));
    const other = same ? "" : ` At ${write(lr)} all along it would be ${beside}.`;
    return `On the bowl the mean loss ends at ${write(end(loss))}.${awayFrom(view)}${other}`;
  },
  "too large"(view) {
    const { loss, schedule } = view;
    const count = schedule.filter((rate) => rate >= LIMIT).length;
    return `In ${count} of ${STEPS} steps the rate is at its limit, ${LIMIT}, or above: there each ` +
      `step overshoots, and the loss grows. It ends at ${write(end(loss))}.`;
  },
  lost: ({ loss }) =>
    `The rate stays above its limit, ${LIMIT}, too long: every step overshoots, and the mean loss ` +
    `ends at ${write(end(loss))}, above its start.`,
};

// How near the floor of its last rate a run has come.
function awayFrom({ loss, floor }) {
  if (end(loss) <= 1.1 * end(floor)) return " That is the floor of its last rate.";
  return ` The floor of its last rate is ${write(end(floor))}.`;
}

const onDigits = ({ recorded, preset }) =>
  recorded
    ? `On digits, “${preset}” ended with ${mean(recorded.right).toFixed(1)} % right.`
    : "What you drew was not recorded on digits.";

/** The numbers below the pictures. */
export const scheduleFacts = ({ lr, last, loss, floor, kept, run }) => ({
  "largest rate": write(lr),
  "last rate": write(last),
  "mean loss": write(end(loss)),
  "its floor": Number.isFinite(end(floor)) ? write(end(floor)) : "none",
  "at a constant rate": write(end(kept)),
  "this run": write(end(run)),
});

/** What a screen reader hears of a knot. */
export const knotPlace = ([time, part], lr) =>
  `time ${write(time)}, ${write(part)} of the largest rate, which is ${write(lr)}`;
