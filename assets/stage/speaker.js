// The speaker's window beside the slides: notes, clock, time since the start, the slide that comes next.
"use strict";

window.speaker = (data, { slides, draw, at, keyed }) => {
  const said = data.words;
  let room = null;
  let began = null; // when the time started to count
  const open = () => room && !room.closed;

  function element(name, className, text = "") {
    const made = room.document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function furnish() {
    const { document: there } = room;
    const { documentElement: root } = there;
    there.title = said.notes;
    root.lang = document.documentElement.lang;
    root.dir = document.documentElement.dir;
    root.className = "room";
    for (const sheet of document.querySelectorAll("style, link[rel=stylesheet]")) {
      const copy = there.importNode(sheet, true);
      if (sheet.href) copy.href = sheet.href;
      copy.addEventListener("load", () => show()); // the preview is measured once it has its styles
      there.head.append(copy);
    }
    const clocks = element("div", "clocks");
    for (const name of ["clock", "elapsed"]) {
      const box = element("p", name, said[name]);
      box.append(element("strong", ""));
      clocks.append(box);
    }
    const again = element("button", "again", said.restart);
    again.type = "button";
    again.addEventListener("click", restart);
    clocks.append(again);
    const left = element("section", "now");
    left.append(element("p", "place"), element("h1", ""), element("div", "spoken"));
    const right = element("section", "coming");
    right.append(element("h2", "", said.coming), element("div", "thumb"));
    there.body.replaceChildren(clocks, left, right);
    room.addEventListener("keydown", keyed);
    room.addEventListener("resize", show);
  }

  // The next slide as it will be, made smaller.
  function preview() {
    const box = room.document.querySelector(".thumb");
    const next = slides[at() + 1];
    if (!next) return box.replaceChildren(element("p", "over", said.over));
    const copy = room.document.importNode(next, true);
    copy.classList.add("on");
    copy.inert = true;
    const shrunk = box.clientWidth / innerWidth;
    const style = room.document.documentElement.style;
    style.setProperty("--w", `${innerWidth}px`);
    style.setProperty("--h", `${innerHeight}px`);
    style.setProperty("--unit", `${Math.min(innerWidth, innerHeight) / 100}px`);
    copy.style.transform = `scale(${shrunk})`;
    box.style.height = `${innerHeight * shrunk}px`;
    return box.replaceChildren(copy);
  }

  function show() {
    if (!open()) return;
    const slide = slides[at()];
    const there = room.document;
    there.querySelector(".place").textContent = `${at() + 1} / ${slides.length}`;
    there.querySelector("h1").textContent = slide.getAttribute("aria-label");
    const notes = slide.querySelector(".notes");
    there.querySelector(".spoken").replaceChildren(...(notes ? there.importNode(notes, true).childNodes : []));
    preview();
    tick();
  }

  function tick() {
    if (!open()) return;
    const two = (n) => String(n).padStart(2, "0");
    const now = new Date();
    const seconds = Math.floor((now - began) / 1000);
    const written = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
    room.document.querySelector(".clock strong").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    room.document.querySelector(".elapsed strong").textContent = written.join(":");
  }

  function restart() {
    began = new Date();
    tick();
  }

  // Where the browser opens no window, the notes lie over the slide.
  function toggle() {
    if (open()) return room.close();
    room = window.open("", "speaker", "popup,width=1180,height=720");
    if (!room) return document.documentElement.classList.toggle("noted");
    began ??= new Date();
    furnish();
    return draw(slides[at() + 1]).then(show);
  }

  setInterval(tick, 1000);
  addEventListener("pagehide", () => room?.close());
  return { show, toggle, restart };
};
