// What the neighbors of a word are, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

const listed = (names) =>
  names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** The story of a view. */
export function neighborStory({ word, near, distance, usual, status }) {
  const names = listed(near.map((one) => one.word));
  const [is, theirs] = near.length === 1
    ? ["is", `its distance on the map is ${write(distance, 2)}`]
    : ["are", `their distance on the map is ${write(distance, 2)} on average`];
  const nearest = `Nearest to “${word}” ${is} ${names}; ${theirs}, that of all words ${
    write(usual, 2)
  }.`;
  return status === "learned" ? nearest : `Before training, chance decides. ${nearest}`;
}

/** The numbers below the pictures. */
export const neighborFacts = ({ near, meanCosine, distance, usual }) => ({
  nearest: near[0].word,
  "its cosine": write(near[0].cosine),
  "mean cosine": write(meanCosine),
  "their distance on the map": write(distance),
  "distance of all words": write(usual),
});

/** The bars, for who cannot see them. */
export const barsLabel = ({ near }) =>
  `Cosines: ${near.map(({ word, cosine }) => `${word} ${write(cosine, 2)}`).join(", ")}.`;
