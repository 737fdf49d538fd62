// Playing: something moves on with time until it is done, out of sight, or stopped.
import { button } from "./controls.mjs";

/** Whether the reader has asked the system for less motion. */
export const wantsLessMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * A button that plays and pauses. onFrame is called with the seconds since play was pressed and
 * returns whether there is more to come; onStart before the first frame; onStop after the last,
 * however it ends. Who wants less motion is shown the end at once: onSkip.
 */
export function player({ el, undo, onStart = () => {}, onFrame, onStop = () => {}, onSkip }) {
  let timer = 0;
  let clock = 0;
  const toggle = button("Play", () => (timer ? stop() : start()), { class: "nb-play" });
  const tick = (now) => {
    clock ||= now;
    const more = onFrame((now - clock) / 1000);
    if (!timer) return; // stopped meanwhile
    if (more) timer = requestAnimationFrame(tick);
    else stop();
  };
  function start() {
    if (wantsLessMotion()) {
      onSkip();
      return;
    }
    onStart();
    clock = 0;
    toggle.textContent = "Pause";
    timer = requestAnimationFrame(tick);
  }
  function stop() {
    if (!timer) return;
    cancelAnimationFrame(timer);
    timer = 0;
    toggle.textContent = "Play";
    onStop();
  }
  const sight = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) stop();
  });
  sight.observe(el);
  undo.push(stop, () => sight.disconnect());
  return { button: toggle, stop };
}
