import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { openDatabase } from '../../src/scan/advisories/open.ts';

/**
 * Child of bench/database.ts: looks the same keys up twice, `sqlite DATABASE KEYS` through the
 * product, `flat FILE KEYS` in the flat file, and prints milliseconds and what it found.
 */
const [mode = '', path = '', keysPath = ''] = process.argv.slice(2);
const keys = JSON.parse(readFileSync(keysPath, 'utf8')) as [string, string][];
const begun = performance.now();
const lookup = mode === 'flat' ? flatLookup(path) : openDatabase(path).lookup;
const opened = performance.now();
let rows = 0;
for (const [ecosystem, name] of keys) rows += lookup(ecosystem, name).length;
const cold = performance.now();
for (const [ecosystem, name] of keys) rows += lookup(ecosystem, name).length;
const warm = performance.now();
console.log(
  JSON.stringify({ open: opened - begun, cold: cold - begun, warm: warm - cold, rows: rows / 2 }),
);

/** The floor: a sorted list of keys with offsets at the end of the file, rows as JSON before it, found by a Map. */
function flatLookup(file: string): (ecosystem: string, name: string) => readonly unknown[] {
  const handle = openSync(file, 'r');
  process.on('exit', () => closeSync(handle));
  const { size } = fstatSync(handle);
  const tail = Buffer.alloc(8);
  readSync(handle, tail, 0, 8, size - 8);
  const start = Number(tail.readBigUInt64LE());
  const index = Buffer.alloc(size - 8 - start);
  readSync(handle, index, 0, index.length, start);
  const places = new Map<string, [number, number]>();
  let at = 0;
  for (const line of index.toString('utf8').split('\n')) {
    const cut = line.lastIndexOf('\t');
    const length = Number(line.slice(cut + 1));
    places.set(line.slice(0, cut), [at, length]);
    at += length;
  }
  return (ecosystem, name) => {
    const place = places.get(`${ecosystem}\0${name}`);
    if (place === undefined) return [];
    const bytes = Buffer.allocUnsafe(place[1]);
    readSync(handle, bytes, 0, bytes.length, place[0]);
    return JSON.parse(bytes.toString('utf8')) as unknown[];
  };
}
