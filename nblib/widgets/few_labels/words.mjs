// What few labels give, in a sentence or two. Pure: numbers in, words out.
const percent = (v) => `${v.toFixed(1)} %`;
const signed = (v) => `${v < 0 ? "−" : "+"}${Math.abs(v).toFixed(1)}`;
const labelWords = (n) => (n === 1 ? "a single label" : `${n} labels`);

/** The story of a view. */
export function labelStory({ used, shown, gap, status }) {
  const given = `With ${labelWords(used)} a class`;
  if (status === "alone") {
    return `${given} a network from scratch is right in ${
      percent(shown[0].mean)
    }, on average over five runs.`;
  }
  if (status === "all") {
    const ordered = [...shown].sort((a, b) => b.mean - a.mean);
    return `${given} the order is: ${
      ordered.map(({ name, mean }) => `${name} ${percent(mean)}`).join(", ")
    }.`;
  }
  const [scratch, other] = shown;
  const both = `${given}: ${other.name} ${percent(other.mean)}, from scratch ${
    percent(scratch.mean)
  }.`;
  return `${both} Run by run that is ${signed(gap.middle)} points, with a standard error of ${
    gap.error.toFixed(1)
  }. ${VERDICTS[status]}`;
}

const VERDICTS = {
  ahead: "The other task helps.",
  behind: "It costs more than it gives.",
  "too close": "Too close to call.",
};

/** The numbers below the pictures. */
export function labelFacts({ used, shown, gap }) {
  const facts = { "labels a class": String(used) };
  for (const { name, mean } of shown) facts[name] = percent(mean);
  if (gap) facts.difference = `${signed(gap.middle)} points`;
  return facts;
}

/** The chart, for who cannot see it. */
export const chartLabel = ({ task, shown }) =>
  `accuracy on ${task} by labels a class: ${shown.map(({ name }) => name).join(", ")}`;

/** What stands below the pictures that a network learns from. */
export function pictureNote({ used }, rows) {
  const more = used - rows;
  if (more <= 0) return "all that the first of the five runs learns from";
  return `of what the first run learns from, and ${more} more of each class`;
}

/** The pictures, for who cannot see them. */
export const picturesLabel = ({ task, used }, rows) =>
  `${rows} of ${used} pictures of each of ten classes of ${task}`;
