import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referencePages } from './reference.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'reference');
const check = process.argv.includes('--check');
const pages = await referencePages();
mkdirSync(folder, { recursive: true });

const current = (name: string): string | undefined => {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
};

const stale = pages.filter(({ name, text }) => current(name) !== text);
const marked = readdirSync(folder).filter((name) =>
  current(name)?.includes('Written by `npm run generate`'),
);
const gone = marked.filter((name) => !pages.some((page) => page.name === name));

if (check && stale.length + gone.length > 0) {
  console.error(
    `Cannot accept docs/reference: ${[...stale.map(({ name }) => name), ...gone].join(', ')} out of step; run "npm run generate"`,
  );
  process.exitCode = 1;
}
if (!check) {
  for (const { name, text } of stale) writeFileSync(join(folder, name), text);
  for (const name of gone) rmSync(join(folder, name));
  console.log(
    `docs/reference: ${pages.length} pages, ${stale.length} written, ${gone.length} removed`,
  );
}
