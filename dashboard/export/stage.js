// Slides in one file: keys of a clicker, one slide at a time, figures drawn when first seen (or all, to be printed).
"use strict";

{
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slide, .frame")];
  const drawn = new Set();
  let at = 0;

  const bar = document.createElement("div");
  bar.className = "bar";
  bar.append(document.createElement("i"));

  // A figure is drawn at the height its type is made for, and the whole is scaled to the screen, from 1024 × 768 to 4K.
  function draw(slide) {
    const box = slide.querySelector(".plot");
    if (!box) return null;
    const { data: traces, layout, height } = data.figures[box.id];
    const scale = box.clientHeight / height;
    const inner = box.firstChild ?? box.appendChild(document.createElement("div"));
    // Labels are measured on screen: scaled only once the figure has made room for them.
    inner.style.cssText = "position:absolute; left:0; top:0; direction:ltr; transform-origin:0 0";
    const size = { width: Math.round(box.clientWidth / scale), height, autosize: false };
    const options = { displayModeBar: false, locale: data.locale };
    const done = drawn.has(box.id) ? Plotly.relayout(inner, size) : Plotly.newPlot(inner, traces, { ...layout, ...size }, options);
    drawn.add(box.id);
    return done.then(() => { inner.style.transform = `scale(${scale})`; });
  }

  function go(to) {
    at = Math.max(0, Math.min(slides.length - 1, to));
    slides.forEach((s, i) => s.classList.toggle("on", i === at));
    bar.firstChild.style.width = `${(100 * at) / Math.max(1, slides.length - 1)}%`;
    document.title = `${slides[at].getAttribute("aria-label")} · ${data.title}`;
    history.replaceState(null, "", `#${at}`);
    draw(slides[at]);
  }

  const keys = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1), " ": () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1), Backspace: () => go(at - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    b: () => root.classList.toggle("black"), ".": () => root.classList.toggle("black"),
    n: () => root.classList.toggle("noted"),
  };

  if (!root.classList.contains("deck")) {
    document.fonts.ready.then(() => slides.forEach(draw));
  } else {
    document.body.append(bar);
    addEventListener("resize", () => draw(slides[at]));
    addEventListener("keydown", (event) => {
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    let start = null;
    addEventListener("touchstart", (event) => { start = event.touches[0].clientX; }, { passive: true });
    addEventListener("touchend", (event) => {
      const moved = event.changedTouches[0].clientX - start;
      if (Math.abs(moved) > 60) go(at + (moved < 0 ? 1 : -1));
    });
    addEventListener("beforeprint", () => slides.forEach(draw));
    go(Number(location.hash.slice(1)) || 0);
  }
}
