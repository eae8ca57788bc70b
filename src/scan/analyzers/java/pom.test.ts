import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { AnalyzerResult, FoundPackage, ReadFile } from '../contract.ts';
import { pomJoin } from './pom-join.ts';
import { pom } from './pom.ts';
import { interpolate } from './pom-values.ts';

/** Packages of each file after all files of a tree were read and joined. */
function tree(files: Readonly<Record<string, string>>): Record<string, readonly FoundPackage[]> {
  const read = Object.entries(files).map(([path, text]): ReadFile => {
    assert.ok(pom.wants(path, { size: 1, mode: 0 }));
    const project = `<project>${text}</project>`;
    const result = JSON.parse(JSON.stringify(pom.read(readerOf(path, project)))) as AnalyzerResult;
    return { path, analyzer: 'pom', result };
  });
  const changed = pomJoin.join(read);
  return Object.fromEntries(
    read.map((file) => [file.path, (changed.get(file) ?? file.result).packages ?? []]),
  );
}

function told(packages: readonly FoundPackage[] | undefined): string[] {
  return (packages ?? [])
    .filter(({ relationship }) => relationship !== 'root')
    .map(({ name, version, requirement, dev, optional }) =>
      [`${name}@${version}`, requirement, dev && 'dev', optional && 'optional']
        .filter(Boolean)
        .join(' '),
    );
}

const gav = (group: string, artifact: string, version = '') =>
  `<groupId>${group}</groupId><artifactId>${artifact}</artifactId>${
    version === '' ? '' : `<version>${version}</version>`
  }`;
const dep = (artifact: string, version = '', more = '') =>
  `<dependency>${gav('g', artifact, version)}${more}</dependency>`;
const deps = (...list: readonly string[]) => `<dependencies>${list.join('')}</dependencies>`;
const manage = (...list: readonly string[]) =>
  `<dependencyManagement>${deps(...list)}</dependencyManagement>`;
const parent = (artifact: string, version: string, path?: string) =>
  `<parent>${gav('g', artifact, version)}${
    path === undefined ? '' : `<relativePath>${path}</relativePath>`
  }</parent>`;
const bom = (artifact: string, version: string) =>
  dep(artifact, version, '<type>pom</type><scope>import</scope>');

const alone: readonly (readonly [string, string, readonly string[]])[] = [
  ['versions as written', deps(dep('a', '1'), dep('b', ' 2.0-rc1 ')), ['g:a@1', 'g:b@2.0-rc1']],
  ['no version', deps(dep('a')), ['g:a@']],
  [
    'properties',
    `<properties><v>1</v><w>\${v}.2</w></properties>${deps(dep('a', '${w}'))}`,
    ['g:a@1.2'],
  ],
  ['a property that nobody sets', deps(dep('a', '${v}')), ['g:a@ ${v}']],
  [
    'properties in a circle',
    `<properties><v>\${w}</v><w>\${v}</w></properties>${deps(dep('a', '${v}'))}`,
    ['g:a@ ${v}'],
  ],
  [
    "the project's own version",
    `${gav('g', 'p', '7')}${deps(dep('a', '${project.version}'))}`,
    ['g:a@7'],
  ],
  [
    "the parent's version",
    `${parent('q', '9')}${deps(dep('a', '${project.parent.version}'))}`,
    ['g:a@9'],
  ],
  ['a range', deps(dep('a', '[1,2)')), ['g:a@ [1,2)']],
  ['one version in brackets', deps(dep('a', '[1.5]')), ['g:a@1.5']],
  ['words for versions', deps(dep('a', 'LATEST'), dep('b', '@v@')), ['g:a@ LATEST', 'g:b@ @v@']],
  [
    'scopes',
    deps(dep('a', '1', '<scope>test</scope>'), dep('b', '1', '<scope>provided</scope>')),
    ['g:a@1 dev', 'g:b@1'],
  ],
  ['what is optional', deps(dep('a', '1', '<optional>true</optional>')), ['g:a@1 optional']],
  [
    'managed versions and scopes',
    `${manage(dep('a', '3', '<scope>test</scope>'))}${deps(dep('a'))}`,
    ['g:a@3 dev'],
  ],
  [
    'its own version before a managed one',
    `${manage(dep('a', '3'))}${deps(dep('a', '1'))}`,
    ['g:a@1'],
  ],
  [
    'managed versions by type and classifier',
    `${manage(dep('a', '3', '<classifier>x</classifier>'), dep('a', '4'))}${deps(dep('a', '', '<classifier>x</classifier>'))}`,
    ['g:a@3'],
  ],
  ['nothing that is only managed', manage(dep('a', '3')), []],
  [
    'profiles: the active one, and the others as optional',
    `<profiles><profile><activation><activeByDefault>true</activeByDefault></activation><properties><v>1</v></properties>${deps(dep('a', '${v}'))}</profile>` +
      `<profile><properties><v>2</v></properties>${deps(dep('b', '${v}'))}</profile></profiles>`,
    ['g:a@1', 'g:b@2 optional'],
  ],
  [
    'no plug-ins',
    `<build><plugins><plugin>${gav('g', 'x', '1')}${deps(dep('y', '1'))}</plugin></plugins></build>`,
    [],
  ],
  ['names that are none', deps(dep('${nobody}', '1'), dep('a b', '1')), []],
];

