// A picture is changed, and two small networks say what they take it for; the twin of maths.py
// beside it. Pure. Pictures are Float64Array of SIDE × SIDE, row by row.
import { fillNormals } from "../core/mulberry.mjs";
import { clamp } from "../core/numbers.mjs";
import { bytesIn, signedIn } from "../core/packed.mjs";
import { FARTHEST, KINDS, NETWORKS, SEED, SIDE, UNITS } from "./constants.mjs";

const PIXELS = SIDE * SIDE;
const CLASSES = 10;
const CENTER = (SIDE - 1) / 2;

/** The noise of standard deviation 1: always the same. */
export const NOISE = new Float64Array(PIXELS);
fillNormals(SEED, 0, PIXELS / 2, NOISE);

/** What was recorded, ready to ask: { kind: { names, pictures, networks } }. */
export const unpackPictures = (recorded) =>
  Object.fromEntries(KINDS.map((kind) => [kind, unpackKind(recorded[kind])]));

function unpackKind({ names, pictures, networks }) {
  const ink = Float64Array.from(bytesIn(pictures), (v) => v / 255);
  const numbers = ({ bytes, scale }) => Float64Array.from(signedIn(bytes), (v) => v * scale);
  return {
    names,
    pictures: names.map((_, i) => ink.subarray(i * PIXELS, (i + 1) * PIXELS)),
    networks: Object.fromEntries(NETWORKS.map((how) => {
      const kept = networks[how];
      const [w1, b1, w2, b2] = ["weight 1", "bias 1", "weight 2", "bias 2"].map(
        (name) => numbers(kept[name]),
      );
      return [how, { w1, b1, w2, b2 }];
    })),
  };
}

/** How far a picture is moved, in pixels to the right and up, within its limits. */
export const heldPlace = (place) => place.map((v) => clamp(v, -FARTHEST, FARTHEST));

/** The picture that settings make of the pictures of their kind. */
export function changedPicture(pictures, settings) {
  const { picture, second, share, noise, hole, mirrored } = settings;
  const first = mirrored === "yes" ? mirrorOf(pictures[picture]) : pictures[picture];
  const warped = warp(first, settings);
  const other = pictures[second];
  const corner = Math.floor((SIDE - hole) / 2);
  const isCut = (at) => at >= corner && at < corner + hole;
  return warped.map((ink, i) => {
    if (isCut(Math.floor(i / SIDE)) && isCut(i % SIDE)) return 0;
    return (1 - share) * ink + share * other[i] + noise * NOISE[i];
  });
}

const mirrorOf = (image) => image.map((_, i) => image[i - (i % SIDE) + SIDE - 1 - (i % SIDE)]);

// For each place, where it comes from, and the four pixels around that.
function warp(image, { degrees, scale, place }) {
  const [right, up] = heldPlace(place);
  const angle = (degrees * Math.PI) / 180;
  const cosine = Math.cos(angle) / scale;
  const sine = Math.sin(angle) / scale;
  return image.map((_, i) => {
    const y = Math.floor(i / SIDE) - CENTER + up;
    const x = (i % SIDE) - CENTER - right;
    return between(
      image,
      cosine * y + sine * x + CENTER,
      cosine * x - sine * y + CENTER,
    );
  });
}

function between(image, row, column) {
  const above = Math.floor(row);
  const left = Math.floor(column);
  const down = row - above;
  const aside = column - left;
  const upper = inkAt(image, above, left) * (1 - aside) +
    inkAt(image, above, left + 1) * aside;
  const lower = inkAt(image, above + 1, left) * (1 - aside) +
    inkAt(image, above + 1, left + 1) * aside;
  return upper * (1 - down) + lower * down;
}

const isInside = (at) => at >= 0 && at < SIDE;
const inkAt = (image, row, column) =>
  isInside(row) && isInside(column) ? image[row * SIDE + column] : 0;

/** The probabilities of the ten classes, by each network: { plain, varied }. */
export const probabilitiesBy = (networks, image) =>
  Object.fromEntries(NETWORKS.map((how) => [how, ask(networks[how], image)]));

function ask({ w1, b1, w2, b2 }, image) {
  const hidden = Float64Array.from(b1);
  for (let i = 0; i < PIXELS; i++) {
    if (image[i] === 0) continue;
    const row = i * UNITS;
    for (let j = 0; j < UNITS; j++) hidden[j] += image[i] * w1[row + j];
  }
  const logits = Float64Array.from(b2);
  for (let j = 0; j < UNITS; j++) {
    const active = Math.max(hidden[j], 0);
    for (let k = 0; k < CLASSES; k++) logits[k] += active * w2[j * CLASSES + k];
  }
  const top = Math.max(...logits);
  const e = logits.map((v) => Math.exp(v - top));
  const total = e.reduce((sum, v) => sum + v, 0);
  return e.map((v) => v / total);
}

/** The class that is likeliest. */
export const likeliest = (p) => p.indexOf(Math.max(...p));

/** "both", "plain", "varied" or "neither": which networks still find the label. */
export function verdictOf(said, picture) {
  const right = NETWORKS.filter((how) => likeliest(said[how]) === picture);
  if (right.length === 1) return right[0];
  return right.length ? "both" : "neither";
}
