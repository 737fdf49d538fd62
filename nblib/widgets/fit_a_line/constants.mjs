// Made from constants.py by make sync: change it there.
export const REGRESSION = ["MSE", "MAE", "Huber"];
export const CLASSIFICATION = ["cross-entropy", "MSE on the sigmoid"];
