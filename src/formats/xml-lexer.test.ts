import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { childrenOf, childOf, childText, xmlRecords } from './xml.ts';
import type { XmlElement } from './xml.ts';

const document = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment with <item> & more -->
<o:list xmlns:o="x" note='a > "b"'>
  <item id="1 &lt;2&gt;"><name>ü&amp;&#x41;</name><name> b </name></item>
  <skipped><deep><item id="inner"/></deep></skipped>
  <o:item id="2"
  ><![CDATA[<raw> & ]]> text</o:item >
  <item/>
</o:list>
`;

function records(pieces: Iterable<Uint8Array>): XmlElement[] {
  return [...xmlRecords(pieces, (name) => name === 'item', 'it')];
}

function* inPieces(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('wanted elements wherever they are, however the document is cut into pieces', () => {
  for (const size of [1, 2, 3, 7, 64, 10_000]) {
    const found = records(inPieces(document, size));
    assert.deepEqual(
      found.map((node) => node.attributes.get('id')),
      ['1 <2>', 'inner', '2', undefined],
    );
    assert.equal(childText(found[0], 'name'), 'ü&A');
    assert.deepEqual(
      childrenOf(found[0], 'name').map(({ text }) => text),
      ['ü&A', 'b'],
    );
    assert.equal(found[2]?.text, '<raw> &  text');
    assert.equal(childOf(found[2], 'name'), undefined);
  }
});

for (const [text, why] of [
  ['', 'nothing'],
  ['text', 'no element'],
  ['<a>', 'an element that is not closed'],
  ['<a></b>', 'closed by another'],
  ['</a>', 'an end only'],
  ['<a/><b/>', 'two roots'],
  ['<a/> text', 'text after the root'],
  ['<a', 'an end inside a tag'],
  ['<a><!-- </a>', 'an open comment'],
  ['<item b=c/>', 'a bare attribute'],
  ['<item b="1" b="2"/>', 'an attribute twice'],
  ['<a><item b="1"c="2">', 'attributes without space, before the document ends'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'a document type'],
] as const) {
  test(`refuses ${why}`, () => {
    assert.throws(
      () => records(inPieces(text, 4)),
      (error) => error instanceof FormatError && error.code === 'XML_INVALID',
    );
  });
}

test('depth and the size of one element are bounded, the length of a document is not', () => {
  const deep = '<a>'.repeat(limits.xml_depth.value + 1);
  assert.throws(() => records(inPieces(deep, 100)), LimitError);
  const wide = `<item>${'<b/>'.repeat(limits.xml_nodes.value)}</item>`;
  assert.throws(() => records(inPieces(wide, 65_536)), LimitError);
  function* endless(): Generator<Uint8Array> {
    yield Buffer.from('<a b="');
    for (;;) yield Buffer.alloc(65_536, 0x78);
  }
  assert.throws(() => records(endless()), LimitError);
  function* wordy(): Generator<Uint8Array> {
    yield Buffer.from('<item>');
    for (;;) yield Buffer.alloc(2 ** 20, 0x78);
  }
  assert.throws(() => records(wordy()), LimitError);
  function* long(): Generator<Uint8Array> {
    yield Buffer.from('<a>');
    for (let count = 0; count < 2000; count += 1) yield Buffer.from('<b><c/></b>'.repeat(100));
    yield Buffer.from('<item/></a>');
  }
  assert.equal(records(long()).length, 1);
});

test('mutations of a document throw nothing but errors of the house', () => {
  fuzz([Buffer.from(document)], (bytes) => records([bytes]));
});