for (const [why, text, expected] of alone) {
  test(`a pom.xml tells ${why}`, () => {
    const files = tree({ 'pom.xml': text });
    assert.deepEqual(told(files['pom.xml']), expected);
  });
}

test('the project itself, its licences and what it needs', () => {
  const licenses = '<licenses><license><name>MIT</name></license></licenses>';
  const { packages } = pom.read(
    readerOf(
      'pom.xml',
      `<project>${parent('q', '9')}<artifactId>p</artifactId>${licenses}${deps(`\n${dep('a', '1')}`)}</project>`,
    ),
  );
  assert.deepEqual(packages, [
    {
      name: 'g:p',
      version: '9',
      type: 'maven',
      relationship: 'root',
      licenses: ['MIT'],
      dependsOn: ['g:a@1'],
    },
    {
      name: 'g:a',
      version: '1',
      type: 'maven',
      relationship: 'direct',
      lines: { startLine: 2, endLine: 2 },
    },
  ]);
});

const trees: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  Readonly<Record<string, readonly string[]>>,
])[] = [
  [
    'a parent in the folder above manages versions, with properties of the child',
    {
      'pom.xml': `${gav('g', 'top', '1')}<properties><v>1</v></properties>${manage(dep('a', '${v}'))}`,
      'one/pom.xml': `${parent('top', '1')}<properties><v>2</v></properties>${deps(dep('a'))}`,
      'two/pom.xml': `${parent('top', '1')}${deps(dep('a'))}`,
    },
    { 'one/pom.xml': ['g:a@2'], 'two/pom.xml': ['g:a@1'] },
  ],
  [
    'a parent by path, as a file or a folder',
    {
      'x/base/pom.xml': `${gav('g', 'base', '1')}${manage(dep('a', '5'))}`,
      'x/one/pom.xml': `${parent('base', '1', '../base')}${deps(dep('a'))}`,
      'x/two/pom.xml': `${parent('base', '1', '../base/pom.xml')}${deps(dep('a'))}`,
    },
    { 'x/one/pom.xml': ['g:a@5'], 'x/two/pom.xml': ['g:a@5'] },
  ],
  [
    'a parent by coordinates, where no path leads to it',
    {
      'repo/base-1.pom': `${gav('g', 'base', '1')}${manage(dep('a', '5'))}`,
      'pom.xml': `${parent('base', '1', '')}${deps(dep('a'))}`,
    },
    { 'pom.xml': ['g:a@5'] },
  ],
  [
    'no parent from a file that is another project, nor from outside of the tree',
    {
      'pom.xml': `${gav('g', 'other', '1')}${manage(dep('a', '5'))}`,
      'one/pom.xml': `${parent('top', '1')}${deps(dep('a'))}`,
      'two/pom.xml': `${parent('top', '1', '../../../../etc/pom.xml')}${deps(dep('a'))}`,
    },
    { 'one/pom.xml': ['g:a@'], 'two/pom.xml': ['g:a@'] },
  ],
  [
    'inherited dependencies, unless the child says otherwise',
    {
      'pom.xml': `${gav('g', 'top', '1')}${deps(dep('a', '1'), dep('b', '1'))}`,
      'one/pom.xml': `${parent('top', '1')}${deps(dep('b', '2'))}`,
    },
    { 'one/pom.xml': ['g:b@2', 'g:a@1'] },
  ],
  [
    'imported lists of versions, after managed ones, in their order',
    {
      'bom/pom.xml': `${gav('g', 'bom', '1')}<properties><v>7</v></properties>${manage(dep('a', '${v}'), dep('b', '7'))}`,
      'bom2/pom.xml': `${gav('g', 'bom2', '1')}${manage(dep('b', '8'), dep('c', '8'))}`,
      'app/pom.xml': `<properties><v>1</v></properties>${manage(bom('bom', '1'), bom('bom2', '1'), dep('c', '9'), bom('absent', '1'))}${deps(dep('a'), dep('b'), dep('c'), dep('d'))}`,
    },
    { 'app/pom.xml': ['g:a@7', 'g:b@7', 'g:c@9', 'g:d@'] },
  ],
  [
    'circles of parents and of imports',
    {
      'one/pom.xml': `${gav('g', 'one', '1')}${parent('two', '1', '../two')}${manage(bom('three', '1'))}${deps(dep('a'))}`,
      'two/pom.xml': `${gav('g', 'two', '1')}${parent('one', '1', '../one')}${manage(dep('a', '1'))}`,
      'three/pom.xml': `${gav('g', 'three', '1')}${manage(bom('one', '1'), bom('three', '1'))}`,
    },
    { 'one/pom.xml': ['g:a@1'] },
  ],
  [
    'tests of a Maven plug-in as development only',
    { 'src/it/example/pom.xml': `${gav('g', 'it', '1')}${deps(dep('a', '1'))}` },
    { 'src/it/example/pom.xml': ['g:a@1 dev'] },
  ],
];

