// Made from constants.py by make sync: change it there.
export const WIDTH = 64;
export const EXAMPLES = 8;
export const DEEPEST = 50;
export const LOWEST = 0.25;
export const HIGHEST = 4;
export const LARGE = 100;
export const ACTIVATIONS = ["ReLU", "tanh", "sigmoid", "linear"];
export const SHORTCUTS = ["none", "around each layer"];
export const GRADIENTS = ["of the outputs", "of the weights"];
