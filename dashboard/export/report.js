// Every figure of a page that is printed or photographed, drawn at once and without motion.
"use strict";

{
  const data = JSON.parse(document.getElementById("data").textContent);
  const boxes = [...document.querySelectorAll(".plot")];
  const draw = (box) => {
    const { data: traces, layout } = data.figures[box.id];
    const size = { width: box.clientWidth, height: box.clientHeight, autosize: false };
    return Plotly.newPlot(box, traces, { ...layout, ...size }, { staticPlot: true, displayModeBar: false, locale: data.locale });
  };
  document.fonts.ready.then(() => {
    window.sheets?.(data.figures);
    return Promise.all(boxes.map(draw));
  });
}
