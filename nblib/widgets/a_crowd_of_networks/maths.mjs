// A crowd of networks that dropout's masks make of one trained network; the twin of maths.py beside
// it. The network is 2-10-10-1 with ReLU; a mask stands after each hidden layer. Pure.
import { sigmoid } from "../core/losses.mjs";
import { uniform } from "../core/mulberry.mjs";
import { POINTS, SPLIT, TRAINED, WEIGHTS, WIDTH } from "./constants.mjs";

const numbersIn = (text) => text.split(" ").map(Number);

/** Where the points are, x and y in turn; the classes are 0 and 1 in turn. */
export const PLACES_OF_POINTS = Float64Array.from(numbersIn(POINTS));

const SIZES = [2 * WIDTH, WIDTH, WIDTH * WIDTH, WIDTH, WIDTH, 1];

/** { w1, b1, w2, b2, w3, b3 } of the network that was trained so, row by row. */
export function weightsOf(trained) {
  const flat = numbersIn(WEIGHTS[TRAINED.indexOf(trained)]);
  let from = 0;
  const [w1, b1, w2, b2, w3, b3] = SIZES.map((size) => {
    from += size;
    return Float64Array.from(flat.slice(from - size, from));
  });
  return { w1, b1, w2, b2, w3, b3 };
}

/**
 * The mask of network k (from 0) of a crowd: two arrays of 0, or 1 / (1 − p). A unit is dropped
 * where its number of the seed's stream is below p, so a larger p drops more and nothing else.
 */
export function maskOf(p, seed, k) {
  const layer = (from) =>
    Float64Array.from({ length: WIDTH }, (_, i) => {
      const kept = uniform(seed, 2 * WIDTH * k + from + i) >= p;
      return kept ? 1 / (1 - p) : 0;
    });
  return [layer(0), layer(WIDTH)];
}

/** The mask of the deterministic pass: nothing is dropped. */
export const WHOLE = [new Float64Array(WIDTH).fill(1), new Float64Array(WIDTH).fill(1)];

/** What each unit of the first hidden layer gives at places, x and y in turn: WIDTH arrays. */
export function firstLayer({ w1, b1 }, places) {
  return Array.from({ length: WIDTH }, (_, i) => {
    const given = new Float64Array(places.length / 2);
    for (let n = 0; n < given.length; n++) {
      const z = places[2 * n] * w1[i] + places[2 * n + 1] * w1[WIDTH + i] + b1[i];
      given[n] = Math.max(z, 0);
    }
    return given;
  });
}

/** The probabilities of class 1 under a mask, from what the first layer gives. */
export function probabilities({ w2, b2, w3, b3 }, hidden, [first, second]) {
  const count = hidden[0].length;
  const scores = new Float64Array(count).fill(b3[0]);
  const z = new Float64Array(count);
  for (let j = 0; j < WIDTH; j++) {
    if (second[j] === 0) continue;
    z.fill(b2[j]);
    for (let i = 0; i < WIDTH; i++) {
      if (first[i] > 0) addTimes(z, hidden[i], first[i] * w2[i * WIDTH + j]);
    }
    const last = second[j] * w3[j];
    for (let n = 0; n < count; n++) scores[n] += Math.max(z[n], 0) * last;
  }
  return scores.map(sigmoid);
}

// into += factor * values
function addTimes(into, values, factor) {
  for (let n = 0; n < into.length; n++) into[n] += factor * values[n];
}

/**
 * The crowd at some places. at({ trained, p, seed }, networks) returns probabilities at each place:
 * { latest } of the network drawn last, { average } of all so far, { single } of the deterministic
 * pass. It goes on from where it is if it can.
 */
export function crowdAt(places) {
  let key = null;
  let net = null;
  let hidden = null;
  let single = null;
  let latest = null;
  let drawn = 0;
  const sum = new Float64Array(places.length / 2);
  const begin = ({ trained }) => {
    net = weightsOf(trained);
    hidden = firstLayer(net, places);
    single = probabilities(net, hidden, WHOLE);
  };
  return {
    at(settings, networks) {
      const { trained, p, seed } = settings;
      const wanted = JSON.stringify([trained, p, seed]);
      if (wanted !== key || networks < drawn) {
        if (JSON.parse(key)?.[0] !== trained) begin(settings);
        key = wanted;
        drawn = 0;
        sum.fill(0);
      }
      for (; drawn < networks; drawn++) {
        latest = p === 0 ? single : probabilities(net, hidden, maskOf(p, seed, drawn));
        for (let n = 0; n < sum.length; n++) sum[n] += latest[n];
      }
      return { latest, average: sum.map((v) => v / networks), single };
    },
  };
}

/** The probabilities of each network of the crowd at one place, and of the deterministic pass. */
export function crowdAtPlace({ trained, p, seed }, networks, place) {
  const net = weightsOf(trained);
  const hidden = firstLayer(net, place);
  const one = (mask) => probabilities(net, hidden, mask)[0];
  const members = Array.from({ length: networks }, (_, k) => one(maskOf(p, seed, k)));
  return { members, single: one(WHOLE) };
}

/** The part of the points that probabilities at them put on their side. */
export function rightShare(found) {
  let right = 0;
  found.forEach((v, i) => {
    if (v > 0.5 === (i % 2 === 1)) right++;
  });
  return right / found.length;
}

/** { mean, spread } of numbers; the spread is their standard deviation. */
export function meanAndSpread(values) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const square = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(square) };
}

/**
 * What the networks say together at one place: "one" network, the "same" number by all, "divided"
 * or "agreed".
 */
export function verdictOf(members) {
  if (members.length === 1) return "one";
  if (members.every((v) => v === members[0])) return "same";
  return meanAndSpread(members).spread >= SPLIT ? "divided" : "agreed";
}
