// Trains in Node.js: `node run.mjs sinew_wasm.wasm`.

import { readFileSync } from 'node:fs';

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
for (const isStream of [0, 1]) {
  const accuracy = instance.exports.train(isStream);
  console.log(`${isStream ? 'a stream' : 'in memory'}: accuracy ${accuracy.toFixed(4)}`);
  if (!(accuracy > 0.9)) process.exit(1);
}
