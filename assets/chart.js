// A page's figures: fetched, drawn once they are near the window, told about, and fitted to their places.
"use strict";

{
  const charts = new Map(); // view → the element that holds its chart

  // Our own bundle of plotly: run when a figure needs it, once the words have been painted.
  let bundle;
  function plotly() {
    bundle ??= new Promise((done, fail) => {
      const src = document.querySelector("meta[name=plotly]").content;
      const script = Object.assign(document.createElement("script"), { src, onload: done, onerror: fail });
      requestAnimationFrame(() => setTimeout(() => document.head.append(script)));
    });
    bundle.catch(() => { bundle = undefined; });
    return bundle;
  }

  const frameOf = (view) => document.querySelector(`[data-figure="${view}"]`);
  const chartOf = (view) => frameOf(view)?.querySelector(".chart");

  // Drawing is what costs: a figure waits until it is within half a window of what is seen, or is about to be printed.
  const waiting = new Map(); // view → what to call then
  const reached = (view) => {
    waiting.get(view)?.();
    waiting.delete(view);
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      reached(target.closest("[data-figure]")?.dataset.figure);
    }
  }, { rootMargin: "50%" });
  const close = (frame) => {
    const { top, bottom, width } = frame.getBoundingClientRect();
    return width && bottom > -0.5 * innerHeight && top < 1.5 * innerHeight;
  };
  const SHEET = 690; // px of an A4 sheet upright, between its margins
  const wider = () => [...charts.values()].filter((chart) => chart.fits && chart.clientWidth > SHEET);
  addEventListener("beforeprint", () => {
    [...waiting.keys()].forEach(reached);
    // Paper is narrower than the window: what is much wider is drawn for it, and whatever is left over shrinks whole.
    for (const chart of wider()) fit(chart, SHEET);
    for (const svg of document.querySelectorAll(".chart .main-svg")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  });
  addEventListener("afterprint", () => {
    document.querySelectorAll(".chart .main-svg").forEach((svg) => svg.removeAttribute("viewBox"));
    for (const chart of wider()) fit(chart);
  });

  const near = (view) => new Promise((done) => {
    if (chartOf(view).fits && close(frameOf(view))) return done();
    waiting.set(view, done);
    sight.observe(frameOf(view).querySelector(".plot"));
  });

  // Draw what the address gives, in a page's locale and boundaries; what is drawn stays until the next one is there.
  async function show(view, url, { locale, boundaries }, follow) {
    const asked = chartOf(view);
    if (!asked || asked.shows === url) return;
    asked.shows = url;
    charts.set(view, asked);
    try {
      const [figure] = await Promise.all([window.early.take(url), plotly(), near(view)]);
      const chart = chartOf(view);
      if (chart?.shows !== url) return;
      chart.about = figure.layout.meta;
      caption(frameOf(view), chart.about);
      await null; // the words of all charts first: each chart then measures a page that stands
      chart.figure = figure;
      chart.options = { locale, topojsonURL: boundaries, displayModeBar: false, showSendToCloud: false, scrollZoom: false, showTips: false };
      await fit(chart);
      if (!chart.fits) {
        chart.fits = true;
        chart.on("plotly_click", ({ points }) => follow(points?.[0]?.customdata));
        fitting.observe(chart);
      }
      document.dispatchEvent(new CustomEvent("drawn", { detail: chart.about }));
    } catch (error) {
      const frame = frameOf(view);
      if (chartOf(view)?.shows !== url) return;
      chartOf(view).shows = null;
      frame.querySelector(".plot").classList.add("stale");
      frame.querySelector(".problem").hidden = false;
    }
  }

  // The figure of a chart at the size of its place, or as wide as is said.
  function fit(chart, width) {
    const { data, layout } = window.narrow(chart.figure, width ?? chart.clientWidth);
    chart.style.minBlockSize = layout.meta?.least ? `${layout.meta.least}px` : "";
    const size = width ? { autosize: false, width, height: chart.clientHeight } : { autosize: true, width: undefined, height: undefined };
    return window.Plotly.react(chart, data, { ...layout, ...size }, chart.options);
  }

  // No line ends inside a range of years: dashboard/typeset.py says the same of the server's texts.
  const bound = (text) => text.replace(/(?<=\d)–(?=\d)/g, "–\u2060");

  // The texts around a chart say what it shows.
  function caption(frame, { title, subtitle, source, flags, scope, empty }) {
    const plot = frame.querySelector(".plot");
    frame.querySelector("h3").textContent = title;
    frame.querySelector(".subtitle").textContent = bound(empty || subtitle || "\u00a0");
    frame.querySelector(".credit").textContent = bound([source, flags, scope].filter(Boolean).join(" · "));
    frame.querySelector(".problem").hidden = true;
    plot.className = empty ? "plot empty" : "plot";
    plot.setAttribute("aria-label", [title, subtitle, source].join(". "));
  }

  // A key that has come to fewer lines stays where more lines had put it, over the chart, until all is drawn anew.
  const settle = (chart) => chart._fullLayout?.showlegend && window.Plotly.redraw(chart);

  // A chart follows the size of its place.
  const fitting = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const { width, height } = target._fullLayout ?? {};
      const grown = Math.abs(target.clientWidth - width) > 1 || Math.abs(target.clientHeight - height) > 1;
      if (grown && target.clientWidth && target.clientHeight) fit(target).then(() => settle(target));
    }
  });

  // A chart drawn in the first HTML moves into the frame that Dash makes for it.
  function adopt(frame) {
    const view = frame.dataset.figure;
    const kept = charts.get(view);
    if (!kept || kept.isConnected) return;
    frame.querySelector(".chart").replaceWith(kept);
    if (kept.about) caption(frame, kept.about);
    if (waiting.has(view)) sight.observe(frame.querySelector(".plot"));
  }

  // What has left the page with its frame is given up.
  function leave() {
    for (const [view, chart] of charts) {
      if (chart.isConnected) continue;
      charts.delete(view);
      if (chart.about) window.Plotly.purge(chart);
    }
  }

  // Done once each of these views that is in sight, or nearly, has been drawn or has failed.
  function standing(views) {
    const seen = views.filter((view) => {
      const frame = frameOf(view);
      return frame && close(frame);
    });
    return Promise.all(seen.map((view) => new Promise((done) => {
      const check = () => (chartOf(view)?._fullLayout || frameOf(view)?.querySelector(".problem:not([hidden])") ? done() : setTimeout(check, 20));
      check();
    })));
  }

  window.charts = { show, adopt, leave, standing, shown: (view) => chartOf(view)?.shows, shows: (url) => [...charts.values()].some((chart) => chart.shows === url) };
}
