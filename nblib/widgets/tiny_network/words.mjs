// How a run of training stands, and why, in a sentence or two. Pure: a trainer and its settings in, words out.
import { FAR, gradients, outputs, PATIENCE } from "./maths.mjs";
import { write } from "../core/numbers.mjs";

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
  return Math.hypot(
    ...gradients(layers, activation, train.x, train.y).grads.flatMap(({ w, b }) => [...w, ...b]),
  );
}

// At how many training points all neurons of the first layer are silent.
function unheard({ layers, activation, train }) {
  if (activation !== "ReLU") return 0;
  const { m } = layers[0];
  const { h } = outputs(layers.slice(0, 2), activation, train.x, train.n)[0];
  return Array.from(
    { length: train.n },
    (_, i) => h.subarray(i * m, (i + 1) * m).every((v) => v === 0),
  ).filter(Boolean).length;
}

const straight = (trainer) => trainer.layers.length === 1 || trainer.activation === "linear";

function buried(trainer) {
  const each = trainer.dead();
  const gone = each.flat().filter(Boolean).length;
  return gone
    ? `${gone} of ${counted(each.flat().length, "ReLU")} ${
      gone === 1 ? "is" : "are"
    } dead: 0 at every training point, so no gradient reaches ${
      gone === 1 ? "its" : "their"
    } weights.`
    : "";
}

function* training(trainer, _settings, { right, n }, playing) {
  yield playing ? "Training:" : "Paused:";
  yield `${right} of ${n} training points are on the right side.`;
  yield buried(trainer);
}

function* solved(trainer, _settings, { rightTest, n }) {
  yield `Solved in ${
    steps(trainer.steps)
  }: all ${n} training points are right, and ${rightTest} of ${n} test points.`;
  const first = trainer.layers[0].m;
  const lowest = Math.min(...trainer.history.map((row) => row[2]));
  if (trainer.history.at(-1)[2] > 1.5 * lowest && trainer.history.at(-1)[2] > 0.1) {
    yield `On the test points the loss was ${write(lowest, 2)} before and is ${
      write(trainer.history.at(-1)[2], 2)
    } now: the network has begun to learn its own points by heart.`;
  } else if (straight(trainer)) yield "Here one straight line is enough.";
  else if (trainer.layers.length === 2 && /ReLU/.test(trainer.activation)) {
    yield `Each of the ${
      counted(first, "neuron")
    } bends the plane along one straight line (dashed); between the bends the border is straight.`;
  } else yield "Click a neuron to see what it makes of the plane.";
  yield buried(trainer);
}

// Why the loss falls no more.
function* settled(trainer, settings, { right, n, loss }) {
  const recent = trainer.history.filter(([step]) => step > trainer.steps - PATIENCE / 2).map((
    row,
  ) => row[1]);
  const low = Math.min(...recent);
  const high = Math.max(...recent);
  if (straight(trainer)) {
    yield `${
      trainer.layers.length === 1
        ? "Without a hidden layer"
        : "With linear activations layers add nothing:"
    } the border is one straight line.`;
    yield `The line of least loss has ${right} of ${n} training points on the right side; its loss, ${
      write(loss, 2)
    }, is ${Math.abs(loss - Math.LN2) < 0.03 ? "as good as guessing" : "as low as a line gets"}.`;
    return;
  }
  if (high > 1.5 * low && high > 0.05) {
    yield `It does not settle: in the last ${PATIENCE / 2} steps the loss jumped between ${
      write(low, 2)
    } and ${write(high, 2)}. Steps of learning rate ${write(settings.lr)} overshoot${
      settings.batch < n ? `, and batches of ${settings.batch} differ from each other` : ""
    }: make ${settings.batch < n ? "the steps smaller or the batches larger" : "them smaller"}.`;
    yield buried(trainer);
    return;
  }
  yield `${right === n ? "All training points are right, but the" : "Stuck: the"} loss, ${
    write(loss, 2)
  }, has not fallen by 1 % in ${
    PATIENCE.toLocaleString("en")
  } steps; ${right} of ${n} training points are right.`;
  const graves = buried(trainer);
  if (graves) yield graves;
  else if (settings.l2 > 0) yield "The penalty on the weights balances the gradient of the loss.";
  else if (right < n) {
    const silent = unheard(trainer);
    if (silent) {
      yield `At ${silent} of the ${n} every ReLU of layer 1 gives 0, so the network gives the same answer for all of these.`;
    }
    yield `The gradient has almost vanished: its length is ${
      write(slopeLength(trainer), 1)
    }. Another seed may find a way; more neurons find one more often.`;
  }
}

function* dead(trainer, settings, { right, n }) {
  const each = trainer.dead();
  const k = each.findIndex((layer) => layer.every(Boolean));
  const all = each[k].length;
  yield `Dead: ${all === 1 ? "the only ReLU" : `all ${all} ReLUs`} of layer ${k + 1} give${
    all === 1 ? "s" : ""
  } 0 at every training point. There the slope is 0 too, so no gradient passes and nothing before it learns again: ${right} of ${n} are right, whatever the input.`;
  if (trainer.bornDead) {
    yield "The first weights, drawn by chance, are so already: New seed draws others, and wider layers are hit less often.";
    return;
  }
  const start = trainer.history[0][1];
  const worst = Math.max(...trainer.history.map((row) => row[1]));
  yield worst > 1.2 * start
    ? `The loss first rose from ${write(start, 2)} to ${write(worst, 2)}: steps of learning rate ${
      write(settings.lr)
    } threw the weights too far.`
    : "A smaller learning rate, more neurons or leaky ReLU guard against it.";
}

function* diverged(trainer, settings) {
  const { history } = trainer;
  const start = history[0][1];
  const loss = history.at(-1)[1];
  if (trainer.far()) {
    yield `Diverged in ${steps(trainer.steps)}: the loss rose from ${write(start, 2)} to ${
      Number.isFinite(loss) ? write(loss, 2) : "beyond all numbers"
    }, and a weight is beyond ${write(FAR)}. Each step of learning rate ${
      write(settings.lr)
    } overshoots further than the last.`;
  } else {yield `The loss stays at ${write(loss, 2)}, far above the ${
      write(Math.LN2, 2)
    } of guessing: steps of learning rate ${
      write(settings.lr)
    } throw the weights from side to side.`;}
  yield `Try ${write(settings.lr / 10)}.`;
  yield buried(trainer);
}

function* unfinished(trainer, _settings, { right, n }) {
  yield `Not finished after ${
    steps(trainer.steps)
  }: the loss still falls, ${right} of ${n} training points are right. Press Play to go on, or try a larger learning rate.`;
}
