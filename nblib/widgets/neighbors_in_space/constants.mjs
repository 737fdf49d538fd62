// Made from constants.py by make sync: change it there.
export const MOST = 12;
export const VECTORS = ["learned", "before training"];
export const SEED = 18;
