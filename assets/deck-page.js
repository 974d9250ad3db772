// The page of the deck: slides ordered by buttons or by dragging, their texts, the file, the link, the forms.
"use strict";

{
  const LANGS = ["fr", "en", "ar"];
  const known = new Map(); // language, view and state → what the server says of the slide
  let root = null;
  let lang = "fr";
  let before = null; // the deck as it was, to be brought back
  let dragged = null;

  const find = (selector) => root.querySelector(selector);
  const empty = () => ({ version: 1, lang, title: "", slides: [] });
  const deck = () => window.deck.read() ?? empty();
  const save = (made) => { if (!window.deck.write(made)) trouble(root.dataset.unsaved); };

  // A text is one string in the deck's own language, or one a language: see dashboard/deck.py.
  const written = (text, own) => (typeof text === "object" ? text[lang] ?? "" : lang === own ? text ?? "" : "");
  const shown = (text) => (typeof text === "object" ? text[lang] || LANGS.map((l) => text[l]).find(Boolean) : text) ?? "";
  function rewritten(text, value, own) {
    if (typeof text !== "object" && (lang === own || !text)) return lang === own || !value ? value : { [lang]: value };
    const all = { ...(typeof text === "object" ? text : { [own]: text }), [lang]: value };
    for (const code of LANGS) if (!all[code]) delete all[code];
    return Object.keys(all).length ? all : "";
  }

  function say(text, undo = null) {
    find(".status span").textContent = text;
    before = undo;
    find('[data-does="undo"]').hidden = !undo;
    trouble("");
  }

  function trouble(text) {
    const line = find(".trouble");
    line.textContent = text;
    line.hidden = !text;
  }

  async function post(address, body) {
    const answer = await fetch(address, { method: "POST", body });
    if (answer.ok) return answer;
    throw new Error((await answer.json().catch(() => null))?.error ?? root.dataset.failed);
  }

  // What goes wrong is said where the reader looks; the deck stays as it is.
  async function tried(act) {
    try {
      return await act();
    } catch (error) {
      find(".status span").textContent = "";
      trouble(error instanceof TypeError ? root.dataset.failed : error.message);
      return undefined;
    }
  }

  const key = (slide) => `${lang} ${slide.view} ${JSON.stringify(slide.state)}`;

  async function outlined(made) {
    if (!made.slides.some((s) => s.view && !known.has(key(s)))) return;
    const found = await (await post(`/deck?lang=${lang}`, JSON.stringify(made))).json();
    made.slides.forEach((s, i) => known.set(key(s), found.slides[i]));
  }

  // As tall as its text, in the text's own direction; the page's where it has none yet.
  function fit(field) {
    field.dir = field.value ? "auto" : "";
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  }

  // What the server says of a slide comes later: put into its row, whose fields may be written in by then.
  function describe(item, slide) {
    const about = known.get(key(slide)) ?? { title: slide.view ?? "", subtitle: "", link: "" };
    item.querySelector(".what strong").textContent = slide.view ? about.title : shown(slide.title) || shown(slide.text);
    item.querySelector(".subtitle").textContent = about.subtitle;
    item.querySelector('[data-field="title"]').placeholder = shown(slide.title) || about.title;
    const live = item.querySelector(".live");
    live.hidden = !about.link;
    live.href = about.link;
  }

  function row(slide, number, made) {
    const line = find(".model > *").cloneNode(true);
    const item = document.createElement("li");
    item.append(...line.childNodes);
    item.className = "slide-row";
    item.dataset.index = number;
    item.querySelector(".number").textContent = number + 1;
    if (slide.view) item.querySelector("label.text").remove();
    for (const field of item.querySelectorAll("[data-field]")) {
      const name = field.dataset.field;
      field.value = written(slide[name], made.lang).trim();
      field.placeholder = shown(slide[name]);
    }
    describe(item, slide);
    item.querySelector('[data-does="up"]').disabled = number === 0;
    item.querySelector('[data-does="down"]').disabled = number === made.slides.length - 1;
    return item;
  }

  function list() {
    const made = deck();
    const name = find(".name");
    name.value = written(made.title, made.lang);
    name.placeholder = shown(made.title) || root.dataset.untitled;
    find(".slides").replaceChildren(...made.slides.map((s, i) => row(s, i, made)));
    for (const field of root.querySelectorAll(".own textarea")) if (field.offsetParent) fit(field);
    root.classList.toggle("without", !made.slides.length);
    if (!made.slides.length) find(".slides").append(Object.assign(document.createElement("li"), { className: "empty", textContent: root.dataset.empty }));
    for (const link of root.querySelectorAll("a[data-follows]")) link.href = link.href.replace(/lang=\w+/, `lang=${lang}`);
  }

  async function render() {
    list();
    await tried(() => outlined(deck()));
    const { slides } = deck();
    for (const item of root.querySelectorAll("li.slide-row"))
      if (slides[item.dataset.index]) describe(item, slides[item.dataset.index]);
  }

  function move(from, to, does) {
    const made = deck();
    if (to < 0 || to >= made.slides.length) return;
    made.slides.splice(to, 0, ...made.slides.splice(from, 1));
    save(made);
    list();
    say(root.dataset.moved.replace("{}", to + 1).replace("{}", made.slides.length));
    const moved = find(".slides").children[to];
    const button = moved.querySelector(`[data-does="${does}"]`);
    (button?.disabled ? moved.querySelector("[data-does]:enabled") : button)?.focus();
  }

  function replace(made, text) {
    const old = window.deck.read();
    save(made);
    render();
    say(text, old);
  }

  function download(blob, form) {
    const link = document.createElement("a");
    const title = shown(deck().title) || root.dataset.untitled;
    link.href = URL.createObjectURL(blob);
    link.download = `${title.replace(/[\\/:*?"<>|\n]/g, " ").slice(0, 80).trim()}.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // A deck from outside is read by the server first, as strictly as a file on its disk.
  const checked = async (text) => (await (await post(`/deck?lang=${lang}`, text)).json()).deck;

  function pick() {
    const field = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json" });
    field.addEventListener("change", () => tried(async () => replace(await checked(await field.files[0].text()), root.dataset.opened)));
    field.click();
  }

  async function share() {
    const address = `${location.origin}/presentation?lang=${lang}#d=${await window.deckLink.pack(JSON.stringify(deck()))}`;
    await window.copyText(address, root);
    say(root.dataset.copied);
  }

  // A deck that came with the address: taken where there is none, offered where there is.
  async function shared() {
    const packed = new URLSearchParams(location.hash.slice(1)).get("d");
    if (!packed) return;
    const text = await window.deckLink.unpack(packed).catch(() => null);
    history.replaceState(history.state, "", location.pathname + location.search);
    if (text === null) { trouble(root.dataset.broken); return; }
    const made = await tried(() => checked(text));
    if (!made) return;
    if (!window.deck.read()) { replace(made, root.dataset.opened); return; }
    find(".shared").hidden = false;
    find(".shared .shown").href = `/stage?lang=${lang}#d=${packed}`;
    does.accept = () => {
      find(".shared").hidden = true;
      replace(made, root.dataset.replaced);
    };
  }

  const at = (button) => Number(button.closest("li").dataset.index);
  const does = {
    up: (button) => move(at(button), at(button) - 1, "up"),
    down: (button) => move(at(button), at(button) + 1, "down"),
    remove(button) {
      const old = deck();
      const made = { ...old, slides: old.slides.filter((_, i) => i !== at(button)) };
      replace(made, root.dataset.removed);
      find('[data-does="undo"]').focus();
    },
    clear: () => replace(null, root.dataset.removed),
    undo() {
      const old = before;
      save(old);
      render();
      say("");
    },
    text() {
      const made = deck();
      if (made.slides.length >= window.deck.MOST) return;
      made.slides.push({ text: made.lang === lang ? root.dataset.body : { [lang]: root.dataset.body } });
      save(made);
      list();
      find(".slides").lastElementChild.querySelector("textarea").select();
    },
    save: () => download(new Blob([JSON.stringify(deck(), null, 2)], { type: "application/json" }), "json"),
    open: pick,
    link: () => tried(share),
    accept() {},
    adapt: (button) => tried(async () => {
      const answer = await fetch(`/decks/${button.dataset.deck}.json`);
      const old = window.deck.read();
      replace(await answer.json(), old ? root.dataset.replaced : root.dataset.opened);
      find(".own").scrollIntoView();
    }),
    export: (button) => tried(async () => {
      button.disabled = true;
      say(root.dataset.making);
      try {
        const { form } = button.dataset;
        download(await (await post(`/decks/mine.${form}?lang=${lang}`, JSON.stringify(deck()))).blob(), form);
        say(root.dataset.made);
      } finally {
        button.disabled = false;
      }
    }),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#deck button[data-does]");
    if (button) does[button.dataset.does](button);
  });

  document.addEventListener("input", (event) => {
    const field = event.target.closest?.("#deck textarea");
    if (!field) return;
    fit(field);
    const made = deck();
    const slide = field.dataset.field ? made.slides[at(field)] : made;
    const name = field.dataset.field ?? "title";
    // A slide of text stays one where its words are gone.
    slide[name] = rewritten(slide[name], field.value || (name === "text" ? " " : ""), made.lang);
    if (field.dataset.field && !slide[name]) delete slide[name];
    save(made);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("#deck .language select")) return;
    lang = event.target.value;
    render();
  });

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("#deck .grip")?.closest("li") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(dragged, 10, 10);
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.("#deck .slides > li");
    if (!over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over.parentElement.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    const to = [...dragged.parentElement.children].indexOf(dragged);
    dragged.classList.remove("dragged");
    const from = Number(dragged.dataset.index);
    dragged = null;
    if (to === from) list();
    else move(from, to, "none");
  });

  document.addEventListener("arrived", (event) => {
    const found = document.getElementById("deck");
    if (!found || found === root) return;
    root = found;
    lang = event.detail.lang;
    find(".language select").value = lang;
    render();
    shared();
  });
  // Another window changed the deck; what is being written here is not pulled from under the hands.
  document.addEventListener("deck", () => {
    if (root?.isConnected && !root.contains(document.activeElement)) render();
  });
}
