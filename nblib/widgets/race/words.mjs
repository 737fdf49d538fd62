// What the race shows, in a sentence or two. Pure: a view in, words out.
import { write } from "../core/numbers.mjs";
import { FIELDS, STEPS } from "./constants.mjs";

/** Say who leads, and who grows. */
export function story({ valley, step, everyone, runners, field }) {
  const lie = valley.angle === 0 || valley.angle === 90
    ? "The valley lies along an axis of the weights."
    : "The valley lies across the axes of the weights.";
  if (!step) return `${lie} All start at the ring: press Play.`;
  const grown = runners.filter(({ grows }) => grows).map(({ name }) => name);
  const down = runners.filter(({ grows }) => !grows).sort((a, b) => a.standing - b.standing);
  return [lie, order(down, step), climbing(grown), absent({ field, everyone, runners })]
    .filter(Boolean)
    .join(" ");
}

function order(down, step) {
  if (!down.length) return "";
  const [first, second] = down;
  const when = step === STEPS ? `After ${step} steps` : `At step ${step}`;
  const behind = second ? `, then ${second.name} with ${part(second)}` : "";
  const last = down.length > 2 ? `; last is ${down.at(-1).name} with ${part(down.at(-1))}` : "";
  return `${when} ${first.name} has ${part(first)} of the first loss left${behind}${last}.`;
}

const part = ({ standing }) => (standing < 1e-12 ? "next to nothing" : write(standing, 2));

function climbing(grown) {
  if (!grown.length) return "";
  const verb = grown.length > 1 ? "stand" : "stands";
  return `${together(grown)} ${verb} higher than at the start: the rate is too large here.`;
}

function together(names) {
  if (names.length === 1) return names[0];
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function absent({ field, everyone, runners }) {
  return field === FIELDS[0] ? "" : `${everyone.length - runners.length} others are hidden.`;
}

/** The numbers below the pictures: what is left of the loss, runner by runner. */
export function standings({ everyone, step }) {
  const facts = { step };
  for (const { name, standing } of everyone) facts[name] = write(standing, 3);
  return facts;
}
