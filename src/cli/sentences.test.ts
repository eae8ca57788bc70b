import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runProgram, sourceProgram } from '../../test/kit/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sentences-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'empty'));
for (const [name, text] of Object.entries({
  'empty.yaml': '',
  'words.yaml': 'some words',
  'cut.json': '{"a":',
  'other.json': '{}',
  'words.tar': 'some words',
  Dockerfile: 'FROM scratch\n',
  'settings.yaml': 'nope: 1\n',
  'native.yaml': 'accelerator: isal\n',
}))
  writeFileSync(join(folder, name), text);
const at = (name: string): string => join(folder, name);
const dockerfile = at('Dockerfile');

/** What went wrong, and the sentence: action, value, state found, state wanted, code. */
const rows: readonly (readonly [words: readonly string[], exit: number, sentence: RegExp])[] = [
  [['check', at('none.yaml')], 3, /Cannot check "[^"]+none\.yaml": there is no such file/],
  [['check', at('empty.yaml')], 3, /Cannot check "[^"]+": it is empty, wanted one of docker/],
  [['check', at('words.yaml')], 3, /": neither name nor content tells what it is, wanted one of/],
  [['check', dockerfile, '--exit-code', '4'], 2, /"4": 3 and 4 say .+, wanted another number/],
  [['check', dockerfile, '--config', at('settings.yaml')], 2, /no option "nope", wanted one that/],
  [['check', dockerfile, '--standard', 'nope'], 2, /"nope": there is none .+, wanted one of/],
  [['check', dockerfile, '-f', 'nope'], 2, /Cannot use --format "nope": wanted one of table/],
  [['check', dockerfile, '--baseline', at('cut.json')], 3, /JSON input, wanted a file that/],
  [['check', dockerfile, '-o', at('empty')], 3, /Cannot write "[^"]+": it is a folder, wanted a/],
  [['fix', at('none.yaml')], 3, /^Warning: Cannot check "[^"]+": .+ \[IO_READ_FAILED\]$/m],
  [
    ['convert', at('cut.json')],
    3,
    /^Error: Cannot convert "[^"]+": Unexpected[^:]+, wanted a JSON/,
  ],
  [['convert', at('other.json')], 3, /found no schema version, wanted a JSON report/],
  [['image', '--input', at('words.tar')], 3, /found no tar archive, wanted an image saved as one/],
  [['image', `oci-dir:${at('none')}`], 3, /none" from OCI layout folder: found no such image, w/],
  [
    ['image', 'x', '--config', at('native.yaml')],
    2,
    /configuration file asks for it, wanted --acc/,
  ],
  [['image', 'registry:localhost:1/x:1'], 3, /: nothing listens there \(ECONNREFUSED\)/],
  [['repo', at('none')], 2, /found neither a folder nor an address, wanted a folder, or/],
  [['sbom', at('cut.json')], 3, /^Warning: Cannot read "[^"]+": Unexpected.+, wanted JSON/m],
];

for (const [words, exit, sentence] of rows) {
  const name = words.map((word) => word.replace(folder, '')).join(' ');
  test(`${name}: a sentence with its code, and exit ${exit}`, () => {
    const { code, stderr } = runProgram(sourceProgram(), words, { folder });
    assert.match(stderr, sentence);
    assert.equal(code, exit);
    // Codes stand behind a sentence, in brackets, and nowhere inside one.
    assert.match(stderr, / \[[A-Z_]+\]$/m);
    assert.doesNotMatch(stderr.replaceAll(/[[(][A-Z_]+[\])]/g, ''), /\b[A-Z]+_[A-Z_]+\b/);
  });
}
