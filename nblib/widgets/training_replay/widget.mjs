// Replay a training run: a cursor on its curves, the confusion matrix there, and the digits whose verdict changed.
import { accuracies, changes, confusion, flips, lowestAt, unpack } from "./maths.mjs";
import { choice, slider } from "../core/controls.mjs";
import { assign, drawing, element, uniqueId } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { axes, pointer, ring } from "../core/plot.mjs";
import { replayStory, stage } from "./words.mjs";

const SIZE = { width: 360, height: 330, left: 54, right: 12, top: 10, bottom: 38 };
const UPPER = { ...SIZE, bottom: 168 };
const LOWER = { ...SIZE, top: 182 };
const EPOCHS_A_SECOND = 2;
const VIEWS = ["changed since the epoch before", "changed at any time", "wrong now"];
const AT_MOST = 48; // pictures shown at once

function render({ model, el }) {
  const page = frame({ model, el, name: "training-replay", traits: ["epoch", "cell", "view"] });
  const { get, put, hold } = page;
  const epochs = get("_epochs");
  const names = get("_names");
  const noun = get("_noun");
  const curves = get("_curves");
  const labels = unpack(get("_labels"));
  const predictions = unpack(get("_predictions"));
  const count = epochs.length;
  const classes = names.length;
  const last = count - 1;
  const total = labels.length;
  const flipped = flips(labels, predictions, count);
  const accuracy = accuracies(labels, predictions, count);
  const training = curves["training loss"];
  const heldBack = curves["validation loss"] ?? null;
  const watched = heldBack ?? training;
  const best = lowestAt(watched);
  const taken = (i, k) => predictions[i * count + k];
  const right = (i, k) => taken(i, k) === labels[i];
  const index = () => Math.max(0, epochs.indexOf(get("epoch")));

  // The curves, with a cursor that can be dragged.
  const panel = drawing("svg", {
    class: "nb-curves",
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    role: "group",
    "aria-label": "loss and accuracy by epoch",
  });
  const acrossEpochs = {
    range: count > 1 ? [epochs[0], epochs[last]] : [epochs[0] - 0.5, epochs[0] + 0.5],
    every: Math.min(6, Math.max(1, last)),
  };
  const ceiling =
    [training, heldBack ?? []].flat().reduce((a, b) => (b === null ? a : Math.max(a, b)), 0) || 1;
  const lowestRight = Math.min(
    ...accuracy,
    ...(curves["training accuracy"] ?? []).filter((v) => v !== null),
  );
  const upper = axes(UPPER, {
    x: { ...acrossEpochs, bare: true },
    y: { range: [0, ceiling * 1.05], label: "loss", every: 4 },
  });
  const lower = axes(LOWER, {
    x: { ...acrossEpochs, label: "epoch" },
    y: {
      range: [Math.max(0, lowestRight - 0.1 * (1.02 - lowestRight)), 1.001],
      label: "accuracy",
      every: 4,
    },
  });
  const cursor = drawing("path", { class: "nb-cursor" });
  const spots = drawing("g", { class: "nb-spots" });
  const grip = ring({}, 8);
  const trace = (scale, curve) => {
    let text = "";
    let pen = "M";
    curve.forEach((v, k) => {
      if (v === null) {
        pen = "M";
        return;
      }
      text += `${pen}${scale.toX(epochs[k]).toFixed(1)},${scale.toY(v).toFixed(1)}`;
      pen = "L";
    });
    return text;
  };
  // A name beside its curve: above it, or below the lower one where there is no room between the two.
  const midway = Math.round(last * 0.6);
  const higher = heldBack && (heldBack[midway] ?? Infinity) >= (training[midway] ?? Infinity);
  const roomy = !heldBack ||
    Math.abs(upper.toY(heldBack[midway] ?? 0) - upper.toY(training[midway] ?? 0)) > 25;
  const label = (scale, curve, text, kind, above) => {
    const at = curve[midway] ?? curve.findLast((v) => v !== null) ?? 0;
    const box = scale === upper ? UPPER : LOWER;
    const y = clamp(scale.toY(at) + (above ? -9 : 20), box.top + 12, box.height - box.bottom - 5);
    return drawing("text", {
      class: `nb-label nb-label-${kind}`,
      x: clamp(scale.toX(epochs[midway]), SIZE.left + 60, SIZE.width - 60),
      y,
      "text-anchor": "middle",
    }, text);
  };
  const lines = [drawing("path", { class: "nb-curve-training", d: trace(upper, training) })];
  const drawn = [[upper, training, "training"]];
  const marks = [label(upper, training, "training", "training", !higher || roomy)];
  if (heldBack) {
    lines.push(drawing("path", { class: "nb-curve-held", d: trace(upper, heldBack) }));
    drawn.push([upper, heldBack, "held"]);
    marks.push(label(upper, heldBack, "held back", "held", higher || roomy));
    if (best >= 0) {
      marks.push(
        drawing("path", {
          class: "nb-minimum",
          d: `M${upper.toX(epochs[best])},${upper.toY(heldBack[best]) - 6}v12m-6,-6h12`,
        }),
      );
    }
  }
  lines.push(drawing("path", { class: "nb-curve-held", d: trace(lower, accuracy) }));
  drawn.push([lower, accuracy, "held"]);
  if (curves["training accuracy"]) {
    lines.push(
      drawing("path", { class: "nb-curve-training", d: trace(lower, curves["training accuracy"]) }),
    );
    drawn.push([lower, curves["training accuracy"], "training"]);
  }
  marks.push(label(lower, accuracy, `held-back ${noun}`, "held", false));
  if (training.includes(null) || heldBack?.includes(null)) {
    marks.push(
      drawing("text", {
        class: "nb-curve-note",
        x: SIZE.width - SIZE.right - 4,
        y: UPPER.top + 14,
        "text-anchor": "end",
      }, "then no longer a number"),
    );
  }
  const dots = drawn.map(([, , kind]) => drawing("circle", { r: 4, class: `nb-spot-${kind}` }));
  spots.append(...dots);
  panel.append(
    drawing("g", { class: "nb-axes" }, ...upper.nodes, ...lower.nodes),
    cursor,
    ...lines,
    ...marks,
    spots,
    grip.node,
  );

  const nearest = (v) => epochs.reduce((a, b) => (Math.abs(b - v) < Math.abs(a - v) ? b : a));
  const go = (k) => {
    play.stop();
    put({ epoch: epochs[clamp(Math.round(k), 0, last)], preset: "" });
  };
  const stops = handle(grip.node, {
    toData(event) {
      return [lower.fromX(pointer(panel, event)[0]), 0];
    },
    getPoint: () => [get("epoch"), 0],
    step: () => [1, 0],
    describe: {
      label: "epoch",
      value: ([v]) => `epoch ${v}, accuracy ${write(accuracy[Math.max(0, epochs.indexOf(v))])}`,
    },
    onGrab: () => play.stop(),
    onMove([v], going) {
      let epoch = nearest(clamp(v, epochs[0], epochs[last]));
      const k = index();
      // A key moves to a neighbor, however far apart the recorded epochs are.
      if (!going && epoch === get("epoch") && v !== epoch) {
        epoch = epochs[clamp(k + Math.sign(v - epoch), 0, last)];
      }
      if (epoch !== get("epoch")) hold({ epoch, preset: "" });
      if (!going) model.save_changes();
    },
  });
  assign(grip.node, { "aria-valuemin": epochs[0], "aria-valuemax": epochs[last] });
  grip.node.addEventListener("keydown", (event) => {
    if (event.key !== "Home" && event.key !== "End") return;
    go(event.key === "Home" ? 0 : last);
    event.preventDefault();
  });
  panel.addEventListener("pointerdown", (event) => {
    if (grip.node.contains(event.target)) return;
    go(epochs.indexOf(nearest(lower.fromX(pointer(panel, event)[0]))));
  });

  // The confusion matrix: one stop for Tab, arrow keys inside.
  const short = (name) => (name.length > 3 ? name.slice(0, 3) : name);
  const cells = [];
  let focus = 0;
  const cellNode = (t, p) => {
    const node = element("td", {
      role: "gridcell",
      tabindex: -1,
      class: t === p ? "nb-cell nb-right" : "nb-cell",
      click: () => {
        moveTo(t * classes + p);
        pick(t, p);
      },
      keydown(event) {
        const by = {
          ArrowLeft: [0, -1],
          ArrowRight: [0, 1],
          ArrowUp: [-1, 0],
          ArrowDown: [1, 0],
          Home: [0, -p],
          End: [0, classes - 1 - p],
        }[event.key];
        if (by) {
          moveTo(clamp(t + by[0], 0, classes - 1) * classes + clamp(p + by[1], 0, classes - 1));
          cells[focus].focus();
        } else if (event.key === "Enter" || event.key === " ") pick(t, p);
        else return;
        event.preventDefault();
      },
    });
    cells.push(node);
    return node;
  };
  const moveTo = (n) => {
    cells[focus].tabIndex = -1;
    focus = n;
    cells[focus].tabIndex = 0;
  };
  const pick = (t, p) => {
    const [a, b] = get("cell");
    put({ cell: a === t && b === p ? [] : [t, p], preset: "" });
  };
  const head = (name, attributes) => element("th", { ...attributes, title: name }, short(name));
  const matrix = element(
    "table",
    {
      class: "nb-matrix",
      role: "grid",
      "aria-label": "confusion matrix: a row for each true class, a column for each predicted",
    },
    element(
      "thead",
      {},
      element(
        "tr",
        { role: "row" },
        element("td", { role: "gridcell" }, ""),
        ...names.map((name) => head(name, { role: "columnheader", scope: "col" })),
      ),
    ),
    element(
      "tbody",
      {},
      ...names.map((name, t) =>
        element(
          "tr",
          { role: "row" },
          head(name, { role: "rowheader", scope: "row" }),
          ...names.map((_, p) => cellNode(t, p)),
        )
      ),
    ),
  );
  matrix.style.setProperty("--nb-columns", classes + 1);
  const tables = epochs.map((_, k) => confusion(labels, predictions, count, k, classes));
  const rows = new Array(classes).fill(0);
  labels.forEach((t) => rows[t]++);
  let fullest = 1; // the largest mistake of the whole run, to which all are shaded
  for (const table of tables) {
    table.forEach((n, j) => {
      if (j % (classes + 1)) fullest = Math.max(fullest, n);
    });
  }
  moveTo(0);

  // The pictures: all in one strip, of which each tile shows its part, in the ink of the theme.
  const pictured = get("_pictured");
  const [high, wide] = get("_shape");
  if (pictured.length) {
    el.style.setProperty(
      "--nb-strip",
      `url(${strip(unpack(get("_images")), pictured.length, wide, high)})`,
    );
  }
  const tiles = new Map();
  function tile(i) {
    if (tiles.has(i)) return tiles.get(i);
    const n = pictured.indexOf(i);
    const face = element("span", { class: "nb-face" });
    if (n >= 0) {
      assign(face, {
        style: `mask-size: ${100 * pictured.length}% 100%; mask-position: ${
          pictured.length > 1 ? (100 * n) / (pictured.length - 1) : 0
        }% 0`,
      });
    }
    // Its history: a short bar where it was right, a tall one where it was wrong.
    const bars = Array.from({ length: count }, (_, k) =>
      drawing("rect", {
        x: (100 * k) / count + 0.4,
        width: Math.max(0.6, 100 / count - 0.8),
        ...(right(i, k)
          ? { y: 9, height: 4, class: "nb-was-right" }
          : { y: 0, height: 13, class: "nb-was-wrong" }),
      }));
    const now = drawing("rect", { class: "nb-was-now", y: 14.5, height: 2.5, width: 100 / count });
    const past = drawing(
      "svg",
      {
        class: "nb-past",
        viewBox: "0 0 100 17",
        preserveAspectRatio: "none",
        "aria-hidden": "true",
      },
      ...bars,
      now,
    );
    const verdict = element("span", { class: "nb-verdict" });
    const made = { node: element("li", { class: "nb-tile" }, face, verdict, past), verdict, now };
    tiles.set(i, made);
    return made;
  }
  const gallery = element("div", { class: "nb-gallery" });
  const galleryNote = element("div", { class: "nb-caption" });

  // Controls.
  const position = slider({
    label: "epoch",
    min: epochs[0],
    max: epochs[last],
    step: 1,
    value: get("epoch"),
    onInput: (v) => go(epochs.indexOf(nearest(v))),
  });
  const viewChoice = choice({
    label: "show",
    options: VIEWS,
    value: get("view"),
    onChange: (view) => put({ view, cell: [], preset: "" }),
  });
  const clear = element("button", {
    type: "button",
    class: "nb-clear",
    click: () => put({ cell: [], preset: "" }),
  }, "Leave the cell");
  let from = 0;
  const play = player({
    el,
    undo: page.undo,
    onStart() {
      if (index() >= last) hold({ epoch: epochs[0], preset: "" });
      from = index();
    },
    onFrame(seconds) {
      const k = Math.min(last, from + Math.floor(seconds * EPOCHS_A_SECOND));
      if (epochs[k] !== get("epoch")) hold({ epoch: epochs[k], preset: "" });
      return k < last;
    },
    onStop: () => model.save_changes(),
    onSkip: () => put({ epoch: epochs[last], preset: "" }),
  });
  const button = (text, name, by) =>
    element("button", { type: "button", "aria-label": name, click: () => go(index() + by) }, text);
  const listId = uniqueId("list");
  gallery.id = listId;
  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-panels nb-even" },
      element(
        "div",
        {},
        panel,
        element(
          "div",
          { class: "nb-caption" },
          heldBack
            ? "drag the ring along the epochs; the cross marks the lowest loss on held-back data"
            : "drag the ring along the epochs",
        ),
      ),
      element(
        "div",
        {},
        matrix,
        element(
          "div",
          { class: "nb-caption" },
          `rows: what the ${noun} are; columns: what they were taken for; choose a cell to see its ${noun}`,
        ),
      ),
    ),
    element(
      "div",
      { class: "nb-steps" },
      position.node,
      element(
        "div",
        { class: "nb-buttons" },
        button("‹", "one epoch back", -1),
        play.button,
        button("›", "one epoch on", 1),
      ),
    ),
    page.words,
    page.aloud,
    page.numbers,
    element("div", { class: "nb-beside nb-show" }, viewChoice.node, clear),
    gallery,
    galleryNote,
  );

  function draw() {
    const k = index();
    const x = upper.toX(epochs[k]);
    cursor.setAttribute("d", `M${x},${UPPER.top}V${SIZE.height - SIZE.bottom}`);
    grip.at(x, (UPPER.height - UPPER.bottom + LOWER.top) / 2);
    drawn.forEach(([scale, curve], n) =>
      assign(dots[n], {
        cx: x,
        cy: scale.toY(curve[k] ?? 0),
        visibility: curve[k] === null ? "hidden" : "visible",
      })
    );
    stops.refresh();
    position.show(epochs[k]);

    const table = tables[k];
    const [ct, cp] = get("cell");
    cells.forEach((node, j) => {
      const t = Math.floor(j / classes);
      const p = j % classes;
      const n = table[j];
      if (node.dataset.count !== String(n)) {
        node.dataset.count = n;
        node.textContent = n ? String(n) : "";
        node.style.setProperty(
          "--nb-fill",
          `${
            Math.round(
              n ? (t === p ? 6 + 34 * (n / Math.max(1, rows[t])) : 8 + 37 * (n / fullest)) : 0,
            )
          }%`,
        );
        node.setAttribute("aria-label", `${names[t]} taken for ${names[p]}: ${n}`);
      }
      const chosen = t === ct && p === cp;
      if (node.getAttribute("aria-selected") !== String(chosen)) {
        node.setAttribute("aria-selected", chosen);
      }
    });

    const now = changes(labels, predictions, count, k);
    drawGallery(k, now);
    let worst = -1;
    table.forEach((n, j) => {
      if (j % (classes + 1) && n > 0 && (worst < 0 || n > table[worst])) worst = j;
    });
    const correct = table.reduce((sum, n, j) => (j % (classes + 1) ? sum : sum + n), 0);
    const seen = {
      k,
      best,
      epochs,
      training,
      heldBack,
      right: correct,
      total,
      noun,
      now: { right: now.right.length, wrong: now.wrong.length },
      worst: worst < 0 ? null : {
        name: names[Math.floor(worst / classes)],
        taken: names[worst % classes],
        count: table[worst],
      },
    };
    page.tell(replayStory(seen), stage({ k, best, loss: watched[k] }));
    const facts = {
      epoch: epochs[k],
      "training loss": training[k] === null ? "not a number" : write(training[k]),
    };
    if (heldBack) {
      facts["held-back loss"] = heldBack[k] === null ? "not a number" : write(heldBack[k]);
    }
    page.facts({
      ...facts,
      accuracy: write(accuracy[k], 4),
      wrong: total - correct,
      "became right": now.right.length,
      "became wrong": now.wrong.length,
    });
  }

  function drawGallery(k, now) {
    const [t, p] = get("cell");
    const view = get("view");
    const all = Array.from(labels.keys());
    clear.classList.toggle("nb-idle", t === undefined);
    viewChoice.show(view);
    let groups;
    if (t !== undefined) {
      const found = all.filter((i) => labels[i] === t && taken(i, k) === p);
      groups = [[`${names[t]} taken for ${names[p]} in epoch ${epochs[k]}`, found]];
    } else if (view === VIEWS[0]) {
      groups = [["became wrong", now.wrong], ["became right", now.right]];
    } else if (view === VIEWS[1]) {
      const often = all.filter((i) => flipped[i] > 0).sort((a, b) =>
        flipped[b] - flipped[a] || a - b
      );
      groups = [["changed in the run, most often first", often]];
    } else groups = [[`wrong in epoch ${epochs[k]}`, all.filter((i) => !right(i, k))]];

    const carried = pictured.length
      ? `: the page has pictures of ${pictured.length}, at most ${AT_MOST} at once`
      : `, at most ${AT_MOST} at once`;
    let hidden = 0;
    let room = AT_MOST;
    const known = new Set(pictured);
    gallery.replaceChildren(...groups.map(([title, members]) => {
      const shown = (pictured.length ? members.filter((i) => known.has(i)) : members).slice(
        0,
        room,
      );
      room -= shown.length;
      hidden += members.length - shown.length;
      const id = uniqueId("group");
      return element(
        "section",
        { "aria-labelledby": id },
        element("div", { class: "nb-group", id }, `${title}: ${members.length}`),
        element(
          "ul",
          { class: "nb-tiles", "aria-labelledby": id },
          ...shown.map((i) => place(i, k)),
        ),
      );
    }));
    const empty = groups.every(([, members]) => !members.length);
    const nothing = view === VIEWS[0] && k === 0 && t === undefined
      ? "This is the first epoch: there is none before it. "
      : empty
      ? `No ${noun} here. `
      : "";
    galleryNote.textContent = `${nothing}${
      hidden ? `${hidden} more are not shown${carried}. ` : ""
    }Below each: a bar for every epoch, tall where it was wrong; the mark is the epoch shown.`;
  }

  function place(i, k) {
    const { node, verdict, now } = tile(i);
    const is = names[labels[i]];
    const as = names[taken(i, k)];
    verdict.textContent = right(i, k) ? is : `${is} → ${as}`;
    node.classList.toggle("nb-mistaken", !right(i, k));
    let wrong = 0;
    for (let e = 0; e < count; e++) if (!right(i, e)) wrong++;
    node.setAttribute(
      "aria-label",
      `${is}, ${
        right(i, k) ? "recognized" : `taken for ${as}`
      }; wrong in ${wrong} of ${count} epochs`,
    );
    now.setAttribute("x", (100 * k) / count);
    return node;
  }

  page.follow(["epoch", "cell", "view"], draw);
  draw();
  return page.leave;
}

// All pictures side by side, as an image whose opacity is the ink.
function strip(bytes, pictures, wide, high) {
  const canvas = element("canvas", { width: pictures * wide, height: high });
  const context = canvas.getContext("2d");
  const image = context.createImageData(pictures * wide, high);
  for (let n = 0; n < pictures; n++) {
    for (let j = 0; j < high; j++) {
      for (let i = 0; i < wide; i++) {
        image.data[4 * (j * pictures * wide + n * wide + i) + 3] = bytes[(n * high + j) * wide + i];
      }
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

export default { render };
