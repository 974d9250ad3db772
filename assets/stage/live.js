// A deck of one's own on stage: from the link, else from this browser; the server makes its slides.
"use strict";

{
  const problem = document.querySelector(".problem");

  async function held() {
    const packed = new URLSearchParams(location.hash.slice(1)).get("d");
    return packed ? window.deckLink.unpack(packed) : localStorage.getItem("deck");
  }

  async function begin() {
    const deck = await held();
    if (!deck) throw new Error(problem.dataset.empty);
    const answer = await fetch(location.pathname + location.search, { method: "POST", body: deck });
    const text = await answer.text();
    if (!answer.ok) throw new Error(JSON.parse(text).error);
    const page = new DOMParser().parseFromString(text, "text/html");
    document.body.replaceChildren(...page.querySelectorAll("body > :not(script)"));
    window.stage(JSON.parse(page.getElementById("data").textContent));
  }

  begin().catch((error) => {
    problem.hidden = false;
    problem.firstElementChild.textContent = error.message || problem.dataset.failed;
  });
}