for (const [why, files, expected] of trees) {
  test(`a tree of pom.xml files: ${why}`, () => {
    const found = tree(files);
    for (const [path, packages] of Object.entries(expected))
      assert.deepEqual(told(found[path]), packages, path);
  });
}

test('lines are those of the file itself', () => {
  const found = tree({
    'pom.xml': `${gav('g', 'top', '1')}${deps(dep('a', '1'))}`,
    'one/pom.xml': `${parent('top', '1')}\n${deps(dep('b', '2'))}`,
  });
  assert.deepEqual(
    found['one/pom.xml']?.map(({ name, lines }) => [name, lines?.startLine]),
    [
      ['g:top', undefined],
      ['g:b', 2],
      ['g:a', undefined],
    ].toSpliced(0, 1),
  );
});

test('too much inheritance is told once, and costs no package of the files themselves', () => {
  // Only names with placeholders are looked at again for every child.
  const open = (index: number) =>
    `<dependency>${gav('${project.groupId}', `m${index}`, '1')}</dependency>`;
  const managed = Array.from({ length: 5000 }, (_, index) => open(index));
  const files: Record<string, string> = {
    'pom.xml': `${gav('g', 'top', '1')}${manage(...managed)}`,
  };
  const read = (path: string, text: string): ReadFile => ({
    path,
    analyzer: 'pom',
    result: pom.read(readerOf(path, `<project>${text}</project>`)),
  });
  const child = `${parent('top', '1')}${deps(dep('own', '1'))}`;
  const one = read('1/pom.xml', child);
  // The same content under many names, so that the test itself is not slow.
  const all = [
    read('pom.xml', files['pom.xml'] ?? ''),
    ...Array.from({ length: 210 }, (_, index) => ({ ...one, path: `${index}/pom.xml` })),
  ];
  const changed = pomJoin.join(all);
  const problems = [...changed.values()].flatMap(({ problems: list = [] }) => list);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['LIMIT_POM_ENTRIES'],
  );
  assert.deepEqual(told([...changed.values()].at(-1)?.packages), ['g:own@1']);
});

test('placeholders that grow without end are left alone', () => {
  const values = (name: string) => (name === 'a' ? '${b}${b}${b}${b}' : '${a}${a}${a}${a}');
  assert.equal(interpolate('${a}', values), undefined);
  assert.equal(interpolate('x'.repeat(5000), values), undefined);
  assert.equal(
    interpolate('${${a}}', () => 'v'),
    'v',
  );
});

for (const text of ['', 'text', '<a/>', '<!DOCTYPE project><project/>', '<project>']) {
  test(`a pom.xml is not ${JSON.stringify(text)}`, () => {
    assert.throws(() => pom.read(readerOf('pom.xml', text)), { name: 'FormatError' });
  });
}

test('mutations of a pom.xml throw nothing but errors of the house', () => {
  const texts = [
    ...alone.map(([, text]) => text),
    ...trees.flatMap(([, files]) => Object.values(files)),
  ];
  const fixtures = texts.map((text) => Buffer.from(`<project>${text}</project>`));
  fuzz(fixtures, (bytes) => {
    const file: ReadFile = {
      path: 'a/pom.xml',
      analyzer: 'pom',
      result: pom.read(readerOf('a/pom.xml', bytes)),
    };
    pomJoin.join([file]);
  });
});
