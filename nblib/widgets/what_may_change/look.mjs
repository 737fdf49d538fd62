// All that the widget shows, worked out from its traits and what was recorded. Pure.
import { NETWORKS } from "./constants.mjs";
import { changedPicture, heldPlace, likeliest, probabilitiesBy, verdictOf } from "./maths.mjs";

/** A view of the traits; ready: what unpackPictures gave. */
export function look(traits, ready) {
  const { names, pictures, networks } = ready[traits.kind];
  const image = changedPicture(pictures, traits);
  const said = probabilitiesBy(networks, image);
  const [right, up] = heldPlace(traits.place);
  return {
    ...traits,
    names,
    image,
    said,
    right,
    up,
    label: names[traits.picture],
    other: names[traits.second],
    taken: Object.fromEntries(
      NETWORKS.map((how) => [how, names[likeliest(said[how])]]),
    ),
    isChanged: isChanged(traits, [right, up]),
    status: verdictOf(said, traits.picture),
  };
}

function isChanged(
  { degrees, scale, mirrored, noise, hole, share },
  [right, up],
) {
  const isWarped = right !== 0 || up !== 0 || degrees !== 0 || scale !== 1 ||
    mirrored === "yes";
  return isWarped || noise > 0 || hole > 0 || share > 0;
}
