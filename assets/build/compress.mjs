// Writes the .br and .gz twins of a file, which the server sends as they are.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

export function compress(path) {
  const plain = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params }));
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  const [a, b, c] = ["", ".br", ".gz"].map((end) => statSync(path + end).size);
  console.log(`${basename(path)}: ${a} bytes, ${b} br, ${c} gz`);
}
