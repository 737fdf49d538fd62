// What a cloud of walkers shows, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

/** "start", "diverging" (or "edge", where it neither settles nor explodes), "settling" or "stationary". */
export function phase({ step, lr, limit, settledAt, noise }) {
  if (Math.abs(lr / limit - 1) < 1e-9) return "edge";
  if (lr > limit) return "diverging";
  if (step === 0) return "start";
  return noise > 0 && step >= settledAt ? "stationary" : "settling";
}

/** spread, wished: [along, across], measured and predicted for ever; now: predicted for this step; excess: [measured, predicted]. */
export function cloudStory(seen) {
  const { step, asked, lr, curvatures, limit, settledAt, noise, spread, wished, now, excess } =
    seen;
  const steep = curvatures[1];
  const product = write(lr * steep);
  const lost = step < asked ? ` The run ends at step ${step}, where a walker is lost.` : "";
  const how = phase(seen);
  if (how === "diverging") {
    return `Beyond the limit: across the valley lr · λ = ${
      write(lr)
    } · ${steep} = ${product} is above 2, so each step throws a walker to the other side and ${
      write(Math.abs(1 - lr * steep))
    } times as far. No batch size helps: without noise it would diverge too. The limit is 2 / ${steep} = ${
      write(limit)
    }.${lost}`;
  }
  if (how === "edge") {
    return `Exactly at the limit 2 / ${steep} = ${
      write(limit)
    }: across the valley a step only changes sides. ${
      noise > 0
        ? "Nothing pulls the walkers back, so the variance grows by the same amount every step."
        : "Without noise the walkers jump to and fro for ever."
    }`;
  }
  if (noise === 0) {
    return `Without noise all walkers are one: plain gradient descent, after ${step} steps ${
      write(excess[0])
    } above the lowest loss.`;
  }
  if (how === "start") {
    return "All walkers stand on one start. Press Play: each takes its own minibatches.";
  }
  if (how === "stationary") {
    return `Stationary: each step the noise widens the cloud as much as the descent narrows it. Its spread along the valley is ${
      write(spread[0], 2)
    } (predicted ${write(wished[0], 2)}), across it ${write(spread[1], 2)} (predicted ${
      write(wished[1], 2)
    }), and the mean loss stays near ${
      write(excess[1], 2)
    } above the lowest, however long you wait.`;
  }
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
