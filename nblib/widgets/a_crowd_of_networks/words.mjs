// What the crowd shows, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

const percent = (v) => `${Math.round(100 * v)} %`;

/** The story of a view: the network drawn last, then what the crowd says at the ring. */
export function crowdStory(view) {
  const { networks, members, mean, spread, single, status } = view;
  if (status === "one") return `${latestNetwork(view)} At the ring it says ${percent(members[0])}.`;
  if (status === "same") {
    return `Nothing is dropped, so all ${networks} networks are the same, and each is the deterministic pass.`;
  }
  const range = `from ${percent(Math.min(...members))} to ${percent(Math.max(...members))}`;
  const said = `they say ${range}, on average ${percent(mean)}; the deterministic pass says ${
    percent(single)
  }`;
  const verdict = status === "divided"
    ? "At the ring the crowd is divided"
    : "At the ring the crowd agrees";
  return `${verdict} (spread ${write(spread, 2)}): ${said}. ${latestNetwork(view)}`;
}

function latestNetwork({ networks, kept, lost }) {
  const units = kept.flat();
  const left = units.filter(Boolean).length;
  const name = networks === 1 ? "This network" : `Network ${networks}`;
  const has = `${name} has kept ${left} of ${units.length} units`;
  return lost ? `${has}, and lost a whole layer: it says the same everywhere.` : `${has}.`;
}

/** The numbers below the pictures. */
export const crowdFacts = ({ networks, shares, mean, single, spread }) => ({
  networks,
  "points right, this network": `${write(100 * shares[0])} %`,
  "points right, average": `${write(100 * shares[1])} %`,
  "points right, deterministic pass": `${write(100 * shares[2])} %`,
  "average at the ring": write(mean),
  "deterministic pass at the ring": write(single),
  "spread at the ring": write(spread),
});

/** What a picture of the plane shows, for who cannot see it. */
export const planeLabel = (name, share) =>
  `The plane as ${name} sees it; ${percent(share)} of the points are right.`;

/** Which units the latest mask keeps, for who cannot see it. */
export function unitsLabel({ kept }) {
  const layer = (units, k) =>
    `${units.filter(Boolean).length} of ${units.length} in layer ${k + 1}`;
  return `Units kept by this mask: ${kept.map(layer).join(", ")}.`;
}

/** The histogram, for who cannot see it. */
export const stripLabel = ({ networks, mean, single }) =>
  `Histogram of what ${networks} networks say at the ring: average ${write(mean)}, ` +
  `deterministic pass ${write(single)}.`;
