// What the menu of a figure makes in the browser: PNG and SVG with title and source, the clipboard, an embed code.
"use strict";

{
  const MARGIN = 24;
  const EDGE = 12;
  const LEAD = 1.3;
  const [LEAST, MOST] = [3, 20];

  // Lines of a text no wider than there is room for.
  const pen = document.createElement("canvas").getContext("2d");
  function lines(text, { size, weight = 400, family }, room) {
    pen.font = `${weight} ${size}px ${family}`;
    const out = [];
    for (const word of text.split(" ").filter(Boolean)) {
      const longer = out.length ? `${out.at(-1)} ${word}` : word;
      if (out.length && pen.measureText(longer).width <= room) out[out.length - 1] = longer;
      else out.push(word);
    }
    return out;
  }

  // The figure on screen with what stands around it, as plotly wants it for a picture.
  function whole(panel) {
    const plot = panel.querySelector(".js-plotly-plot");
    const { title = "", subtitle = "", source = "", flags = "" } = plot.layout.meta ?? {};
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(`--${name}`).trim();
    const rtl = document.documentElement.dir === "rtl";
    const size = plot.layout.font?.size ?? 13;
    const width = plot.clientWidth + MARGIN;
    const now = plot._fullLayout._size;
    const [left, right] = [Math.max(now.l, MARGIN), Math.max(now.r, MARGIN)];
    const scope = plot._fullLayout.geo ? [...document.querySelectorAll("footer .scope")].map((line) => line.textContent).join(" ") : "";
    const said = [
      { text: title, size: size * 1.4, weight: 600, family: token("font-title"), color: token("ink") },
      { text: subtitle, size, family: token("font-text"), color: token("muted") },
      { text: [source, flags, scope].filter(Boolean).join(" · "), size: size * 0.85, family: token("font-text"), color: token("muted") },
    ].map((part) => ({ ...part, lines: lines(part.text, part, width - 2 * EDGE) }));
    const tall = ({ lines: all, size: letters }) => all.length * letters * LEAD;
    const [head, under, foot] = said;
    const top = tall(head) + tall(under) + EDGE;
    const bottom = tall(foot) + EDGE;
    // From the edge of the picture, not from that of the plot, whose labels may take a third of the width.
    const placed = (part, above, shift) => ({
      text: part.lines.map((text) => (rtl ? `\u2067${text}\u2069` : text)).join("<br>"),
      font: { family: part.family, size: part.size, weight: part.weight ?? 400, color: part.color },
      showarrow: false, xref: "paper", yref: "paper", x: rtl ? 1 : 0, xanchor: rtl ? "right" : "left", y: above ? 1 : 0,
      yanchor: above ? "bottom" : "top", xshift: rtl ? right - EDGE : EDGE - left, yshift: shift, align: rtl ? "right" : "left",
    });
    const layout = {
      ...plot.layout,
      annotations: [
        ...(plot.layout.annotations ?? []),
        placed(head, true, now.t + tall(under)),
        placed(under, true, now.t),
        placed(foot, false, -now.b),
      ].filter((a) => a.text),
      margin: { t: now.t + top, b: now.b + bottom, l: left, r: right, autoexpand: false },
      paper_bgcolor: token("raised"),
    };
    return { figure: { data: plot.data, layout, config: plot._context }, width, height: plot.clientHeight + top + bottom };
  }

  // The letters themselves: a picture finds no fonts of the page that it came from.
  let letters;
  async function fonts() {
    const sheet = [...document.styleSheets].find((one) => one.href?.includes("fonts"));
    const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
    const held = await Promise.all(rules.map(async ({ cssText }) => {
      const [whole, path] = cssText.match(/url\("([^"]+)"\)/);
      const bytes = new Uint8Array(await (await fetch(new URL(path, sheet.href))).arrayBuffer());
      const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      return cssText.replace(whole, `url("data:font/woff2;base64,${text}")`);
    }));
    return `<defs><style>${held.join("")}</style></defs>`;
  }

  async function drawing(panel) {
    const { figure, width, height } = whole(panel);
    const url = await Plotly.toImage(figure, { format: "svg", width, height });
    letters ??= fonts().catch(() => { letters = undefined; return ""; }); // without a network, in the letters of the machine
    const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    const at = text.indexOf(">", text.indexOf("<svg")) + 1;
    return { text: text.slice(0, at) + (await letters) + text.slice(at), width, height };
  }

  // The address of a picture of the figure, `dots` to a CSS pixel where it is a PNG.
  async function picture(panel, format, dots) {
    const { text, width, height } = await drawing(panel);
    const svg = `data:image/svg+xml,${encodeURIComponent(text)}`;
    if (format === "svg") return svg;
    const image = new Image();
    image.src = svg;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * dots, height * dots];
    // The letters inside come in after a first drawing, and nothing tells when: drawn until it stays as it is.
    for (let turn = 0, before = ""; ; turn += 1) {
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const now = canvas.toDataURL("image/png");
      if (turn === MOST || (turn >= LEAST && now === before)) return now;
      before = now;
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  function save(href, name) {
    const link = document.createElement("a");
    link.href = href;
    link.download = name;
    link.click();
  }

  // A browser without an image clipboard, or one that refuses, still gets the file.
  async function copyImage(panel, slug) {
    const url = await picture(panel, "png", 2);
    const blob = new Blob([Uint8Array.from(atob(url.split(",")[1]), (c) => c.charCodeAt(0))], { type: "image/png" });
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
      return true;
    } catch {
      save(url, `${slug}.png`);
      return false;
    }
  }

  // Addresses need no permission where the page is not served over https: a selected field is copied instead.
  async function copyText(text, menu) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = menu.appendChild(document.createElement("textarea"));
      field.value = text;
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    return true;
  }

  window.copyText = copyText;

  function embed(menu) {
    const address = new URL(menu.querySelector("a[data-view]").href);
    const title = menu.querySelector("summary").title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const src = `${location.origin}/embed/${menu.dataset.slug}${address.search}`.replaceAll("&", "&amp;");
    return `<iframe src="${src}" title="${title}" width="100%" height="520" style="border:0" loading="lazy"></iframe>`;
  }

  function say(menu, text) {
    menu.querySelector(".said")?.remove();
    const line = document.createElement("p");
    line.className = "said";
    line.setAttribute("role", "status");
    line.textContent = text;
    menu.lastElementChild.append(line);
    setTimeout(() => line.remove(), 2500);
  }

  document.addEventListener("click", async (event) => {
    const french = event.target.closest?.("a[data-locale]");
    if (french && !french.href.includes("locale=")) french.href += `&locale=${french.dataset.locale}`;
    const button = event.target.closest?.("button[data-make]");
    if (!button) return;
    const menu = button.closest(".menu");
    const panel = button.closest(".panel");
    const { make, dots } = button.dataset;
    const { slug, copied } = menu.dataset;
    // The state of the moment is written into links when they are about to be used: so is it into the embed code.
    menu.querySelector("a[data-view]").dispatchEvent(new Event("pointerover", { bubbles: true }));
    if (make === "png" || make === "svg") save(await picture(panel, make, dots), `${slug}.${make}`);
    else if (make === "copy") { if (await copyImage(panel, slug)) say(menu, copied); }
    else if (await copyText(make === "embed" ? embed(menu) : location.href, menu)) say(menu, copied);
  });
}
