// The α–β plane: learning rate and momentum as one point, and the descent that it makes.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { HIGHEST_MOMENTUM, HIGHEST_RATE, LOWEST_RATE, NARROWEST, SHOWS } from "./constants.mjs";
import { lossCurve } from "./curve.mjs";
import { look } from "./look.mjs";
import { settingsPlane } from "./plane.mjs";
import { valleyMap } from "./valley.mjs";
import { planeFacts, planeStory } from "./words.mjs";

const TRAITS = ["rate", "momentum", "condition", "start", "shows"];
const SETTINGS = {
  rate: { label: "learning rate η", min: LOWEST_RATE, max: HIGHEST_RATE, step: 0.01 },
  momentum: { label: "momentum β", min: 0, max: HIGHEST_MOMENTUM, step: 0.01 },
  condition: { label: "condition κ", min: 1, max: NARROWEST, log: true },
  shows: { label: "plane shows", options: SHOWS },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "the-alpha-beta-plane", traits: TRAITS });
  const plane = settingsPlane({ move: page.move });
  const valley = valleyMap({ move: page.move });
  const curve = lossCurve();
  el.append(page.presets, panels(plane, valley, curve), settings(page, SETTINGS));
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read());
    plane.draw(view);
    valley.draw(view);
    curve.draw(view);
    page.tell(planeStory(view), view.status);
    page.facts(planeFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels(plane, valley, curve) {
  const left = [plane.node, caption("drag the ring: it is the rate and the momentum")];
  const right = [
    valley.node,
    curve.node,
    caption(
      "above the path, whose start you can drag; below its loss, and dashed the loss that " +
        "the factor per step predicts",
    ),
  ];
  return sideBySide(left, right);
}

export default { render };
