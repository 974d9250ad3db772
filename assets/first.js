// Runs in the head, before anything is drawn: light or dark, and the page's first figures on their way.
"use strict";

{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (root.dataset.look === "auto") root.dataset.look = dark ? "dark" : "light";

  // Figures asked for before they can be drawn: address → answer to come, taken once by assets/screen.js.
  const asked = new Map();
  window.early = {
    ask(url) {
      const answer = fetch(url);
      answer.catch(() => {}); // who takes it hears of the failure
      asked.set(url, answer);
    },
    take(url) {
      const answer = asked.get(url);
      asked.delete(url);
      return answer;
    },
  };
  for (const url of document.querySelector("meta[name=figures]").content.split(" ").filter(Boolean)) {
    window.early.ask(root.dataset.look === "dark" ? withLook(url) : url);
  }

  function withLook(url) {
    const at = new URL(url, location.href);
    if (at.searchParams.has("look")) return url;
    const version = at.searchParams.get("v");
    at.searchParams.delete("v");
    const present = at.searchParams.get("present");
    at.searchParams.delete("present");
    at.searchParams.append("look", "dark");
    if (present) at.searchParams.append("present", present);
    at.searchParams.append("v", version);
    return at.pathname + at.search;
  }
}
