// The one figure of a page in a frame: fetched from our own address, drawn, fitted to the frame.
"use strict";

{
  const { figure, locale, boundaries } = document.body.dataset;
  const box = document.querySelector(".plot");
  fetch(figure)
    .then((answer) => answer.json())
    .then(({ data, layout }) => {
      const options = { displayModeBar: false, responsive: true, locale, topojsonURL: boundaries };
      const fitted = window.narrow({ data, layout }, box.clientWidth);
      return Plotly.newPlot(box, fitted.data, { ...fitted.layout, autosize: true }, options);
    });
}
