import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { beamTerms, itemsOf, scalarOf } from './beam-terms.ts';
import type { BeamLanguage, BeamTerm } from './beam-terms.ts';

/** A term in short: texts quoted, containers by the first letter of their kind. */
function shown(term: BeamTerm): string {
  if ('text' in term) return term.kind === 'text' ? JSON.stringify(term.text) : term.text;
  return `${term.kind.charAt(0)}(${term.items.map(shown).join(' ')})`;
}

test('beamTerms reads the data of both languages', () => {
  const rows: readonly [BeamLanguage, string, string][] = [
    ['erlang', '{a, <<"b">>, "c\\"d", 1.5, -2}.', 't(a "b" "c\\"d" 1.5 -2)'],
    ['erlang', '% {x}\n[\'Quoted Atom\', <<"u"/utf8>>, []].', 'l(Quoted Atom "u" l())'],
    ['erlang', '#{k => v}.', 'm(p(k v))'],
    [
      'elixir',
      '%{"a": {:hex, :b}, "c" => [x: 1, y: "#{z}"]}',
      'm(p("a" t(hex b)) p("c" l(p(x 1) p(y "#{z}"))))',
    ],
    ['elixir', '# %{no}\n[:"quoted", Elixir.Foo, true]', 'l(quoted Elixir.Foo true)'],
    ['erlang', '', ''],
  ];
  for (const [language, text, wanted] of rows)
    assert.equal(beamTerms(text, language, 'x').map(shown).join(' '), wanted, text);
});

test('beamTerms counts lines, inside texts and comments too', () => {
  const [first, second] = beamTerms('{a,\n"x\ny"}.\n% no\n\n[b].', 'erlang', 'x');
  assert.deepEqual([first?.line, second?.line], [1, 6]);
  assert.equal(first !== undefined && 'endLine' in first ? first.endLine : 0, 3);
});

test('beamTerms refuses what is no data, with the line', () => {
  for (const text of ['{a', '[', '"a', '<<"a"', '{a, }b)', '[\n(', 'f(x)', '{a =>'])
    assert.throws(() => beamTerms(text, 'erlang', 'x'), { code: 'BEAM_INVALID' }, text);
  assert.throws(() => beamTerms('['.repeat(9999), 'erlang', 'x'), { code: 'LIMIT_JSON_DEPTH' });
});

test('itemsOf and scalarOf give nothing for the other kind', () => {
  const [tuple] = beamTerms('{a, 1}', 'erlang', 'x');
  const [atom] = itemsOf(tuple);
  assert.equal(scalarOf(atom), 'a');
  assert.deepEqual([scalarOf(tuple), itemsOf(atom).length], [undefined, 0]);
});

test('fuzz beam terms', () => {
  const sample = Buffer.from('%{"a": {:hex, :b, "1"}, c: [d: <<"e">>]} # f\n{g, \'h\', 1.5}.');
  fuzz([sample], (bytes) => beamTerms(Buffer.from(bytes).toString(), 'elixir', 'x'));
  fuzz([sample], (bytes) => beamTerms(Buffer.from(bytes).toString(), 'erlang', 'x'));
});
