// A file of all open tables is made when it is first asked for: beside its link stands how far it is, until it comes.
"use strict";

{
  const FILES = /^\/bulk\/(datapackage\.zip|observatory\.duckdb)$/;
  const EVERY = 700; // milliseconds
  const IDLE = 8; // answers in a row that know of no work: it failed, or was never begun

  async function follow(link) {
    const { pathname, search } = new URL(link.href);
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    told.className = "progress";
    link.after(told);
    for (let idle = 0; idle < IDLE && link.isConnected;) {
      const answer = await fetch(`${pathname}/progress${search}`).catch(() => null);
      const { ready, of, said } = answer?.ok ? await answer.json() : {};
      if (ready && !told.textContent) break; // it was there already
      told.textContent = said ? ` ${said}` : "";
      if (ready) return;
      idle = of ? 0 : idle + 1;
      await new Promise((later) => setTimeout(later, EVERY));
    }
    told.remove();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !FILES.test(link.pathname)) return;
    link.parentElement.querySelector(".progress")?.remove();
    follow(link);
  });
}
