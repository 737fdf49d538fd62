// The line walks to the minimum in half a second, or is there at once for who wants less motion.
import { wantsLessMotion } from "../core/player.mjs";

const DURATION = 500; // milliseconds

/** start(best) sets out from the line as it is to the best one; halt() stops on the way. */
export function walkToBest({ get, hold, put, undo }) {
  let timer = 0;
  const halt = () => {
    cancelAnimationFrame(timer);
    timer = 0;
  };
  undo.push(halt);

  function start({ slope, intercept, attained }) {
    halt();
    if (!attained) return;
    if (wantsLessMotion()) {
      put({ slope, intercept, preset: "" });
      return;
    }
    const from = { slope: get("slope"), intercept: get("intercept") };
    let clock = 0;
    const tick = (now) => {
      clock ||= now;
      const passed = (now - clock) / DURATION;
      if (passed >= 1) {
        timer = 0;
        put({ slope, intercept, preset: "" });
        return;
      }
      // Slowly off, slowly in.
      const part = passed * passed * (3 - 2 * passed);
      hold({
        slope: from.slope + part * (slope - from.slope),
        intercept: from.intercept + part * (intercept - from.intercept),
        preset: "",
      });
      timer = requestAnimationFrame(tick);
    };
    timer = requestAnimationFrame(tick);
  }
  return { start, halt };
}
