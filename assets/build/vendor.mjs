// Copies the accessibility checker (axe-core, MPL-2.0) to tests/vendor: the tests load it, the dashboard never does.
import { cpSync, mkdirSync } from "node:fs";

const from = new URL("node_modules/axe-core/", import.meta.url).pathname;
const to = new URL("../../tests/vendor/", import.meta.url).pathname;
mkdirSync(to, { recursive: true });
cpSync(`${from}axe.min.js`, `${to}axe.min.js`);
cpSync(`${from}LICENSE`, `${to}axe.LICENSE.txt`);
