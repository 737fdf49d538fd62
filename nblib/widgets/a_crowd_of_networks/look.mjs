// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { ACROSS, UP } from "./constants.mjs";
import { clamp } from "../core/numbers.mjs";
import {
  crowdAt,
  crowdAtPlace,
  maskOf,
  meanAndSpread,
  PLACES_OF_POINTS,
  rightShare,
  verdictOf,
} from "./maths.mjs";

/** The grid over the plane: cells across and up. */
export const CELLS = { nx: 36, ny: 27 };
/** Bars of the histogram. */
export const BARS = 20;

const ROW = CELLS.nx + 1;
// The places of its nodes, x and y in turn, row by row from the bottom.
const NODES = Float64Array.from({ length: 2 * ROW * (CELLS.ny + 1) }, (_, i) => {
  const node = i >> 1;
  if (i & 1) return -UP + (2 * UP * Math.floor(node / ROW)) / CELLS.ny;
  return -ACROSS + (2 * ACROSS * (node % ROW)) / CELLS.nx;
});

/** What keeps the sums over a crowd: at the nodes of the grid, and at the points. */
export const sources = () => ({ field: crowdAt(NODES), points: crowdAt(PLACES_OF_POINTS) });

/** A place, held within the picture. */
export const held = ([x, y]) => [clamp(x, -ACROSS, ACROSS), clamp(y, -UP, UP)];

/**
 * What is seen. field: probabilities at the nodes, { latest, average, single }. members: at the
 * ring; counts: of these, in bars from 0 to 1. kept: for each unit of both layers, whether the
 * latest mask keeps it. shares: the part of the points that is right, of the same three.
 */
export function look({ place, networks, ...settings }, { field, points }) {
  const ring = held(place);
  const { members, single } = crowdAtPlace(settings, networks, ring);
  const mask = maskOf(settings.p, settings.seed, networks - 1);
  const kept = mask.map((layer) => Array.from(layer, (v) => v > 0));
  const atPoints = points.at(settings, networks);
  return {
    ...settings,
    networks,
    ring,
    field: field.at(settings, networks),
    members,
    single,
    ...meanAndSpread(members),
    latest: members.at(-1),
    counts: countsOf(members),
    kept,
    lost: kept.some((layer) => !layer.includes(true)),
    shares: [atPoints.latest, atPoints.average, atPoints.single].map(rightShare),
    status: verdictOf(members),
  };
}

function countsOf(members) {
  const counts = new Array(BARS).fill(0);
  for (const v of members) counts[Math.min(BARS - 1, Math.floor(v * BARS))]++;
  return counts;
}
