// Runs in the head, before anything is drawn: light or dark, and the page's first figures on their way.
"use strict";

{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (root.dataset.look === "auto") root.dataset.look = dark ? "dark" : "light";

  // Answers asked for before they are needed: address → JSON to come, taken once.
  const asked = new Map();
  async function load(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  }
  function ask(url) {
    const answer = load(url);
    answer.catch(() => {}); // who takes it hears of the failure
    asked.set(url, answer);
  }
  window.early = {
    // The answer of an address.
    take(url) {
      const answer = asked.get(url);
      asked.delete(url);
      return answer ?? load(url);
    },
    // Ask for these, and keep no longer what was asked for and not taken.
    instead(urls) {
      for (const url of asked.keys()) if (!urls.includes(url)) asked.delete(url);
      for (const url of urls) if (!asked.has(url)) ask(url);
    },
  };
  for (const url of document.querySelector("meta[name=figures]").content.split(" ").filter(Boolean)) {
    ask(root.dataset.look === "dark" ? withLook(url) : url);
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
