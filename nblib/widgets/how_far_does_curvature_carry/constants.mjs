// Made from constants.py by make sync: change it there.
export const WALKERS = ["gradient descent", "Newton", "damped Newton", "L-BFGS"];
export const SURFACES = [
  "narrow valley",
  "saddle",
  "hills and hollows",
  "banana",
  "two minima",
  "crater",
];
export const STEPS = 40;
export const RATES = [0.001, 1];
export const DAMPINGS = [0.01, 10];
export const PAIRS = 5;
export const STILL = 1e-07;
export const ARRIVED = 0.001;
export const LOST = 1000;
export const FLAT = 1e-12;
export const ENOUGH = 0.0001;
export const HALVINGS = 40;
