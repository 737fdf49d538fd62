// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { LIMIT, LOST } from "./constants.mjs";
import { floors, meanLoss, oneRun, rates } from "./maths.mjs";

/**
 * What is seen. schedule: the rate of each step; loss, run, floor: of the bowl; kept: the mean loss
 * if the largest rate were kept; recorded: the run with this preset's schedule, or undefined.
 */
export function look(traits) {
  const schedule = rates(traits.knots, traits.lr);
  const loss = meanLoss(schedule, traits.noise);
  const kept = meanLoss(schedule.map(() => traits.lr), traits.noise);
  return {
    ...traits,
    schedule,
    loss,
    kept,
    run: oneRun(schedule, traits.noise, traits.seed),
    floor: floors(schedule, traits.noise),
    recorded: traits.curves.runs[traits.preset],
    last: schedule[schedule.length - 1],
    status: statusOf(schedule, loss),
  };
}

function statusOf(schedule, loss) {
  if (loss[loss.length - 1] > LOST) return "lost";
  return Math.max(...schedule) >= LIMIT ? "too large" : "settled";
}
