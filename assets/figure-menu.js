// What the menu of a figure makes in the browser: PNG and SVG with title and source, the clipboard, an embed code.
"use strict";

{
  const MARGIN = 24;

  // The figure on screen with what stands around it, as plotly wants it for a picture.
  function whole(panel) {
    const plot = panel.querySelector(".js-plotly-plot");
    const { title = "", subtitle = "", source = "", flags = "" } = plot.layout.meta ?? {};
    const style = getComputedStyle(document.documentElement);
    const rtl = document.documentElement.dir === "rtl";
    const [side, anchor] = rtl ? [1, "right"] : [0, "left"];
    const marked = (text) => (rtl ? `\u2067${text}\u2069` : text);
    const size = plot.layout.font?.size ?? 13;
    const line = (text, y, shift, font) => ({
      text: marked(text), showarrow: false, xref: "paper", yref: "paper", x: side, xanchor: anchor, y, yanchor: y ? "bottom" : "top",
      yshift: shift, xshift: 0, align: anchor, font: { family: style.getPropertyValue("--font-text"), ...font },
    });
    const now = plot._fullLayout._size;
    const [top, bottom] = [size * 5, size * 3];
    const layout = {
      ...plot.layout,
      annotations: [
        ...(plot.layout.annotations ?? []),
        line(`<b>${title}</b>`, 1, now.t + size * 2.2, { size: size * 1.4, color: style.getPropertyValue("--ink") }),
        line(subtitle, 1, now.t + size * 0.6, { size, color: style.getPropertyValue("--muted") }),
        line([source, flags].filter(Boolean).join(" · "), 0, -now.b - size, { size: size * 0.85, color: style.getPropertyValue("--muted") }),
      ],
      margin: { t: now.t + top, b: now.b + bottom, l: Math.max(now.l, MARGIN), r: Math.max(now.r, MARGIN), autoexpand: true },
      paper_bgcolor: style.getPropertyValue("--raised").trim(),
    };
    const width = plot.clientWidth + MARGIN;
    const height = plot.clientHeight + top + bottom;
    return { figure: { data: plot.data, layout, config: plot._context }, width, height };
  }

  async function picture(panel, format, dots) {
    const { figure, width, height } = whole(panel);
    return Plotly.toImage(figure, { format, width, height, scale: Number(dots) });
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
