import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { childOf, childrenOf, childText, parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

const pom = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment with <tags> & more -->
<project xmlns="x" xsi:schemaLocation='a "b" c'>
  <groupId> com.example </groupId>
  <a:version>1&amp;2&#x41;&#66;&eacute;&#1114112;</a:version>
  <dependencies
    count="&lt;2&gt;">
    <dependency/>
    <dependency><![CDATA[<raw> & ]]> text</dependency >
  </dependencies>
</project>
<?pi?>
`;

function outline(element: XmlElement): unknown {
  return [element.name, element.startLine, element.endLine, ...element.children.map(outline)];
}

test('elements with their lines, local names, attributes and texts', () => {
  const root = parseXml(pom, 'it');
  assert.deepEqual(outline(root), [
    'project',
    3,
    11,
    ['groupId', 4, 4],
    ['version', 5, 5],
    ['dependencies', 6, 10, ['dependency', 8, 8], ['dependency', 9, 9]],
  ]);
  assert.deepEqual(
    [...root.attributes],
    [
      ['xmlns', 'x'],
      ['xsi:schemaLocation', 'a "b" c'],
    ],
  );
  const dependencies = childOf(root, 'dependencies');
  assert.equal(dependencies?.attributes.get('count'), '<2>');
  assert.equal(childText(root, 'groupId'), 'com.example');
  assert.equal(childText(root, 'version'), '1&2AB&eacute;&#1114112;');
  assert.equal(childText(root, 'absent'), undefined);
  assert.equal(childText(root, 'dependencies'), undefined);
  assert.deepEqual(
    childrenOf(dependencies, 'dependency').map(({ text }) => text),
    ['', '<raw> &  text'],
  );
});

test('names of a stranger stay data', () => {
  const root = parseXml('<a __proto__="1" constructor="2"><__proto__>x</__proto__></a>', 'it');
  assert.deepEqual([...root.attributes.keys()], ['__proto__', 'constructor']);
  assert.equal(childText(root, '__proto__'), 'x');
});

for (const [text, line, why] of [
  ['', 1, 'nothing'],
  ['text', 1, 'no element'],
  ['<a>', 1, 'not closed'],
  ['<a>\n</b>', 2, 'closed by another'],
  ['<x:a></a>', 1, 'closed without its prefix'],
  ['</a>', 1, 'an end only'],
  ['<a/>\n<b/>', 2, 'two roots'],
  ['<a/> text', 1, 'text after the root'],
  ['<a/><![CDATA[x]]>', 1, 'raw text after the root'],
  ['<a b=c/>', 1, 'a bare attribute'],
  ['<a><${b}/></a>', 1, 'a tag that is no name'],
  ['<a 1b=""/>', 1, 'an attribute that is no name'],
  ['<a b="1" b="2"/>', 1, 'an attribute twice'],
  ['<a b="<"/>', 1, 'a tag inside an attribute'],
  ['<a b="1"c="2"/>', 1, 'attributes without space'],
  ['<a><!-- </a>', 1, 'an open comment'],
  ['<a><![CDATA[ </a>', 1, 'open raw text'],
  ['\n<?xml', 2, 'an open instruction'],
  ['<a>1 < 2</a>', 1, 'a bare bracket'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 1, 'a document type'],
  ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 1, 'an outside document type'],
  ['<a><!ENTITY b "c"></a>', 1, 'an entity'],
] as const) {
  test(`refuses ${why}`, () => {
    assert.throws(
      () => parseXml(text, 'it'),
      (error) =>
        error instanceof FormatError && error.code === 'XML_INVALID' && error.line === line,
    );
  });
}

test('depth and count are bounded', () => {
  const deep = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
  assert.ok(parseXml(deep(limits.xml_depth.value), 'it'));
  const overDepth = (error: unknown) => error instanceof LimitError && error.limit === 'xml_depth';
  assert.throws(() => parseXml(deep(limits.xml_depth.value + 1), 'it'), overDepth);
  const many = `<a>${'<b c=""/>'.repeat(limits.xml_nodes.value / 2)}</a>`;
  const overCount = (error: unknown) => error instanceof LimitError && error.limit === 'xml_nodes';
  assert.throws(() => parseXml(many, 'it'), overCount);
});

test('mutations of a document throw nothing but errors of the house', () => {
  fuzz([Buffer.from(pom)], (bytes) => parseXml(Buffer.from(bytes).toString(), 'it'));
});
