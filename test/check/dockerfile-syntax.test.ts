import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { expandWord } from '../../src/formats/dockerfile/expand.ts';
import { parseDockerfile } from '../../src/formats/dockerfile/parse.ts';
import type { Instruction } from '../../src/formats/dockerfile/syntax.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

const folder = 'cases/posture/buildkit';

function rows<Row>(file: string): Row[] {
  const text = readFileSync(sharedPath(`${folder}/${file}`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** Go's strconv.Quote. */
const quote = (text: string): string =>
  `"${text.replace(/["\\\u0000-\u001f]/g, (char) => {
    const named = {
      '"': '\\"',
      '\\': '\\\\',
      '\b': '\\b',
      '\f': '\\f',
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
    };
    return (
      named[char as keyof typeof named] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
    );
  })}"`;

/** BuildKit's Node.Dump of one instruction. */
function dump(one: Instruction): string {
  const flags =
    one.flags.length === 0 ? '' : ` [${one.flags.map(({ text }) => quote(text)).join(' ')}]`;
  const parts: string[] = [];
  if (one.inner !== undefined) parts.push(dump(one.inner));
  if (one.verb !== undefined) parts.push(quote(one.verb.text));
  for (const { text } of one.words) parts.push(quote(text));
  for (const { key, value, joint, ...span } of one.pairs) {
    if (one.keyword === 'ARG')
      parts.push(quote(value === undefined ? key.text : `${key.text}=${value.text}`));
    else parts.push(quote(key.text), quote(value?.text ?? ''), quote(joint.trim()));
    assert.ok(span.start <= key.start && key.end <= span.end);
  }
  return `(${[`${one.keyword.toLowerCase()}${flags}`, ...parts].join(' ')})`;
}

interface ParserRow {
  readonly name: string;
  readonly input: string;
  readonly expectAst?: string;
  readonly expectError?: boolean;
}

test('the trees are those of BuildKit', needsShared(folder), async () => {
  await runSuite(
    'buildkit-parser',
    rows<ParserRow>('parser.jsonl').map(({ name, input, expectAst, expectError }) => ({
      id: name,
      run: () => {
        const { instructions, faults } = parseDockerfile(input);
        if (expectError === true) assert.notEqual(faults.length, 0);
        else {
          assert.deepEqual(faults, []);
          assert.equal(`${instructions.map(dump).join('\n')}\n`, expectAst);
        }
      },
    })),
  );
});

interface WordRow {
  readonly name: string;
  readonly platform: 'A' | 'U' | 'W';
  readonly input: string;
  readonly expectWord: string;
}

test('words expand as in BuildKit', needsShared(folder), async () => {
  const variables = new Map([
    ['PWD', '/home'],
    ['SHELL', 'bash'],
    ['KOREAN', '한국어'],
    ['NULL', ''],
  ]);
  const all = rows<WordRow>('shell-env.jsonl');
  const seen = new Map<string, number>();
  await runSuite(
    'buildkit-shell-env',
    all.map(({ name, platform, input, expectWord }) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return {
        id: count === 1 ? name : `${name} #${count}`,
        run: () => {
          const { text, fault } = expandWord(input, (variable) =>
            variables.get(platform === 'W' ? variable.toUpperCase() : variable),
          );
          if (expectWord === 'error') assert.notEqual(fault, undefined);
          else assert.equal(text, expectWord);
        },
      };
    }),
  );
});
