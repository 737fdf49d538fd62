// How a run of training stands, and why, in a sentence or two. Pure: a trainer and its settings in,
// words out.
import { sigmoid } from "../core/losses.mjs";
import { write } from "../core/numbers.mjs";
import { FAR, PATIENCE, SIZE } from "./constants.mjs";
import { gradients, outputs } from "./maths.mjs";

const counted = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;
const steps = (n) => `${n.toLocaleString("en")} step${n === 1 ? "" : "s"}`;

export function story(trainer, settings, playing) {
  const { status, train } = trainer;
  const [right, rightTest] = trainer.accuracy().map((part) => Math.round(part * train.n));
  const facts = { right, rightTest, n: train.n, loss: trainer.history.at(-1)[1] };
  if (trainer.steps === 0 && !playing) {
    return "These are the first weights, drawn by chance. Press Play, or take single steps.";
  }
  const tell = { training, solved, settled, dead, diverged, unfinished }[status];
  return [...tell(trainer, settings, facts, playing)].filter(Boolean).join(" ");
}

function slopeLength({ layers, activation, train }) {
  const { grads } = gradients(layers, activation, train.x, train.y);
  return Math.hypot(...grads.flatMap(({ w, b }) => [...w, ...b]));
}

// At how many training points all neurons of the first layer are silent.
function unheard({ layers, activation, train }) {
  if (activation !== "ReLU") return 0;
  const { m } = layers[0];
  const { h } = outputs(layers.slice(0, 2), activation, train.x, train.n)[0];
  let silent = 0;
  for (let i = 0; i < train.n; i++) {
    if (h.subarray(i * m, (i + 1) * m).every((v) => v === 0)) silent++;
  }
  return silent;
}

const straight = (trainer) => trainer.layers.length === 1 || trainer.activation === "linear";

function buried(trainer) {
  const all = trainer.dead().flat();
  const gone = all.filter(Boolean).length;
  if (!gone) return "";
  const [are, their] = gone === 1 ? ["is", "its"] : ["are", "their"];
  const neurons = `${gone} of ${counted(all.length, "ReLU")} ${are} dead`;
  return `${neurons}: 0 at every training point, so no gradient reaches ${their} weights.`;
}

function* training(trainer, _settings, { right, n }, playing) {
  yield playing ? "Training:" : "Paused:";
  yield `${right} of ${n} training points are on the right side.`;
  yield buried(trainer);
}

function* solved(trainer, _settings, { rightTest, n }) {
  const points = `all ${n} training points are right, and ${rightTest} of ${n} test points`;
  yield `Solved in ${steps(trainer.steps)}: ${points}.`;
  const testLosses = trainer.history.map((row) => row[2]);
  const lowest = Math.min(...testLosses);
  const now = testLosses.at(-1);
  if (now > 1.5 * lowest && now > 0.1) {
    const losses = `the loss was ${write(lowest, 2)} before and is ${write(now, 2)} now`;
    yield `On the test points ${losses}: the network has begun to learn its own points by heart.`;
  } else if (straight(trainer)) yield "Here one straight line is enough.";
  else if (trainer.layers.length === 2 && /ReLU/.test(trainer.activation)) {
    const neurons = counted(trainer.layers[0].m, "neuron");
    yield `Each of the ${neurons} bends the plane along one straight line (dashed); between the bends the border is straight.`;
  } else yield "Click a neuron to see what it makes of the plane.";
  yield buried(trainer);
}

// Why the loss falls no more.
function* settled(trainer, settings, facts) {
  const since = trainer.steps - PATIENCE / 2;
  const recent = trainer.history.filter(([step]) => step > since).map((row) => row[1]);
  const low = Math.min(...recent);
  const high = Math.max(...recent);
  if (straight(trainer)) yield* oneLine(trainer, facts);
  else if (high > 1.5 * low && high > 0.05) {
    yield restless(settings, facts, low, high);
    yield buried(trainer);
  } else yield* stuck(trainer, settings, facts);
}

function* oneLine(trainer, { right, n, loss }) {
  const why = trainer.layers.length === 1
    ? "Without a hidden layer"
    : "With linear activations layers add nothing:";
  yield `${why} the border is one straight line.`;
  const isGuessing = Math.abs(loss - Math.LN2) < 0.03;
  const level = isGuessing ? "as good as guessing" : "as low as a line gets";
  const line = `has ${right} of ${n} training points on the right side`;
  yield `The line of least loss ${line}; its loss, ${write(loss, 2)}, is ${level}.`;
}

function restless({ lr, batch }, { n }, low, high) {
  const jumps = `the loss jumped between ${write(low, 2)} and ${write(high, 2)}`;
  const isFull = batch >= n;
  const why = isFull ? "" : `, and batches of ${batch} differ from each other`;
  const remedy = isFull ? "them smaller" : "the steps smaller or the batches larger";
  const overshoot = `Steps of learning rate ${write(lr)} overshoot${why}`;
  const when = `in the last ${PATIENCE / 2} steps`;
  return `It does not settle: ${when} ${jumps}. ${overshoot}: make ${remedy}.`;
}

