// The slider over years or steps with its play button: it writes what the control of the same parameter would.
"use strict";

{
  const PAUSE = 1400; // ms between two steps while playing
  const CALM = 200; // ms between two changes while the slider is dragged
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const known = { year: { choices: [], value: "" }, step: { choices: [], value: "" } };
  let playing = null; // the bar that plays
  let wanted; // the value that a drag waits to write
  let waiting;

  const write = (param, value) => window.dash_clientside.set_props?.({ type: "control", param }, { value });
  const place = (param) => {
    const at = known[param].choices.indexOf(known[param].value);
    return at < 0 ? known[param].choices.length - 1 : at;
  };

  function stop() {
    if (playing) {
      clearTimeout(playing.timer);
      clearTimeout(playing.ahead);
      playing.bar.classList.remove("moving");
      playing = null;
    }
    fill();
  }

  // One step on, from the first again after the last; the next when the figures have had their time.
  function advance(bar) {
    const { param } = bar.dataset;
    const { choices } = known[param];
    if (!choices.length || !bar.isConnected) return stop();
    const next = (place(param) + 1) % choices.length;
    known[param].value = choices[next];
    // A film is one entry of the history, however late its last step is seen: see sliding() in screen.js.
    if (playing) window.film = { param, value: String(choices[next]), again: playing.steps++ > 0 };
    write(param, choices[next]);
    fill();
    if (!playing) return undefined;
    if (next === choices.length - 1) return setTimeout(stop, PAUSE);
    playing.timer = setTimeout(advance, PAUSE, bar);
    playing.ahead = setTimeout(window.prepare, PAUSE / 2, { [param]: choices[next + 1] });
    return undefined;
  }

  // A reader who wants less motion gets one step a click instead of a film.
  function play(bar) {
    if (playing?.bar === bar) return stop();
    stop();
    if (still.matches) return advance(bar);
    bar.classList.add("moving");
    playing = { bar, steps: 0 };
    return advance(bar);
  }

  // While the slider is dragged: the last position always, few of those between.
  function drag(bar, value) {
    const { param } = bar.dataset;
    known[param].value = wanted = value;
    bar.classList.add("moving");
    fill();
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      write(param, wanted);
      if (!playing) setTimeout(() => playing || bar.classList.remove("moving"), 0);
    }, CALM);
  }

  function build(bar) {
    const button = document.createElement("button");
    const slider = document.createElement("input");
    const shown = document.createElement("output");
    button.type = "button";
    slider.type = "range";
    slider.min = 0;
    slider.setAttribute("aria-label", bar.dataset.label);
    button.addEventListener("click", () => play(bar));
    slider.addEventListener("input", () => {
      if (playing) stop();
      drag(bar, known[bar.dataset.param].choices[slider.value]);
    });
    bar.append(button, slider, shown);
  }

  function fill() {
    for (const bar of document.querySelectorAll(".timeline")) {
      if (!bar.children.length) build(bar);
      const [button, slider, shown] = bar.children;
      const { choices } = known[bar.dataset.param];
      const at = place(bar.dataset.param);
      bar.hidden = choices.length < 2;
      slider.max = Math.max(0, choices.length - 1);
      slider.value = at;
      const word = choices.length ? bar.dataset.word.replace("{}", choices[at]) : "";
      slider.setAttribute("aria-valuetext", word);
      shown.textContent = word;
      const moving = playing?.bar === bar;
      const said = moving ? bar.dataset.pause : still.matches ? bar.dataset.next : bar.dataset.play;
      button.textContent = moving ? "❚❚" : "▶";
      button.title = said;
      button.setAttribute("aria-label", said);
    }
  }

  document.addEventListener("offered", ({ detail }) => {
    known.year = { choices: detail.years.map(String), value: detail.year ?? "" };
    known.step.value = detail.step ?? "";
    requestAnimationFrame(fill);
  });

  document.addEventListener("drawn", ({ detail }) => {
    if (detail.steps === undefined) return;
    known.step.choices = Array.from({ length: detail.steps }, (_, n) => String(n + 1));
    fill();
  });
}
