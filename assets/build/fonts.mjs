// Builds assets/fonts: three open families cut down to the characters of French, English and Arabic, with their style
// sheet and licences.
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import subsetFont from "subset-font";

const packages = new URL("node_modules/", import.meta.url).pathname;
const out = new URL("../fonts/", import.meta.url).pathname;

const LETTERS = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+0178,U+2010-2014,U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2039-203A,U+20AC,U+2122";
// Letters of other countries' names (Č, Ł, ş …), ordinals (ᵉ ʳ), superscripts, subscripts, thin spaces, Greek of
// formulas, arrows, mathematics, marks of charts and of flags.
const SIGNS = "U+0100-0130,U+0132-0151,U+0154-0177,U+0179-017F,U+0218-021B,U+02B0-02B3,U+02E2,U+0394,U+03A3,U+03B1-03B3,U+03BC,U+03C0,U+03C3,U+1D48-1D49,U+1D57,U+2002-200B,U+2032-2033,U+2070-2071,U+2074-208E,U+2116,U+2190-2193,U+2196-2199,U+2206,U+2211-2212,U+221A,U+221E,U+2248,U+2260,U+2264-2265,U+25A0-25A1,U+25B2-25B3,U+25BC-25BD,U+25CB,U+25CF,U+2605,U+2713";
// Modern standard Arabic, and the letters that Moroccan names add (پ ڤ ڭ گ چ).
const ARABIC = "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+0654-0655,U+0660-066C,U+0670-0671,U+067E,U+0686,U+06A4,U+06A9,U+06AD,U+06AF,U+06CC,U+06D4,U+200C-200D,U+FDFC";

const FACES = [
  { file: "inter", family: "Inter", weight: "400 600", range: `${LETTERS},${SIGNS}`,
    from: "inter-ui/variable/InterVariable.woff2", licence: "inter-ui/LICENSE.txt",
    axes: { opsz: 14, wght: { min: 400, max: 600, default: 400 } },
    features: ["calt", "case", "ccmp", "frac", "kern", "locl", "mark", "mkmk", "ordn", "sups", "tnum", "zero"] },
  { file: "noto-sans-arabic", family: "Noto Sans Arabic", weight: "400 600", range: ARABIC,
    from: "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
    licence: "@fontsource-variable/noto-sans-arabic/LICENSE",
    axes: { wght: { min: 400, max: 600, default: 400 } } },
  { file: "newsreader", family: "Newsreader", weight: "600", range: LETTERS,
    from: "@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2",
    licence: "@fontsource-variable/newsreader/LICENSE",
    axes: { opsz: 36, wght: 600 } },
];

function charactersOf(range) {
  return range.split(",").map((part) => {
    const [first, last = first] = part.replace("U+", "").split("-").map((hex) => parseInt(hex, 16));
    return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");
  }).join("");
}

mkdirSync(out, { recursive: true });
const rules = [];
for (const { file, family, weight, range, from, licence, axes, features } of FACES) {
  const font = await subsetFont(readFileSync(packages + from), charactersOf(range), {
    targetFormat: "woff2", variationAxes: axes, keepFeatures: features, noHinting: true, preserveNameIds: [0, 13, 14],
  });
  writeFileSync(`${out}${file}.woff2`, font);
  cpSync(packages + licence, `${out}${file}.LICENSE.txt`);
  console.log(`${file}.woff2: ${statSync(`${out}${file}.woff2`).size} bytes`);
  rules.push(`@font-face {
  font-family: "${family}";
  font-weight: ${weight};
  font-display: swap;
  src: url("${file}.woff2") format("woff2");
  unicode-range: ${range.replaceAll(",", ", ")};
}
`);
}
const title = "/* Written by assets/build/fonts.mjs: Inter and Noto Sans Arabic for text, Newsreader for headlines. */\n";
writeFileSync(`${out}fonts.css`, title + rules.join("\n"));
