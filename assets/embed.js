// The one figure of a page in a frame: fetched from our own address, drawn, fitted to the frame.
"use strict";

{
  const { figure, locale, boundaries } = document.body.dataset;
  const box = document.querySelector(".plot");
  fetch(figure)
    .then((answer) => answer.json())
    .then(({ data, layout }) => {
      const options = { displayModeBar: false, responsive: true, locale, topojsonURL: boundaries };
      return Plotly.newPlot(box, data, { ...layout, autosize: true }, options);
    });
}
