// Where the nodes of a graph stand in its picture. Pure.

const WIDTH = 420;
const LEVEL = 92; // from one level down to the next
const TOP = 34;
const REACH = 128; // from the middle to a node beside it

/** A node's box. */
export const BOX = { width: 158, height: 52 };

/** The middle of a node. */
export const middle = ({ place: [level, across] }) => [
  WIDTH / 2 + across * REACH,
  TOP + level * LEVEL,
];

/** The size of the whole picture. */
export const extent = (nodes) => ({
  width: WIDTH,
  height: Math.max(...nodes.map((node) => middle(node)[1])) + BOX.height / 2 + 8,
});
