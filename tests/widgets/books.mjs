// What a front end leaves behind outside its own elements: listeners, observers, frames, timers.

const ledger = { listeners: new Map(), watching: new Set(), waiting: new Set() };

function keepBooks() {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const key = (type, act) => `${type} ${(act.nbNumber ??= ledger.count = (ledger.count ?? 0) + 1)}`;
  EventTarget.prototype.addEventListener = function (type, act, options) {
    if (act) {
      if (!ledger.listeners.has(this)) ledger.listeners.set(this, new Set());
      ledger.listeners.get(this).add(key(type, act));
    }
    addEventListener.call(this, type, act, options);
  };
  EventTarget.prototype.removeEventListener = function (type, act, options) {
    if (act) ledger.listeners.get(this)?.delete(key(type, act));
    removeEventListener.call(this, type, act, options);
  };
  for (const Observer of [MutationObserver, IntersectionObserver, ResizeObserver]) {
    const { observe, disconnect } = Observer.prototype;
    Observer.prototype.observe = function (...given) {
      ledger.watching.add(this);
      observe.apply(this, given);
    };
    Observer.prototype.disconnect = function () {
      ledger.watching.delete(this);
      disconnect.call(this);
    };
  }
  for (
    const [start, stop] of [
      ["requestAnimationFrame", "cancelAnimationFrame"],
      ["setTimeout", "clearTimeout"],
      ["setInterval", "clearInterval"],
    ]
  ) {
    const begin = globalThis[start];
    const end = globalThis[stop];
    globalThis[start] = (act, ...more) => {
      const id = begin.call(
        window,
        (...given) => {
          if (start !== "setInterval") ledger.waiting.delete(`${start} ${id}`);
          act(...given);
        },
        ...more,
      );
      ledger.waiting.add(`${start} ${id}`);
      return id;
    };
    globalThis[stop] = (id) => {
      ledger.waiting.delete(`${start} ${id}`);
      end.call(window, id);
    };
  }
}
keepBooks();

/** Strike out what has gone from the page, listeners and all. */
function strikeOut() {
  for (const target of ledger.listeners.keys()) {
    if (target instanceof Node && !target.isConnected) ledger.listeners.delete(target);
  }
}

/** What stands in the books and is still there; the tools of the test have entries too. */
export function books() {
  strikeOut();
  const listeners = [...ledger.listeners].flatMap(([target, acts]) =>
    [...acts].map((act) => `${target.constructor.name} ${act}`)
  );
  return new Set([...listeners, ...ledger.watching, ...ledger.waiting]);
}

/** Is something to be drawn in the next frame? */
export function isFrameAwaited() {
  return [...ledger.waiting].some((entry) => entry.startsWith("requestAnimationFrame"));
}
