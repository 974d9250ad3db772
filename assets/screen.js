// The state of a screen in the browser: the address holds it, controls and clicks write it, figures follow it.
"use strict";

{
  let page = null; // what the server said of this page: see _stores in dashboard/page.py
  let state = {}; // parameters of the address that differ from the default
  // Before Dash is there, what it would be told stands in the address, from which it starts.
  const set = (id, props) => window.dash_clientside.set_props?.(id, props);
  const keep = () => window.dash_clientside.no_update;
  const look = () => document.documentElement.dataset.look;

  // The address of the page in a state. Parameters that stand in the path stay there.
  function href(values) {
    const query = new URLSearchParams(values);
    for (const name of page.fixed) query.delete(name);
    const text = query.toString();
    return location.pathname + (text ? "?" + text : "");
  }

  // The parameters of a view, in the order the server writes them.
  function query(reads, values) {
    const out = new URLSearchParams();
    for (const name of reads) {
      if (name === "lang") out.append(name, page.lang);
      else if (name === "stage" && stageOf(values) !== usual(values)) out.append(name, stageOf(values));
      else if (name === "look" && look() === "dark") out.append(name, "dark");
      else if (name !== "look" && name !== "stage" && values[name] !== undefined) out.append(name, values[name]);
    }
    return out;
  }

  const figureUrl = (view, values) => {
    const params = query(page.figures[view], values);
    params.append("v", page.version);
    return `/figure/${view}.json?${params}`;
  };

  // All that the page says in a state; null for a page that says nothing of its own.
  function textsUrl(values) {
    const reads = Object.values(page.served).flat();
    if (!reads.length) return null;
    const params = query(Object.keys(page.defaults).filter((n) => n === "lang" || reads.includes(n)), values);
    params.append("v", page.version);
    return `/texts/${page.page}.json?${params}`;
  }

  // A state after some changes: empty values leave it; a stage or year that the new metal lacks does too.
  function changed(changes) {
    const next = { ...state };
    for (const [name, value] of Object.entries(changes)) {
      const text = Array.isArray(value) ? value.join(",") : value === true ? "1" : String(value ?? "");
      if (text === "" || value === false || (name !== "lang" && text === page.defaults[name])) delete next[name];
      else next[name] = text;
    }
    const stages = page.choices[next.metal ?? page.metal];
    if (stages) {
      if (!stages[next.stage] || next.stage === firstStage(stages)) delete next.stage;
      const years = stages[next.stage ?? firstStage(stages)] ?? [];
      if (next.year && !years.includes(Number(next.year))) delete next.year;
    }
    if (!("page" in changes)) delete next.page;
    return next;
  }

  // What a parameter is where the address does not name it.
  const implied = (name) =>
    name === "stage" ? firstStage(page.choices[state.metal ?? page.metal] ?? {}) : page.defaults[name] ?? "";

  // The stage of a state, and the one that an address without a stage means to the server.
  const stageOf = (values) => values.stage ?? firstStage(page.choices[values.metal ?? page.metal] ?? {});
  const usual = (values) => page.usual[values.metal ?? page.metal] ?? "mine";

  const firstStage = (stages) => Object.keys(page.stages).find((s) => stages[s]) ?? "mine";

  // Stage and year offer what the metal has, every control shows what the state says; nothing is set that stands already.
  let offered = {};
  let weighed = [];
  let weighing = null;
  function tell(param, props) {
    const text = JSON.stringify(props);
    if (!page.controls.includes(param) || offered[param] === text) return;
    offered[param] = text;
    set({ type: "control", param }, props);
  }

  // When there is a moment, once however often it was asked for; in half a second at the latest.
  const asked = new Map();
  const [wait, forget] = window.requestIdleCallback
    ? [(act) => requestIdleCallback(act, { timeout: 500 }), (mark) => cancelIdleCallback(mark)] : [setTimeout, clearTimeout];
  function idly(act) {
    forget(asked.get(act));
    asked.set(act, wait(act));
  }

  function offer() {
    const stages = page.choices[state.metal ?? page.metal] ?? {};
    const stage = state.stage ?? firstStage(stages);
    const years = [...(stages[stage] ?? [])].reverse();
    const held = Object.keys(page.stages).filter((s) => stages[s] || s === stage);
    tell("stage", { data: held.map((s) => ({ value: s, label: page.stages[s] })), value: stage });
    const choices = [{ value: "", label: page.latest }, ...years.map((y) => ({ value: String(y), label: String(y) }))];
    tell("year", { data: choices, value: state.year ?? "" });
    for (const name of ["country", "partner", "bloc", "metal", "indicator", "theme"]) {
      const value = state[name] ?? page.defaults[name];
      tell(name, { value: value || null });
    }
    const shown = (name) => state[name] ?? page.defaults[name];
    tell("stop", { value: (shown("stop") || "").split(",").filter(Boolean) });
    for (const name of ["loss", "spare"]) tell(name, { value: Number(shown(name)) });
    for (const name of ["feed", "buyers", "measure"]) tell(name, { value: shown(name) });
    tell("sellers", { value: shown("sellers") || null });
    document.dispatchEvent(new CustomEvent("offered", { detail: { years: years.reverse(), year: state.year, step: state.step } }));
  }

  // While a slider moves, one entry of the history stands for the whole move.
  let slid = -Infinity;
  function sliding(changes) {
    const { film } = window; // what a playing slider wrote last: see timeline.js
    if (film && String(changes[film.param]) === film.value) {
      window.film = null;
      return film.again;
    }
    const bar = document.querySelector(".timeline.moving");
    if (!("weights" in changes || bar)) return false;
    const since = performance.now() - slid;
    slid = performance.now();
    return since < (bar ? 5000 : 1000);
  }

  function apply(next, moving = false) {
    const before = JSON.stringify(Object.entries(state).sort());
    if (before === JSON.stringify(Object.entries(next).sort())) return false;
    state = next;
    history[moving ? "replaceState" : "pushState"]({}, "", href(state));
    draw();
    say();
    idly(offer); // controls are Dash's to draw anew, which takes as long as a chart: the charts go first
    if (page.whole) visit(location.pathname + location.search);
    return true;
  }

  // A page is entered from its first HTML, then once more when Dash has put its components in the place of that HTML.
  function enter(about) {
    if (page?.serial === about.serial) return;
    page = about;
    state = { ...about.given };
    offered = {};
    said = written ? null : textsUrl(state);
    written = false;
  }

  // Where the navigation is longer than the screen, the page that is open stands in the middle of it.
  function centre() {
    const link = document.querySelector('.pages [aria-current="page"]');
    if (!link) return;
    const [own, around] = [link, link.parentElement].map((part) => part.getBoundingClientRect());
    link.parentElement.scrollLeft += (own.left + own.right - around.left - around.right) / 2;
  }

  // What a view shows at this moment, as assets/deck.js keeps it.
  window.seen = (view) => {
    const passing = ["lang", "look", "present", "page"];
    const reads = (page.figures[view] ?? page.served[view]).filter((n) => !passing.includes(n));
    return { state: Object.fromEntries(query(reads, state)), version: page.version.split("-")[0], lang: page.lang };
  };

  const visit = (address) => set("address", { data: { href: address, at: String(performance.now()) } });

  // Every figure that shows another state than the page's. What is drawn stays until the next one is there.
  const draw = () => Promise.all(Object.keys(page.figures).map((view) => window.charts.show(view, figureUrl(view, state), page, follow)));

  // Sentences, cards and tables of the page's state; those of the old one stay until they are there.
  let [said, written] = [null, false]; // the address of what they say; whether a frame was filled here, unknown to React
  async function say() {
    const url = textsUrl(state);
    if (url === said) return;
    said = url;
    const frames = () => [...document.querySelectorAll("[data-served]")];
    try {
      const texts = await window.early.take(url);
      if (said !== url) return;
      written = true;
      for (const frame of frames()) if (texts[frame.dataset.served] !== undefined) frame.dataset.html = texts[frame.dataset.served];
    } catch (error) {
      if (said !== url) return;
      said = null;
      const [first] = frames();
      if (!first || first.querySelector(".problem")) return;
      const problem = Object.assign(document.createElement("div"), { className: "problem" });
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: page.retry });
      problem.setAttribute("role", "alert");
      problem.append(page.offline, " ", button);
      first.prepend(problem);
      first.filled = null; // the same words may come again
    }
  }

  // A mark of a chart names fields of the state.
  const follow = (marked) => marked && apply(changed(marked));

  window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
    screen: {
      // A page has been put on screen: by the first load, a link, or Back.
      arrive(about) {
        enter(about);
        document.title = about.title;
        const here = location.pathname + location.search;
        if (about.asked !== here) visit(here);
        offer();
        draw();
        say();
        centre();
        document.dispatchEvent(new CustomEvent("arrived", { detail: about }));
        document.documentElement.dataset.ready = "";
        return keep();
      },

      // A control changed.
      change() {
        const trigger = window.dash_clientside.callback_context.triggered;
        if (!page || !trigger.length) return keep();
        const changes = {};
        for (const { prop_id, value } of trigger) {
          const cut = prop_id.lastIndexOf(".");
          const id = JSON.parse(prop_id.slice(0, cut));
          const now = state[id.param] ?? implied(id.param);
          if (followed?.[id.param] === value) followed = null;
          else if (String(value ?? "") !== now) changes[id.param] = value;
        }
        if (Object.keys(changes).length) apply(changed(changes), sliding(changes));
        return keep();
      },

      // Weights while their sliders move: at most ten times a second, the last position always; equal ones are the default.
      // Dash drops what a callback returns late when it has been called again, so the timer writes the value itself.
      weigh(values) {
        weighed = values;
        weighing ??= setTimeout(() => {
          weighing = null;
          const value = weighed.every((w) => w === weighed[0]) ? "" : weighed.join(",");
          set({ type: "control", param: "weights" }, { value });
        }, 100);
        return keep();
      },
    },
  });

  addEventListener("popstate", () => visit(location.pathname + location.search));

  document.addEventListener("click", (event) => {
    if (event.target.closest(".problem button")) {
      draw();
      say();
      return;
    }
    const link = event.target.closest("a");
    if (!link || !page || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.set !== undefined) {
      event.preventDefault();
      apply(changed(Object.fromEntries(new URLSearchParams(link.dataset.set))));
    } else if (link.dataset.page !== undefined) {
      event.preventDefault();
      history.pushState({}, "", link.href);
      visit(location.pathname + location.search);
      scrollTo(0, 0);
    }
  });

  // Links that carry the state on are brought up to date just before they are used.
  for (const kind of ["pointerdown", "focusin", "pointerover"]) {
    document.addEventListener(kind, (event) => {
      const link = event.target.closest?.("a[data-view], a[data-page], a[data-report], a[data-lang], a[data-look]");
      if (!link || !page) return;
      const { view, lang, look: shade } = link.dataset;
      if (view !== undefined) {
        const reads = page.figures[view] ?? page.served[view];
        const follows = link.dataset.lineage !== undefined;
        const path = follows ? `/lineage/${state.indicator ?? page.defaults.indicator}` : new URL(link.href).pathname;
        const params = query(reads.filter((n) => n !== "look" && n !== "present"), state);
        if (state.v) params.append("v", state.v);
        link.href = `${path}?${params}`;
      } else if (link.dataset.page !== undefined || link.dataset.report !== undefined) {
        const params = new URLSearchParams(state);
        for (const name of ["sort", "page", "since", "of"]) params.delete(name);
        link.href = new URL(link.href).pathname + (params.size ? `?${params}` : "");
      } else {
        link.href = href({ ...state, ...(lang ? { lang } : { look: shade }) });
      }
    });
  }

  // What a choice in a list, or among the few in sight, changes; null for anything else, and for lists of several.
  function choice(target) {
    const radio = target?.type === "radio" ? target : target?.closest?.("label")?.control;
    const option = target?.closest?.("[role=option]");
    const list = option?.closest("[role=listbox]");
    const field = list && document.querySelector(`[aria-controls="${list.id}"]`)?.closest(".mantine-Select-root");
    const control = (radio?.type === "radio" ? radio : field)?.closest(".control");
    return control && page ? { [control.classList[1]]: (option ?? radio).getAttribute("value") } : null;
  }

  // What a reader is about to choose is on its way before the click: what the pointer or the arrow keys rest on or the
  // finger goes down on, not what they only pass over.
  const DWELL = 50; // ms
  let pointed = null;
  const rested = (find) => ({ target }) => {
    clearTimeout(pointed);
    pointed = setTimeout(() => prepare(choice(find(target))), DWELL);
  };
  document.addEventListener("pointerover", rested((target) => target));
  document.addEventListener("pointerdown", ({ target }) => prepare(choice(target)));
  document.addEventListener("keyup", rested((target) => document.getElementById(target.getAttribute?.("aria-activedescendant"))));

  // Have the answers on their way that some changes of the state will ask for.
  function prepare(changes) {
    if (!changes) return;
    const next = changed(changes);
    const figures = Object.keys(page.figures).filter((view) => window.charts.shown(view)).map((view) => figureUrl(view, next));
    const urls = [...figures, textsUrl(next)];
    window.early.instead(urls.filter((url) => url && url !== said && !window.charts.shows(url)));
  }
  window.prepare = prepare; // a film's next picture: see timeline.js

  // A choice is followed at once; Dash, which hears of it once the charts are drawn (`debounce` in dashboard/control.py),
  // finds it done, or undone again.
  let followed = null;
  document.addEventListener("click", ({ target }) => {
    const chosen = choice(target);
    if (chosen && apply(changed(chosen))) followed = chosen;
  }, true);

  // A menu closes with something else, or Escape.
  document.addEventListener("pointerdown", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  });
  document.addEventListener("submit", (event) => event.preventDefault());

  // Charts come before controls: Dash and its components run once the charts in sight stand, or take too long.
  const LATE = 2500; // ms
  const LATER = "script[type=later][src]";
  // On their way while charts are drawn; not before the first words stand, whose time they would take.
  function fetchEarly() {
    for (const { src } of document.querySelectorAll(LATER)) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", as: "script", href: src }));
    }
  }
  async function begin() {
    const told = JSON.parse(document.getElementById("page-about").textContent);
    if (told) {
      enter(told);
      centre();
      draw();
      new PerformanceObserver((_, me) => { me.disconnect(); fetchEarly(); }).observe({ type: "paint", buffered: true });
      await Promise.race([window.charts.standing(Object.keys(page.figures)), new Promise((done) => { setTimeout(done, LATE); })]);
    }
    let last;
    for (const { src } of document.querySelectorAll(LATER)) {
      last = Object.assign(document.createElement("script"), { src, async: false });
      document.body.append(last);
    }
    last.onload = () => { window.renderer = new window.DashRenderer(); };
  }
  begin();
}
