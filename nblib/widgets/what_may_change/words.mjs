// What the widget says, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { NETWORKS } from "./constants.mjs";

const percent = (p) => `${Math.round(100 * p)} %`;

// A class as it is written in a sentence: a 4, an 8, “Bag”.
function named({ kind }, name) {
  if (kind !== "digit") return `“${name}”`;
  return name === "8" ? "an 8" : `a ${name}`;
}

/** The story of a view: what was done to the picture, and what the networks say now. */
export function changeStory(view) {
  const { status } = view;
  const begin = view.isChanged
    ? `It was ${named(view, view.label)}.`
    : `This is ${named(view, view.label)}, as it was.`;
  return `${begin} ${NETWORKS.map((how) => sentence(view, how)).join(" ")} ${ENDS[status]}`;
}

const ENDS = {
  both: "Both still find it.",
  plain: "Only the plain one still finds it.",
  varied: "Only the one trained on changed pictures still finds it.",
  neither: "Neither finds it any more.",
};
const WHO = {
  plain: "The plain network says",
  varied: "The one trained on changed pictures says",
};

function sentence(view, how) {
  const { said, taken } = view;
  return `${WHO[how]} ${named(view, taken[how])}, ${percent(Math.max(...said[how]))}.`;
}

/** The numbers below the pictures. */
export const changeFacts = ({ said, picture, right, up }) => ({
  "plain, on the label": `${write(100 * said.plain[picture])} %`,
  "varied, on the label": `${write(100 * said.varied[picture])} %`,
  "plain, surest": `${write(100 * Math.max(...said.plain))} %`,
  "varied, surest": `${write(100 * Math.max(...said.varied))} %`,
  right: `${write(right)} pixels`,
  up: `${write(up)} pixels`,
});

/** The changed picture, for who cannot see it. */
export const pictureLabel = (view) =>
  view.isChanged ? `A changed picture of ${named(view, view.label)}` : named(view, view.label);

/** The bars, for who cannot see them. */
export const barsLabel = ({ names, said }) =>
  `Probability of each class, by the plain and by the varied network: ${
    names.map((name, k) => `${name} ${percent(said.plain[k])}, ${percent(said.varied[k])}`)
      .join("; ")
  }.`;
