// What the server says in frames: put in as text, kept in place, and handed over from the first HTML to Dash.
"use strict";

{
  // What stands in a frame comes as text in an attribute of it (dashboard/flat.py), put in before it is seen. What had the
  // focus keeps it, a table its place, a frame its chart.
  function fill(frame) {
    const { html: text } = frame.dataset;
    if (frame.filled === text) return;
    const parts = () => [...frame.querySelectorAll("a, button, summary, [tabindex]")];
    const held = frame.contains(document.activeElement) ? parts().indexOf(document.activeElement) : -1;
    const moved = frame.querySelector(".scroll")?.scrollLeft ?? 0;
    const open = frame.querySelector(".fold")?.open; // the next lines of a table stand where the reader had opened it
    frame.innerHTML = frame.filled = text;
    if (open) frame.querySelector(".fold")?.setAttribute("open", "");
    if (held >= 0) parts()[held]?.focus({ preventScroll: true });
    if (moved) frame.querySelector(".scroll")?.scrollTo({ left: moved, behavior: "instant" });
    window.charts.adopt(frame);
  }

  // What a reader opened in the first HTML is open in what Dash puts in its place.
  function handOver() {
    const early = document.getElementById("early");
    if (!early || !document.querySelector("#react-entry-point main")) return () => {};
    const opened = [...early.querySelectorAll("details")].map((part) => [part.open, part.contains(document.activeElement)]);
    early.remove();
    return () => {
      const parts = [...document.querySelectorAll("#react-entry-point details")];
      if (parts.length === opened.length) opened.forEach(([open, held], n) => {
        parts[n].open ||= open;
        if (held) parts[n].querySelector("summary").focus({ preventScroll: true });
      });
    };
  }

  // An address that ends in a place inside what is folded opens it: not every browser does, nor one that came by a link.
  function reveal() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = place?.closest(".fold:not([open])");
    if (!folded) return;
    folded.open = true;
    place.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("arrived", reveal);

  new MutationObserver((changes) => {
    const ours = changes.filter(({ target }) => target.namespaceURI.endsWith("xhtml"));
    const reopen = handOver();
    for (const { type, target, addedNodes } of ours) {
      if (type === "attributes") fill(target);
      for (const node of addedNodes) {
        if (node.dataset?.html !== undefined) fill(node);
        node.querySelectorAll?.("[data-html]").forEach(fill);
      }
    }
    reopen();
    window.charts.leave();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-html"] });
}
