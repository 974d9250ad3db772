// A drawing made for a screen, put on a phone: fewer years under an axis, room for the values beside the bars.
// Worked out once from the figure and the width of its place, before it is drawn, never from a drawing.
"use strict";

{
  const NARROW = 460; // px, below which a chart is one of a phone's
  const SHORT = 4; // px, the least that the longest bar takes, whatever its value needs beside it
  const [PANEL, HEAD, FOOT] = [170, 28, 16]; // px of one of several small charts, of its heading, and of what stands under it
  const GAP = 10; // px between a bar and its value, or two labels

  const pen = document.createElement("canvas").getContext("2d");
  const plain = (text) => Math.max(...String(text ?? "").split("<br>").map((line) => pen.measureText(line.replace(/<[^>]*>/g, "")).width));
  const long = (text) => {
    const { font } = pen;
    if (/<b>/.test(text)) pen.font = `bold ${font}`;
    const width = plain(text);
    pen.font = font;
    return width;
  };
  const longest = (texts) => Math.max(0, ...(texts ?? []).map(long));

  // Every other, third … label of an axis of years, the last one always kept; labels of its own stay level.
  function thinned(axis, room) {
    if (axis.visible === false) return {};
    if (axis.tickvals) {
      const width = longest(axis.ticktext ?? axis.tickvals) + GAP;
      const step = Math.ceil((axis.tickvals.length * width) / room);
      if (step < 2) return {};
      const last = axis.tickvals.length - 1;
      const kept = (list) => list?.filter((_, i) => (last - i) % step === 0);
      return { tickvals: kept(axis.tickvals), ticktext: kept(axis.ticktext) };
    }
    if (axis.tickformat !== "d") return {};
    const most = Math.max(1, Math.floor(room / (long("2000") + 2 * GAP)));
    if (axis.nticks) return { nticks: Math.min(axis.nticks, most), tickangle: 0 };
    if (!axis.dtick || !axis.range) return {};
    const [from, to] = axis.range;
    return { dtick: Math.max(axis.dtick, Math.ceil(Math.abs(to - from) / most)), tickangle: 0 };
  }

  // The range of a horizontal axis that keeps every bar and the value beside it inside, on both sides of zero: the most
  // pixels a unit may take, found by halving, as each side's width is that of whichever bar and value together are longest.
  function widened(axis, bars, notes, room) {
    if (axis.visible !== false || !axis.range || !bars.length || room <= 0) return {};
    const turned = axis.range[0] > axis.range[1];
    const sides = [[], []];
    for (const { x, text, textposition } of bars) {
      x.forEach((value, i) => {
        const beside = textposition === "outside" ? long(Array.isArray(text) ? text[i] : text) + GAP : 0;
        sides[value < 0 ? 0 : 1].push([value ?? 0, beside]);
      });
    }
    for (const { x, text, xanchor, xshift } of notes) {
      sides[(xanchor === "left") === turned ? 0 : 1].push([x, long(text) + Math.abs(xshift ?? 0) + GAP]);
    }
    const longestBar = Math.max(...sides.flat().map(([value]) => Math.abs(value)));
    if (!longestBar) return {};
    const reach = (side, pixels) => Math.max(0, ...side.map(([value, beside]) => Math.abs(value) * pixels + beside));
    const wide = (pixels) => reach(sides[0], pixels) + reach(sides[1], pixels);
    let [fits, over] = [0, room / longestBar];
    for (let i = 0; i < 30; i++) {
      const half = (fits + over) / 2;
      if (wide(half) <= room) fits = half;
      else over = half;
    }
    fits = Math.max(fits, SHORT / longestBar);
    const [from, to] = turned ? [axis.range[1], axis.range[0]] : axis.range;
    const range = [Math.min(from, -reach(sides[0], fits) / fits), Math.max(to, reach(sides[1], fits) / fits)];
    return { range: turned ? range.reverse() : range };
  }

  // Headings on either side of zero stand side by side at the outer edge: there is no room for them at zero.
  function edged(annotations) {
    const heads = annotations.filter((a) => a.x === 0 && (a.xref ?? "x") === "x" && /^(left|right)$/.test(a.xanchor));
    if (heads.length !== 2) return annotations;
    const turned = heads[0].xanchor === "left";
    const [inner, outer] = heads;
    const edge = { xref: "paper", x: turned ? 0 : 1, xanchor: turned ? "left" : "right" };
    const shift = (long(outer.text) + 2 * GAP) * (turned ? 1 : -1);
    return annotations.map((a) => (a === outer ? { ...a, ...edge, xshift: 0 } : a === inner ? { ...a, ...edge, xshift: shift } : a));
  }

  // A key over the bars' foot that is too long to stand there begins over their names.
  function begun(a, side, room) {
    const left = a.x === 0 && a.xanchor === "left";
    const right = a.x === 1 && a.xanchor === "right";
    if (a.xref !== "paper" || !(left || right) || long(a.text) <= room) return a;
    return { ...a, xshift: left ? -side : side };
  }

  // A colour bar under a map takes nearly its whole width.
  function stretched(trace, width) {
    const bar = trace.colorbar ?? trace.marker?.colorbar;
    if (bar?.orientation !== "h" || !bar.tickvals) return trace;
    const colorbar = { ...bar, len: 0.9, ...thinned(bar, 0.9 * width) };
    return trace.colorbar ? { ...trace, colorbar } : { ...trace, marker: { ...trace.marker, colorbar } };
  }

  // Small multiples stand two by two, and are as tall as that needs: chart.js gives them the room.
  function paired(layout) {
    const axes = Object.keys(layout).filter((name) => /^xaxis\d*$/.test(name)).sort((a, b) => a.slice(5) - b.slice(5));
    const down = Math.ceil(axes.length / 2);
    const least = down * PANEL;
    const turned = layout.annotations[0].xanchor === "right";
    const apart = 2 * (layout.meta.apart ?? 0);
    const out = { ...layout, annotations: [...layout.annotations], meta: { ...layout.meta, least } };
    axes.forEach((name, n) => {
      const left = (n % 2 === 0) === turned ? 0.5 : 0;
      const top = 1 - Math.floor(n / 2) / down;
      const upright = `yaxis${name.slice(5)}`;
      out[name] = { ...layout[name], domain: [left + apart, left + 0.47], showticklabels: n >= axes.length - 2 };
      out[upright] = { ...layout[upright], domain: [top - (PANEL - FOOT) / least, top - HEAD / least], showticklabels: !left || apart > 0 };
      out.annotations[n] = { ...layout.annotations[n], x: left + (turned ? 0.47 : 0), y: top - HEAD / least };
    });
    return out;
  }

  // A figure for a place `width` px wide: as it is, unless that is narrow.
  window.narrow = (figure, width) => {
    const { data } = figure;
    if (width >= NARROW || figure.layout.grid || !data.length) return figure;
    const layout = figure.layout.meta?.panels > 2 ? paired(figure.layout) : figure.layout;
    pen.font = `${layout.font.size}px ${layout.font.family}`;
    const bars = data.filter((t) => t.type === "bar" && t.orientation === "h" && Array.isArray(t.x));
    const notes = (layout.annotations ?? []).filter((a) => /^(left|right)$/.test(a.xanchor) && Number.isFinite(a.x));
    const names = data.map((t) => (typeof t.y?.[0] === "string" ? longest(t.y) : 0));
    const side = Math.max(longest(layout.yaxis?.ticktext), ...names);
    const whole = width - (layout.margin?.l ?? 0) - (layout.margin?.r ?? 0) - side - GAP;
    const out = { ...layout, annotations: edged(layout.annotations ?? []).map((a) => begun(a, side, whole)) };
    for (const [name, axis] of Object.entries(layout)) {
      if (!/^xaxis\d*$/.test(name)) continue;
      const id = name.replace("axis", "");
      const mine = bars.filter((t) => (t.xaxis ?? "x") === id);
      const beside = notes.filter((a) => (a.xref ?? "x") === id && a.x !== 0);
      const [from, to] = axis.domain ?? [0, 1];
      const room = whole * (to - from);
      out[name] = { ...axis, ...thinned(axis, room), ...widened(axis, mine, beside, room) };
    }
    return { data: data.map((trace) => stretched(trace, width)), layout: out };
  };
}
