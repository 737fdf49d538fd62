// The recorded run, unpacked, with all that can be counted in it once. Pure: traits in, a record
// out.
import { bytesIn } from "../core/packed.mjs";
import { accuracies, confusion, flips, lowestAt } from "./maths.mjs";

/** The traits that hold the record; they do not change. */
export const RECORD = [
  "_epochs",
  "_names",
  "_noun",
  "_curves",
  "_labels",
  "_predictions",
  "_images",
  "_pictured",
  "_shape",
];

/**
 * The record. Examples are numbered i from 0, epochs k from 0: `epochs` holds their names. A curve
 * holds null where it is no number, and is null if it was not recorded.
 */
export function readRecord(traits) {
  const { _epochs: epochs, _names: names, _curves: curves, _noun: noun } = traits;
  const labels = bytesIn(traits._labels);
  const predictions = bytesIn(traits._predictions);
  const count = epochs.length;
  const training = curves["training loss"];
  const heldBack = curves["validation loss"] ?? null;
  const watched = heldBack ?? training;
  const taken = (i, k) => predictions[i * count + k];
  const classes = names.length;
  const tables = epochs.map((_, k) => confusion(labels, predictions, count, k, classes));
  return {
    epochs,
    count,
    last: count - 1,
    names,
    classes,
    noun,
    labels,
    predictions,
    total: labels.length,
    taken,
    isRight: (i, k) => taken(i, k) === labels[i],
    flipped: flips(labels, predictions, count),
    // The curves.
    training,
    heldBack,
    accuracy: accuracies(labels, predictions, count),
    trainingAccuracy: curves["training accuracy"] ?? null,
    watched,
    best: lowestAt(watched),
    // The confusion matrix of each epoch.
    tables,
    members: countOf(labels, classes),
    fullest: largestMistake(tables, classes),
    // The examples of which the page has pictures.
    pictured: traits._pictured,
    images: bytesIn(traits._images),
    height: traits._shape[0],
    width: traits._shape[1],
  };
}

function countOf(labels, classes) {
  const counts = new Array(classes).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}

// The largest mistake of the whole run, to which all are shaded; 1 if there is none.
function largestMistake(tables, classes) {
  let largest = 1;
  for (const table of tables) {
    table.forEach((n, cell) => {
      if (!isDiagonal(cell, classes)) largest = Math.max(largest, n);
    });
  }
  return largest;
}

/** Whether a cell of the confusion matrix counts examples that are right. */
export const isDiagonal = (cell, classes) => cell % (classes + 1) === 0;

/** The number of an epoch; 0 for one that was not recorded. */
export const indexOf = ({ epochs }, epoch) => Math.max(0, epochs.indexOf(epoch));

/** The recorded epoch nearest to v. */
export const nearestEpoch = ({ epochs }, v) =>
  epochs.reduce((a, b) => (Math.abs(b - v) < Math.abs(a - v) ? b : a));

/**
 * The epoch that the cursor comes to when it is moved from `current` to v: the nearest. A key moves
 * to a neighbor, however far apart the recorded epochs are.
 */
export function epochAt(record, current, v, dragged) {
  const { epochs, last } = record;
  const within = Math.min(epochs[last], Math.max(epochs[0], v));
  const nearest = nearestEpoch(record, within);
  if (dragged || nearest !== current || v === nearest) return nearest;
  const neighbor = indexOf(record, current) + Math.sign(v - nearest);
  return epochs[Math.min(last, Math.max(0, neighbor))];
}
