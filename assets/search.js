// The search box: opened by its button or the key "/", it looks for every word typed in the index of /search.json.
"use strict";

{
  const SHOWN = 12;
  const ARABIC = { أ: "ا", إ: "ا", آ: "ا", ى: "ي", ة: "ه", ؤ: "و", ئ: "ي" };
  let index = null; // entries of the page's language, once asked for
  let box = null;

  const lang = () => document.documentElement.lang || "fr";
  const fold = (text) =>
    text.replace(/[أإآىةؤئ]/g, (c) => ARABIC[c]).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ");

  // Names that begin with what is typed come first, then names that hold it, then everything that can be found by it.
  function found(text) {
    const parts = fold(text).split(/\s+/).filter(Boolean);
    if (!parts.length) return [];
    const rank = (e) => {
      const name = fold(e.name).replace(/(^| )ال/g, "$1"); // a name is as often typed without its article
      const first = parts[0].replace(/^ال/, "");
      return name.startsWith(first) ? 0 : name.split(/\s+/).some((w) => w.startsWith(first)) ? 1 : 2;
    };
    const holds = (e, p) => e.find.split(" ").some((w) => w.startsWith(p)) || (p.length > 3 && e.find.includes(p));
    const whole = index.filter((e) => parts.every((p) => holds(e, p)));
    return (whole.length ? whole : crossed(parts.filter((p) => p.length > 2), holds))
      .map((e, place) => [rank(e), place, e])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .slice(0, SHOWN)
      .map(([, , e]) => e);
  }

  // What no one name holds: an indicator by some of the words, of the metal or country that the others name.
  function crossed(parts, holds) {
    const choices = index.filter((e) => /^\/\?(metal|country)=/.test(e.href));
    const indicators = index.filter((e) => /[?&]indicator=/.test(e.href));
    return choices.flatMap((choice) => {
      const rest = parts.filter((p) => !fold(choice.name).split(/\s+/).some((w) => w.startsWith(p)));
      if (!rest.length || rest.length === parts.length) return [];
      const set = choice.href.match(/(metal|country)=\w+/)[0];
      return indicators
        .filter((e) => rest.every((p) => holds(e, p)))
        .map((e) => ({ ...e, name: `${e.name} · ${choice.name}`, href: `${e.href}&${set}` }));
    });
  }

  function make(button) {
    const dialog = document.createElement("dialog");
    dialog.className = "search-box";
    dialog.setAttribute("aria-label", button.dataset.label);
    const input = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off", spellcheck: false });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "found",
      "aria-label": button.dataset.label, placeholder: button.dataset.placeholder })) input.setAttribute(name, value);
    const list = Object.assign(document.createElement("ul"), { id: "found" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", button.dataset.label);
    const none = Object.assign(document.createElement("p"), { hidden: true, textContent: button.dataset.none });
    none.setAttribute("role", "status");
    dialog.append(input, list, none);
    document.body.append(dialog);
    return { dialog, input, list, none, at: -1 };
  }

  function show() {
    const hits = index ? found(box.input.value) : [];
    box.list.replaceChildren(...hits.map((hit, n) => {
      const item = Object.assign(document.createElement("li"), { id: `found-${n}` });
      item.setAttribute("role", "option");
      const link = Object.assign(document.createElement("a"), { href: hit.href, textContent: hit.name, tabIndex: -1 });
      const kind = Object.assign(document.createElement("span"), { textContent: hit.kind });
      item.append(link, kind);
      item.addEventListener("click", (event) => { if (event.target !== link) link.click(); });
      return item;
    }));
    box.none.hidden = !index || hits.length > 0 || !box.input.value.trim();
    box.input.setAttribute("aria-expanded", String(hits.length > 0));
    move(hits.length ? 0 : -1);
  }

  function move(to) {
    const items = [...box.list.children];
    box.at = items.length ? (to + items.length) % items.length : -1;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === box.at)));
    items[box.at]?.scrollIntoView({ block: "nearest" });
    if (box.at < 0) box.input.removeAttribute("aria-activedescendant");
    else box.input.setAttribute("aria-activedescendant", items[box.at].id);
  }

  async function open(button) {
    if (!box) {
      box = make(button);
      box.input.addEventListener("input", show);
      box.input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          move(box.at + (event.key === "ArrowDown" ? 1 : -1));
        } else if (event.key === "Enter" && box.at >= 0) {
          event.preventDefault();
          box.list.children[box.at].querySelector("a").click();
        }
      });
      box.dialog.addEventListener("click", (event) => { if (event.target === box.dialog) box.dialog.close(); });
    }
    box.dialog.showModal();
    box.input.select();
    if (!index) {
      const answer = await fetch(`/search.json?lang=${lang()}`);
      index = answer.ok ? await answer.json() : [];
      show();
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.search");
    if (button) open(button);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    const button = document.querySelector("button.search");
    if (event.key === "/" && !typing && button && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open(button);
    }
  });
}
