// Builds assets/plotly/plotly.min.js: plotly.js with the eleven traces this dashboard draws and its three locales.
import { parse } from "acorn";
import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compress } from "./compress.mjs";

const here = new URL(".", import.meta.url).pathname;
const out = new URL("../plotly/", import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${here}node_modules/plotly.js/package.json`, "utf8"));

// Prose is a string, a sum of strings, or strings joined: anything else might be code and stays.
function isProse(node) {
  if (node.type === "Literal") return typeof node.value === "string";
  if (node.type === "BinaryExpression") return node.operator === "+" && isProse(node.left) && isProse(node.right);
  if (node.type === "ArrayExpression") return node.elements.every(isProse);
  return node.type === "CallExpression" && node.callee.property?.name === "join" && isProse(node.callee.object);
}

function proseIn(node, found = []) {
  if (node.type === "Property" && node.key.name === "description" && isProse(node.value)) found.push(node.value);
  for (const child of Object.values(node).flat()) if (typeof child?.type === "string") proseIn(child, found);
  return found;
}

// Every attribute carries its paragraph of the reference manual: a tenth of the bundle that nobody reads here.
const withoutManual = {
  name: "without-manual",
  setup(bundler) {
    bundler.onLoad({ filter: /plotly\.js\/src\/.*\.js$/ }, ({ path }) => {
      let text = readFileSync(path, "utf8");
      if (!text.includes("description:")) return undefined;
      const tree = parse(text, { ecmaVersion: "latest", allowReturnOutsideFunction: true });
      for (const { start, end } of proseIn(tree).reverse()) text = `${text.slice(0, start)}""${text.slice(end)}`;
      return { contents: text };
    });
  },
};

const { metafile } = await build({
  entryPoints: [`${here}bundle.js`],
  outfile: `${out}plotly.min.js`,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  plugins: [withoutManual],
  alias: { "country-iso-search": `${here}no-country-names.js` },
  // plotly.js is CommonJS written for a browser: `global` is the window, and an AMD loader must never catch it.
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" }, // the style sheet of the street maps, which this bundle has not
  banner: { js: `/* plotly.js v${version}, custom bundle, MIT: LICENSES.txt beside this file */` },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

// Every package inside the bundle asks that its licence travels with it.
const scripts = Object.keys(metafile.inputs).filter((path) => path.endsWith("js"));
const inside = scripts.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
const licences = [...new Set(inside.filter(Boolean))].sort().map((name) => {
  const folder = `${here}node_modules/${name}/`;
  const { version: of, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${of} (${license})\n\n${file ? readFileSync(folder + file, "utf8").trim() : ""}\n`;
});
writeFileSync(`${out}LICENSES.txt`, licences.join(`\n${"-".repeat(80)}\n\n`));
compress(`${out}plotly.min.js`);
