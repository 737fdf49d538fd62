// A crowd of networks: masks drawn one after the other, what each network so made says of the
// plane, and what all say on average.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import { colors, onTheme } from "../core/theme.mjs";
import { MOST, TRAINED } from "./constants.mjs";
import { look, sources } from "./look.mjs";
import { plane, probe } from "./planes.mjs";
import { stripPicture, unitsPicture } from "./strips.mjs";
import { crowdFacts, crowdStory } from "./words.mjs";

const A_SECOND = 5; // networks drawn while it plays
const COLORS = ["blue", "orange"];
const TRAITS = ["networks", "p", "trained", "seed", "place"];
const SETTINGS = {
  p: { label: "p, to drop", min: 0, max: 0.9, step: 0.05 },
  trained: { label: "trained", options: TRAINED },
  seed: { label: "seed", min: 0, max: 99, step: 1 },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "a-crowd-of-networks", traits: TRAITS });
  const sums = sources();
  let view = null;
  const latest = plane("latest", "the network drawn last");
  const average = plane("average", "the crowd on average");
  const ring = probe({ on: average.svg, markOn: latest.svg, view: () => view, move: page.move });
  const units = unitsPicture();
  const strip = stripPicture();
  const steps = stepControls(page);
  el.append(page.presets, panels({ latest, average, units, strip }), steps.node);
  el.append(settings(page, SETTINGS), page.words, page.aloud, page.numbers);

  let palette = colors(el, COLORS);
  const draw = () => {
    view = look(page.read(), sums);
    for (const picture of [latest, average]) picture.draw(view, palette);
    for (const picture of [ring, units, strip]) picture.draw(view);
    page.tell(crowdStory(view), view.status);
    page.facts(crowdFacts(view));
    steps.position.show(view.networks);
  };
  page.undo.push(onTheme(() => {
    palette = colors(el, COLORS);
    draw();
  }));
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels({ latest, average, units, strip }) {
  const left = [
    latest.node,
    caption("the network drawn last; dashed green: the border of the deterministic pass"),
    units.node,
    caption("its units: full if the mask keeps them, a cross if it drops them"),
  ];
  const right = [
    average.node,
    caption("the average of all networks so far; drag the ring to ask elsewhere"),
    strip.node,
    caption(
      "how many networks say what; solid line: their average, dashed: the deterministic pass",
    ),
  ];
  return sideBySide(left, right);
}

// What leads through the networks, one after the other.
const stepControls = (page) =>
  stepThrough(page, {
    trait: "networks",
    label: "networks",
    first: 1,
    most: MOST,
    last: () => MOST,
    perSecond: A_SECOND,
    says: {
      start: "back to one network",
      back: "one network less",
      on: "one network more",
    },
  });

export default { render };
