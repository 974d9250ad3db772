// Slides on a screen, live or from one file: keys of a clicker, overview, black, contrast, a loop for a stand.
"use strict";

window.stage = (data) => {
  const root = document.documentElement;
  const said = data.words;
  const rtl = root.dir === "rtl";
  const slides = [...document.querySelectorAll(".slide, .frame")];
  const drawn = new Map(); // figure's box → its drawing, under way or done
  let at = 0;

  // What is too large for its place is set smaller until it fits.
  function shrink(part) {
    for (let share = 1; share > 0.4; share -= 0.05) {
      part.style.setProperty("--share", share);
      if (part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth + 1) return;
    }
  }

  // Titles, captions and annotations first: they leave the rest to the drawing.
  function fit(slide) {
    slide?.querySelectorAll("h2, .caption, .annotation").forEach(shrink);
    slide?.querySelectorAll(".body:not(:has(.plot))").forEach(shrink);
  }

  // A figure is drawn at the height its type is made for, and the whole is scaled to the screen, from 1024 × 768 to 4K.
  function draw(slide) {
    const box = slide?.querySelector(".plot");
    fit(slide);
    if (!box) return Promise.resolve();
    const { data: traces, layout, height } = data.figures[box.id];
    const scale = box.clientHeight / height;
    const size = { width: Math.round(box.clientWidth / scale), height, autosize: false };
    const before = drawn.get(box);
    if (before?.width === size.width && before.scale === scale) return before.done;
    const inner = box.firstChild ?? box.appendChild(document.createElement("div"));
    // Labels are measured on screen: scaled only once the figure has made room for them.
    inner.style.cssText = "position:absolute; left:0; top:0; direction:ltr; transform-origin:0 0";
    const options = { displayModeBar: false, locale: data.locale, topojsonURL: data.boundaries };
    const made = before ? Plotly.relayout(inner, size) : Plotly.newPlot(inner, traces, { ...layout, ...size }, options);
    const done = made.then(() => { inner.style.transform = `scale(${scale})`; });
    drawn.set(box, { width: size.width, scale, done });
    return done;
  }

  async function drawAll() {
    for (const slide of slides) await draw(slide);
  }

  if (!root.classList.contains("deck")) {
    document.fonts.ready.then(() => slides.forEach(draw));
    return;
  }

  function element(name, className, text = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  const bar = element("div", "bar");
  const tools = element("div", "tools");
  const place = element("span", "place");
  const age = element("p", "age");
  const speaker = window.speaker(data, { slides, draw, at: () => at, keyed });
  bar.append(element("i", ""));
  age.hidden = true;

  // What the address keeps of the show: the slide, beside a deck that came with the link.
  const kept = () => new URLSearchParams(location.hash.slice(1));

  function go(to) {
    at = Math.max(0, Math.min(slides.length - 1, to));
    root.classList.remove("black");
    slides.forEach((s, i) => {
      s.classList.toggle("on", i === at);
      s.inert = i !== at && !root.classList.contains("overview");
    });
    bar.firstChild.style.width = `${(100 * at) / Math.max(1, slides.length - 1)}%`;
    place.textContent = `${at + 1} / ${slides.length}`;
    document.title = `${slides[at].getAttribute("aria-label")} · ${data.title}`;
    const hash = kept();
    hash.set("at", at);
    history.replaceState(null, "", `#${hash}`);
    draw(slides[at]).then(() => {
      speaker.show();
      return draw(slides[at + 1]); // the next one is ready before it is asked for
    }).then(speaker.show);
    if (root.classList.contains("overview")) slides[at].scrollIntoView({ block: "nearest" });
  }

  async function overview() {
    if (!root.classList.contains("overview")) await drawAll();
    root.classList.toggle("overview");
    go(at);
  }

  // How many slides stand in a row of the overview.
  function across() {
    const top = slides[0].getBoundingClientRect().top;
    return slides.filter((s) => s.getBoundingClientRect().top === top).length;
  }

  // A stand without a speaker: slide after slide, over and over, with the age of the data in a corner.
  const pause = Math.max(3, Number(new URLSearchParams(location.search).get("loop")) || 15);
  let turning = null;
  function loop() {
    clearInterval(turning);
    turning = turning ? null : setInterval(() => { tellAge(); go((at + 1) % slides.length); }, 1000 * pause);
    age.hidden = !turning;
    root.classList.toggle("turning", Boolean(turning));
    tellAge();
  }
  function tellAge() {
    if (!data.fetched) return;
    const days = Math.round((Date.now() - Date.parse(data.fetched)) / 86_400_000);
    const since = new Intl.RelativeTimeFormat(data.locale, { numeric: "auto" }).format(-Math.max(0, days), "day");
    age.textContent = `${said.age} (${since})`;
  }

  const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  const row = (by) => (root.classList.contains("overview") ? by * across() : by);
  const next = () => go(at + 1);
  const back = () => go(at - 1);
  const keys = {
    ArrowRight: rtl ? back : next, ArrowLeft: rtl ? next : back, ArrowDown: () => go(at + row(1)), ArrowUp: () => go(at - row(1)),
    PageDown: next, PageUp: back, " ": next, Backspace: back, Home: () => go(0), End: () => go(slides.length - 1),
    Enter: () => (root.classList.contains("overview") ? overview() : next()),
    Escape: overview, o: overview, f: full, n: speaker.toggle, r: speaker.restart, a: loop,
    b: () => root.classList.toggle("black"), ".": () => root.classList.toggle("black"), c: () => root.classList.toggle("contrast"),
  };

  // Also what the speaker's window hears.
  function keyed(event) {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const pressed = event.target.closest?.("button, a[href]") && ["Enter", " "].includes(event.key);
    if (!act || pressed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  // The same by hand: shown while the pointer moves or the keyboard is among them.
  for (const [key, word, act] of [
    [rtl ? "→" : "←", "back", back], [rtl ? "←" : "→", "next", next], ["O", "overview", overview], ["N", "notes", speaker.toggle],
    ["B", "black", keys.b], ["C", "contrast", keys.c], ["A", "loop", loop], ["F", "full", full],
  ]) {
    const button = element("button", word, said[word]);
    button.type = "button";
    button.append(element("kbd", "", key));
    button.addEventListener("click", () => act());
    tools.append(button);
  }
  tools.append(place);
  let resting = null;
  addEventListener("pointermove", () => {
    root.classList.add("handled");
    clearTimeout(resting);
    resting = setTimeout(() => root.classList.remove("handled"), 2500);
  });

  let start = null;
  addEventListener("touchstart", (event) => { start = event.touches.length === 1 ? event.touches[0].clientX : null; }, { passive: true });
  addEventListener("touchend", (event) => {
    const moved = start === null ? 0 : event.changedTouches[0].clientX - start;
    if (Math.abs(moved) > 60 && !root.classList.contains("overview")) (moved < 0) === rtl ? back() : next();
  });
  document.addEventListener("click", (event) => {
    const index = root.classList.contains("overview") ? slides.indexOf(event.target.closest(".slide")) : -1;
    if (index < 0) return;
    event.preventDefault();
    at = index;
    overview();
  });

  document.body.append(bar, age, tools);
  addEventListener("resize", () => draw(slides[at]).then(speaker.show));
  addEventListener("keydown", keyed);
  addEventListener("beforeprint", () => slides.forEach(draw));
  document.fonts.ready.then(() => {
    go(Number(kept().get("at")) || 0);
    if (new URLSearchParams(location.search).has("loop")) loop();
  });
};

{
  const held = document.getElementById("data");
  if (held) window.stage(JSON.parse(held.textContent));
}
