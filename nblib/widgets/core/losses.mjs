// What several widgets make of a logit; the twin of logistic and bce_with_logits in nblib. Pure.

/** 1 / (1 + exp(−z)), by way of tanh: there is no exponential that could overflow. */
export const sigmoid = (z) => 0.5 * Math.tanh(0.5 * z) + 0.5;

/** The cross-entropy of a logit with its class t, 0 or 1, without overflow. */
export const bceWithLogits = (z, t) => Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z)));
