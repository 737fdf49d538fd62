// What several widgets make of a logit; the twin of logistic and bce_with_logits in nblib. Pure.

/** 1 / (1 + exp(−z)), without overflow. */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

/** The cross-entropy of a logit with its class t, 0 or 1, without overflow. */
export const bceWithLogits = (z, t) => Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z)));
