// A figure drawn in a narrow place: labels of an axis that would touch are thinned, bars make room for their texts.
"use strict";

{
  const GAP = 4; // pixels kept free between two texts
  const NEAR = 16; // a text closer to zero than this does not move with the scale

  const boxes = (plot, selector) => [...plot.querySelectorAll(selector)].map((part) => [part, part.getBoundingClientRect()]);

  const apart = (a, b) => a.right + GAP <= b.left || b.right + GAP <= a.left || a.bottom <= b.top || b.bottom <= a.top;

  // Keep every label, or else every second, every third …, counted from the last one.
  function thin(labels) {
    const last = labels.length - 1;
    const kept = (step) => labels.filter((_, i) => (last - i) % step === 0);
    let step = 1;
    while (step <= last && kept(step).some(([, box], i, all) => i && !apart(all[i - 1][1], box))) step += 1;
    labels.forEach(([part], i) => { part.style.visibility = (last - i) % step ? "hidden" : ""; });
  }

  // The texts at the ends of lying bars on each side of zero: how far off they begin, and the room that they take.
  function sides(plot, axis) {
    const edge = plot.querySelector(".main-svg").getBoundingClientRect();
    const start = edge.left + axis._offset;
    const zero = start + axis.d2p(0);
    const names = boxes(plot, ".yaxislayer-above .ytick text").map(([, box]) => box);
    const named = { left: names.some((box) => box.right <= zero), right: names.some((box) => box.left >= zero) };
    const side = (name, length, margin) => ({ length, margin: named[name] ? 0 : margin, texts: [] });
    const left = side("left", zero - start, start - edge.left);
    const right = side("right", start + axis._length - zero, edge.right - start - axis._length);
    const tied = (part) => plot._fullLayout.annotations[part.closest(".annotation")?.dataset.index]?.xref !== "paper";
    for (const [part, box] of boxes(plot, ".bartext, .annotation-text")) {
      if (!tied(part)) continue;
      const after = box.left + box.right > 2 * zero;
      const off = after ? box.left - zero : zero - box.right;
      (after ? right : left).texts.push({ off, width: box.width + GAP });
    }
    return [left, right];
  }

  // The length of a side in pixels when its bars shrink to a share of what they are; what stands at zero stays there.
  const reach = ({ length, margin, texts }, share) =>
    Math.max(0, length && !texts.length ? length * share : 0,
      ...texts.map(({ off, width }) => (off < NEAR ? off : off * share) + width - margin));

  // Bars as long as they can be with their texts in the drawing; a figure that has the room stays as it is.
  function widen(plot, axis) {
    const both = sides(plot, axis);
    if (both.every((side) => reach(side, 1) <= side.length + 1) || plot.widened > 2) return;
    plot.widened = (plot.widened ?? 0) + 1;
    let [low, high] = [0.05, 1];
    for (let i = 0; i < 20; i += 1) {
      const share = (low + high) / 2;
      if (both.reduce((sum, side) => sum + reach(side, share), 0) > axis._length) high = share;
      else low = share;
    }
    const unit = Math.abs(axis.range[1] - axis.range[0]) / axis._length / low;
    const way = Math.sign(axis.range[1] - axis.range[0]);
    const [left, right] = both.map((side) => reach(side, low) * unit);
    window.Plotly.relayout(plot, { "xaxis.range": [-way * left, way * right] });
  }

  function fit(plot) {
    thin(boxes(plot, ".xaxislayer-above .xtick text"));
    thin(boxes(plot, ".cbaxis text"));
    const axis = plot._fullLayout?.xaxis;
    const lying = plot._fullData?.some((trace) => trace.type === "bar" && trace.orientation === "h");
    if (!lying || axis.visible || axis.type !== "linear") return;
    widen(plot, axis);
  }

  // Once after every drawing, and after each of its changes.
  function follow(view) {
    const plot = document.querySelector(`[data-figure="${view}"] .chart`);
    if (!plot?._fullLayout) return;
    plot.widened = 0;
    if (!plot.follows) {
      plot.follows = true;
      plot.on("plotly_afterplot", () => fit(plot));
    }
    fit(plot);
  }

  document.addEventListener("drawn", ({ detail }) => follow(detail.view));
}
