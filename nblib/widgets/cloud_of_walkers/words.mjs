// What a cloud of walkers shows, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

/**
 * "start", "diverging" (or "edge", where it neither settles nor explodes), "settling" or
 * "stationary".
 */
export function phase({ step, lr, limit, settledAt, noise }) {
  if (Math.abs(lr / limit - 1) < 1e-9) return "edge";
  if (lr > limit) return "diverging";
  if (step === 0) return "start";
  return noise > 0 && step >= settledAt ? "stationary" : "settling";
}

/**
 * spread, wished: [along, across], measured and predicted for ever; now: predicted for this step;
 * excess: [measured, predicted].
 */
export function cloudStory(view) {
  const { step, noise, excess } = view;
  const where = phase(view);
  if (where === "diverging") return beyondLimit(view);
  if (where === "edge") return atLimit(view);
  if (noise === 0) {
    const above = write(excess[0]);
    return `Without noise all walkers are one: plain gradient descent, after ${step} steps ${above} above the lowest loss.`;
  }
  if (where === "start") {
    return "All walkers stand on one start. Press Play: each takes its own minibatches.";
  }
  return where === "stationary" ? stationaryCloud(view) : settlingCloud(view);
}

function beyondLimit({ step, asked, lr, curvatures, limit }) {
  const steep = curvatures[1];
  const product = `lr · λ = ${write(lr)} · ${steep} = ${write(lr * steep)}`;
  const times = write(Math.abs(1 - lr * steep));
  const throws = `each step throws a walker to the other side and ${times} times as far`;
  const lost = step < asked ? ` The run ends at step ${step}, where a walker is lost.` : "";
  const border = `2 / ${steep} = ${write(limit)}`;
  return `Beyond the limit: across the valley ${product} is above 2, so ${throws}. No batch size helps: without noise it would diverge too. The limit is ${border}.${lost}`;
}

function atLimit({ curvatures, limit, noise }) {
  const why = noise > 0
    ? "Nothing pulls the walkers back, so the variance grows by the same amount every step."
    : "Without noise the walkers jump to and fro for ever.";
  const exactly = `2 / ${curvatures[1]} = ${write(limit)}`;
  return `Exactly at the limit ${exactly}: across the valley a step only changes sides. ${why}`;
}

function stationaryCloud({ spread, wished, excess }) {
  const [along, across] = spread.map((v, i) => `${write(v, 2)} (predicted ${write(wished[i], 2)})`);
  const widths = `Its spread along the valley is ${along}, across it ${across}`;
  const loss = `the mean loss stays near ${write(excess[1], 2)} above the lowest`;
  return `Stationary: each step the noise widens the cloud as much as the descent narrows it. ${widths}, and ${loss}, however long you wait.`;
}

function settlingCloud({ now, wished, settledAt }) {
  const done = Math.round(100 * now[0] / wished[0]);
  return `On the way: the middle of the cloud follows gradient descent without noise (dashed), while the spread grows; along the valley it is predicted to be at ${done} % of what it will be. After about ${settledAt} steps the start is forgotten.`;
}

const orEndless = (v) => (Number.isFinite(v) ? write(v) : "without end");

/** The numbers below the pictures: each as measured, and as predicted. */
export function cloudFacts({ step, lr, limit, curvatures, spread, wished, excess }) {
  const pair = (measured, predicted) => `${write(measured)} (predicted ${orEndless(predicted)})`;
  return {
    step,
    "spread along": pair(spread[0], wished[0]),
    "spread across": pair(spread[1], wished[1]),
    "mean loss": pair(...excess),
    "lr · λ across": write(lr * curvatures[1]),
    "limit for lr": write(limit),
  };
}

/** What stands below the histogram. */
export function histogramNote({ beyond, stationary, present }) {
  const lines = [
    stationary && "line: the predicted stationary spread",
    present && "dashed: predicted for this step",
  ].filter(Boolean);
  const aside = beyond ? ` (${beyond} beyond)` : "";
  return `how many walkers stand where${aside}; ${lines.join("; ") || "all in one place"}`;
}

/** What the histogram of a direction shows, for who cannot see it. */
export function histogramLabel({ direction, spread, noise }, name, { stationary }) {
  let predicted = noise ? "to grow without end" : "0";
  if (stationary) predicted = write(stationary.spread);
  const measured = write(spread[direction]);
  return `Histogram of the walkers ${name}: spread ${measured}, predicted ${predicted}.`;
}