function* stuck(trainer, settings, { right, n, loss }) {
  const where = right === n ? "All training points are right, but the" : "Stuck: the";
  const still = `has not fallen by 1 % in ${PATIENCE.toLocaleString("en")} steps`;
  yield `${where} loss, ${write(loss, 2)}, ${still}; ${right} of ${n} training points are right.`;
  const graves = buried(trainer);
  if (graves) yield graves;
  else if (settings.l2 > 0) yield "The penalty on the weights balances the gradient of the loss.";
  else if (right < n) {
    const silent = unheard(trainer);
    if (silent) {
      yield `At ${silent} of the ${n} every ReLU of layer 1 gives 0, so the network gives the same answer for all of these.`;
    }
    const length = write(slopeLength(trainer), 1);
    yield `The gradient has almost vanished: its length is ${length}. Another seed may find a way; more neurons find one more often.`;
  }
}

function* dead(trainer, settings, { right, n }) {
  const layers = trainer.dead();
  const k = layers.findIndex((layer) => layer.every(Boolean));
  const count = layers[k].length;
  const [all, give] = count === 1 ? ["the only ReLU", "gives"] : [`all ${count} ReLUs`, "give"];
  yield `Dead: ${all} of layer ${k + 1} ${give} 0 at every training point.`;
  yield `There the slope is 0 too, so no gradient passes and nothing before it learns again: ${right} of ${n} are right, whatever the input.`;
  if (trainer.bornDead) {
    yield "The first weights, drawn by chance, are so already: New seed draws others, and wider layers are hit less often.";
    return;
  }
  const losses = trainer.history.map((row) => row[1]);
  const highest = Math.max(...losses);
  if (highest > 1.2 * losses[0]) {
    const rise = `The loss first rose from ${write(losses[0], 2)} to ${write(highest, 2)}`;
    yield `${rise}: steps of learning rate ${write(settings.lr)} threw the weights too far.`;
  } else yield "A smaller learning rate, more neurons or leaky ReLU guard against it.";
}

function* diverged(trainer, { lr }) {
  const start = trainer.history[0][1];
  const loss = trainer.history.at(-1)[1];
  const rate = `of learning rate ${write(lr)}`;
  if (trainer.far()) {
    const end = Number.isFinite(loss) ? write(loss, 2) : "beyond all numbers";
    const rise = `the loss rose from ${write(start, 2)} to ${end}`;
    yield `Diverged in ${steps(trainer.steps)}: ${rise}, and a weight is beyond ${write(FAR)}.`;
    yield `Each step ${rate} overshoots further than the last.`;
  } else {
    const level = `${write(loss, 2)}, far above the ${write(Math.LN2, 2)} of guessing`;
    yield `The loss stays at ${level}: steps ${rate} throw the weights from side to side.`;
  }
  yield `Try ${write(lr / 10)}.`;
  yield buried(trainer);
}

function* unfinished(trainer, _settings, { right, n }) {
  const points = `${right} of ${n} training points are right`;
  yield `Not finished after ${steps(trainer.steps)}: the loss still falls, ${points}.`;
  yield "Press Play to go on, or try a larger learning rate.";
}

/** What the neuron that is looked at, or the network, gives at a place. */
export function ringWords({ trainer, chosen: [layer, index] }, place) {
  const given = outputs(trainer.layers, trainer.activation, Float64Array.from(place), 1);
  if (layer) return `this neuron gives ${write(given[layer - 1].h[index - 1])}`;
  return `probability of orange ${write(sigmoid(given.at(-1).h[0]))}`;
}

/** What the plane shows, for who cannot see it. */
export function planeLabel({ chosen: [layer, index] }) {
  if (!layer) return "the plane, as the network divides it";
  return `what neuron ${index} of layer ${layer} gives in the plane`;
}

/** What stands below the plane. */
export function planeCaption({ trainer, chosen: [layer, index] }) {
  if (layer) {
    const sum = `${trainer.activation} of ${neuronSum(trainer, layer, index)}`;
    return `what neuron ${index} of layer ${layer} gives, ${sum}; the line is where this sum is 0`;
  }
  const folds = trainer.layers.length > 1 ? "; dashed: where neurons of layer 1 turn" : "";
  return `how probable orange (round) is at each place, as the network sees it; small hollow points are for testing${folds}`;
}

// The sum of a neuron: its weights, what they weigh, its bias.
function neuronSum({ layers }, layer, index) {
  const { n, m, w, b } = layers[layer - 1];
  const name = layer === 1 ? "x" : "h";
  const terms = Array.from({ length: n }, (_, i) => {
    const weight = w[i * m + index - 1];
    return `${write(weight, 2)} ${name}${"₁₂₃₄₅₆₇₈"[i]}`;
  });
  return [...terms, write(b[index - 1], 2)].join(" + ").replaceAll("+ −", "− ");
}

/** The numbers below the pictures; place: of the ring. */
export function networkFacts(view, place) {
  const { trainer, settings } = view;
  const [train, test] = trainer.losses();
  const [right, rightTest] = trainer.accuracy().map((part) => Math.round(part * SIZE));
  const epoch = (trainer.steps * settings.batch) / SIZE;
  return {
    step: trainer.steps,
    ...(settings.batch < SIZE && { epoch: write(epoch) }),
    "loss, training points": write(train),
    "loss, test points": write(test),
    right: `${right} and ${rightTest} of ${SIZE}`,
    "at the ring": ringWords(view, place),
    parameters: trainer.layers.reduce((sum, { n, m }) => sum + (n + 1) * m, 0),
  };
}
