// The parts of a report on its sheets: tables as wide as the sheet, figures as tall as leaves few sheets half empty.
// The height of all is measured as the sheet has it; the browser then breaks where it must, by report.css.
"use strict";

{
  const MM = 96 / 25.4;
  const [SHEET, SAFE] = [263 * MM, 3 * MM]; // of an A4 between its margins; what measures and print may differ by
  const SIZES = [8.5, 8, 7.5, 7, 6.5, 6, 5.5]; // pt of a table, until it is as narrow as the sheet
  const [LONG, SMALL] = [25, 7.5]; // rows from which a table is set smaller, as the list of sources is
  const SHARES = [1, 0.95, 0.9, 0.85, 0.8, 0.75]; // of their height that all figures may take, if that fills the sheets
  const [LEAST, MOST] = [0.65, 1.25]; // of its height, to stay on a sheet, and to fill it
  const ROW = 17; // px of one bar with its name

  const height = (element) => element.getBoundingClientRect().height;
  const outer = (element) => height(element) + parseFloat(getComputedStyle(element).marginBottom);

  function narrowed(table) {
    const width = table.parentElement.clientWidth;
    const sizes = table.matches(".sources") || table.rows.length > LONG ? SIZES.filter((size) => size <= SMALL) : SIZES;
    sizes.find((size) => {
      table.style.fontSize = `${size}pt`;
      return table.offsetWidth <= width + 1;
    });
  }

  // The least height of a chart: its bars keep their names apart, a map or a Sankey only its share.
  function least(figure, tall) {
    const names = new Set(figure.data.flatMap((t) => (t.y ?? []).filter((y) => typeof y === "string")));
    return Math.max(LEAST * tall, Math.min(tall, names.size * ROW + 90));
  }

  // What cannot be cut: [height, what is repeated above it on a new sheet, the plot that may be lower].
  function pieces(block, figures) {
    if (block.matches(".sentence")) {
      const said = [...block.children].map((p) => ({ tall: outer(p), again: 0, after: 0 }));
      said.at(-1).after = outer(block) - said.reduce((sum, { tall }) => sum + tall, 0);
      return said;
    }
    const table = block.querySelector("table");
    if (!table) {
      const box = block.querySelector(".plot");
      const plot = box && { box, tall: height(box), least: least(figures[box.id], height(box)), map: "geo" in figures[box.id].layout };
      return [{ tall: height(block), again: 0, plot, after: outer(block) - height(block) }];
    }
    const again = height(table.tHead);
    const rows = [...table.tBodies[0].rows].map((row) => ({ tall: height(row), again }));
    const above = table.tBodies[0].getBoundingClientRect().top - block.getBoundingClientRect().top;
    const below = outer(block) - above - rows.reduce((sum, row) => sum + row.tall, 0);
    if (!rows.length) return [{ tall: outer(block), again: 0 }];
    rows[0].tall += above;
    rows[0].again = 0;
    rows.at(-1).tall += below;
    return rows;
  }

  // Sheets that the pieces take where every plot has this share of its height, each plot's height on them, and what
  // that costs: a sheet each, and the more the emptier one is left.
  function laid(parts, share) {
    let [used, sheets, filled, empty] = [0, 1, [], 0];
    const heights = new Map();
    const fill = (room) => {
      const charts = filled.filter(({ map }) => !map);
      const whole = charts.reduce((sum, { box }) => sum + heights.get(box), 0);
      const factor = Math.min(MOST, 1 + Math.max(0, room) / (whole || 1));
      for (const { box } of charts) heights.set(box, heights.get(box) * factor);
    };
    for (const { tall, again, plot, after = 0 } of parts) {
      const wanted = plot ? Math.max(plot.least, share * plot.tall) : 0;
      const rest = tall - (plot?.tall ?? 0);
      const room = SHEET - SAFE - used;
      let now = wanted;
      if (plot && rest + wanted > room && rest + plot.least <= room) now = room - rest;
      if (used && rest + now > room) {
        empty += (room / SHEET) ** 2;
        fill(room);
        [used, sheets, filled] = [again, sheets + 1, []];
        now = wanted;
      }
      used += rest + now + after;
      if (plot) {
        heights.set(plot.box, now);
        filled.push(plot);
      }
    }
    return { heights, cost: sheets + empty };
  }

  window.sheets = (figures) => {
    document.querySelectorAll("table").forEach(narrowed);
    const top = { tall: outer(document.querySelector(".masthead")), again: 0 };
    const parts = [top, ...[...document.querySelectorAll(".block")].flatMap((block) => pieces(block, figures))];
    const found = SHARES.map((share) => laid(parts, share)).reduce((best, one) => (one.cost < best.cost ? one : best));
    for (const [box, tall] of found.heights) box.style.height = `${Math.floor(tall)}px`;
  };
}
