// The entry of the bundle: the traces, the locales, and defaults that keep every request at home.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import box from "plotly.js/lib/box";
import choropleth from "plotly.js/lib/choropleth";
import heatmap from "plotly.js/lib/heatmap";
import indicator from "plotly.js/lib/indicator";
import pie from "plotly.js/lib/pie";
import sankey from "plotly.js/lib/sankey";
import scattergeo from "plotly.js/lib/scattergeo";
import sunburst from "plotly.js/lib/sunburst";
import treemap from "plotly.js/lib/treemap";
import sankeyConstants from "plotly.js/src/traces/sankey/constants";
import ar from "../locale/ar-MA.json";
import en from "../locale/en.json";
import fr from "../locale/fr.json";

Plotly.register([bar, box, choropleth, heatmap, indicator, pie, sankey, scattergeo, sunburst, treemap]);
Plotly.register([en, fr, ar]);

// A Sankey slides for half a second after every change of a control: here the new one stands at once.
sankeyConstants.duration = 0;

// plotly.js asks its publisher's server for map geometry and offers to upload charts: here it does neither, even where
// a chart forgets to say so. A chart's own config.topojsonURL still decides which boundaries are drawn.
const script = document.currentScript?.src;
Plotly.setPlotConfig({
  topojsonURL: script ? new URL("../topojson/un/", script).href : "topojson/un/",
  plotlyServerURL: "",
  showSendToCloud: false,
  displaylogo: false,
});

window.Plotly = Plotly;
