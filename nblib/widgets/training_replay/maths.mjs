// A recorded training run: what was taken for what, and when it changed. Pure. labels (N),
// predictions (N × epochs), digit by digit.

/**
 * How often each class was taken for each at epoch number k (from 0): counts [true * classes +
 * predicted].
 */
export function confusion(labels, predictions, epochs, k, classes) {
  const counts = new Array(classes * classes).fill(0);
  labels.forEach((label, i) => counts[label * classes + predictions[i * epochs + k]]++);
  return counts;
}

/** Which digits became right and which wrong between epochs k − 1 and k. */
export function changes(labels, predictions, epochs, k) {
  const found = { right: [], wrong: [] };
  if (k === 0) return found;
  labels.forEach((label, i) => {
    const before = predictions[i * epochs + k - 1] === label;
    const now = predictions[i * epochs + k] === label;
    if (before !== now) found[now ? "right" : "wrong"].push(i);
  });
  return found;
}

/** How often the verdict on each digit changed in the whole run. */
export function flips(labels, predictions, epochs) {
  return Array.from(labels, (label, i) => {
    let count = 0;
    for (let k = 1; k < epochs; k++) {
      if ((predictions[i * epochs + k] === label) !== (predictions[i * epochs + k - 1] === label)) {
        count++;
      }
    }
    return count;
  });
}

/** The part of the digits that are right, for each epoch. */
export function accuracies(labels, predictions, epochs) {
  const right = new Array(epochs).fill(0);
  labels.forEach((label, i) => {
    for (let k = 0; k < epochs; k++) if (predictions[i * epochs + k] === label) right[k]++;
  });
  return right.map((count) => count / labels.length);
}

/** Where a curve is lowest, as far as it is numbers; −1 if nowhere. */
export function lowestAt(curve) {
  let best = -1;
  curve.forEach((v, k) => {
    if (v !== null && (best < 0 || v < curve[best])) best = k;
  });
  return best;
}
