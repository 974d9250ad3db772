// The presenter's deck: views gathered from any page, kept in this browser as the file that dashboard/deck.py reads.
"use strict";

window.deck = (() => {
  const MOST = 60; // slides, as the server has it
  let here = null; // where the browser keeps nothing

  function read() {
    try {
      return JSON.parse(localStorage.getItem("deck")) ?? here;
    } catch {
      return here;
    }
  }

  // False where it is kept for this page alone.
  function write(deck) {
    here = deck?.slides.length || deck?.title ? deck : null;
    let kept = true;
    try {
      if (here) localStorage.setItem("deck", JSON.stringify(here));
      else localStorage.removeItem("deck");
    } catch {
      kept = false;
    }
    tell();
    return kept;
  }

  function tell() {
    const count = read()?.slides.length ?? 0;
    for (const link of document.querySelectorAll('.pages a[href^="/presentation"]')) {
      if (count) link.dataset.count = count;
      else delete link.dataset.count;
    }
    document.dispatchEvent(new CustomEvent("deck"));
  }

  let toast = null;
  function say(text) {
    if (!toast?.isConnected) {
      toast = document.body.appendChild(document.createElement("p"));
      toast.className = "toast";
      toast.setAttribute("role", "status");
    }
    toast.textContent = text;
    clearTimeout(say.later);
    say.later = setTimeout(() => { toast.textContent = ""; }, 4000);
  }

  function add(button) {
    const { add: view, added, full } = button.dataset;
    const { state, version, lang } = window.seen(view);
    const deck = read() ?? { version: 1, lang, title: "", data_version: version, slides: [] };
    if (deck.slides.length >= MOST) return say(full.replace("{}", MOST));
    deck.slides.push({ view, state });
    deck.data_version = version;
    write(deck);
    return say(added.replace("{}", deck.slides.length));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-add]");
    if (button) add(button);
  });
  document.addEventListener("arrived", tell);
  addEventListener("storage", (event) => { if (event.key === "deck") tell(); });

  return { MOST, read, write };
})();
