import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The floor of judging manifests: reads every file of a folder and parses it, positions kept, as plain data. */
const folder = process.argv[2] ?? '.';
let objects = 0;
for (const name of readdirSync(folder)) {
  for (const document of parseAllDocuments(readFileSync(join(folder, name), 'utf8'))) {
    if (document.toJS() !== null) objects += 1;
  }
}
console.log(objects);
