// What a curve does to old and to new points, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { VIEWS } from "./constants.mjs";

const TWO = 2; // digits
const BEYOND = 1000; // an error beyond the picture

/** What the lines of the right picture are called there. */
export const LINE_NAMES = {
  training: "training error",
  fresh: "error on new points",
  bias2: "bias²",
  variance: "variance",
  all: "error: all three",
};

const VERDICT = {
  underfits: "It underfits: it is too stiff for the rule.",
  overfits: "It overfits: it follows the noise.",
  "about right": "About right.",
};

/** The story of what is seen. */
export function fitStory(view) {
  return `${told(view)}${undetermined(view)}${beyond(view)}`;
}

function told(view) {
  const { show, used, n, training, fresh, status, bias2, variance, noise, total, best } = view;
  const curve = `The curve of degree ${used}`;
  if (show === VIEWS[0]) {
    if (training === 0) return `${curve} goes through all ${n} points. What does it do elsewhere?`;
    return `${curve} misses the ${n} points by ${write(training, TWO)} in the mean square.`;
  }
  if (show === VIEWS[1]) {
    const errors = `On its ${n} points the error of degree ${used} is ${
      write(training, TWO)
    }, on new points of the same rule ${write(fresh, TWO)}.`;
    return `${errors} ${VERDICT[status]} The dashed curve is the rule.`;
  }
  const parts = `bias² ${write(bias2, TWO)}, variance ${write(variance, TWO)} and noise ${
    write(noise ** 2, TWO)
  }`;
  const lowest = used === best ? "No degree does better" : `Degree ${best} does best`;
  return `${VERDICT[status]} Over all data sets the error is ${
    write(total, TWO)
  }: ${parts}. ${lowest} with ${n} points.`;
}

// Fewer points than the degree asks for.
function undetermined({ degree, used, n }) {
  if (degree === used) return "";
  return ` Degree ${degree} needs more than ${n} points: degree ${used} already goes through all.`;
}

function beyond({ shown, used }) {
  return shown[used] > BEYOND ? " Its error is beyond the picture." : "";
}

/** What the left picture shows, for who cannot see it. */
export const pictured = ({ n, used, others }) =>
  `${n} points and a curve of degree ${used}` +
  (others.length ? `, with ${others.length} curves of other data sets` : "");

/** What stands below the right picture. */
export function curvesPictured({ show }) {
  const what = {
    [VIEWS[0]]: "mean squared error up to this degree",
    [VIEWS[1]]: "mean squared error, by degree",
    [VIEWS[2]]: "mean squares over all data sets, by degree",
  };
  return `${what[show]}; drag the ring`;
}

/** The numbers below the pictures. */
export function fitFacts({ used, show, training, fresh, bias2, variance, total }) {
  const facts = { degree: String(used), "training error": write(training) };
  if (show === VIEWS[1]) return { ...facts, "error on new points": write(fresh) };
  if (show === VIEWS[0]) return facts;
  return {
    ...facts,
    "bias²": write(bias2),
    variance: write(variance),
    "error over all data sets": write(total),
  };
}
