// What the walkers do, in a sentence or two. Pure: a view in, words out.
import { write } from "../core/numbers.mjs";

const PLACES = {
  minimum: "in a minimum",
  maximum: "on a maximum, without slope",
  saddle: "on a saddle, without slope",
  off: "off the map",
  moving: "on the way",
};
const ORDER = ["minimum", "saddle", "maximum", "off", "moving"];

/** Say where everybody is. view: what look() says. */
export function walkersStory(view) {
  return view.step === 0 ? beforeTheFirst(view) : whereAllAre(view);
}

function shapeOf([low, high]) {
  if (low > 0) return "both upward, as in a bowl";
  if (high < 0) return "both downward, as on a hill";
  return "one upward and one downward, as on a saddle";
}

function beforeTheFirst({ curvatures }) {
  const [low, high] = curvatures;
  const numbers = `${write(low)} and ${write(high)}`;
  return `Nobody has moved yet. The curvatures at the ring are ${numbers}: ${shapeOf(curvatures)}.`;
}

function whereAllAre({ walkers, step }) {
  const groups = ORDER.map((kind) => [
    kind,
    walkers.filter((walker) => walker.kind === kind).map(({ name }) => name),
  ]);
  const told = groups
    .filter(([, names]) => names.length)
    .map(([kind, names]) => `${listed(names)} ${names.length > 1 ? "are" : "is"} ${PLACES[kind]}`);
  const text = told.join("; ");
  return `After ${step} ${step === 1 ? "step" : "steps"}: ${text}.`;
}

const listed = (names) =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names[0];

const NOTHING = 1e-12; // a loss nearer to zero than this is written as zero

/** The numbers below the pictures: the loss of each walker. */
export function walkersFacts({ walkers, step }) {
  const rounded = (loss) => (Math.abs(loss) < NOTHING ? 0 : loss);
  const losses = walkers.map(({ name, loss }) => [name, write(rounded(loss), 4)]);
  return { step, ...Object.fromEntries(losses) };
}
