import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commands } from '../commands/index.ts';
import { UsageError } from '../errors.ts';
import { generalOptions } from '../option-table.ts';
import type { CommandSpec } from '../spec.ts';
import { trivyFlags } from './flags.ts';
import { fromTrivy } from './translate.ts';
import type { Translated } from './translate.ts';

interface Row {
  readonly given: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly file?: Readonly<Record<string, readonly string[]>>;
  /** Our words, parted by spaces. */
  readonly ours: string;
  readonly idle?: readonly string[];
}

function translated({ given, environment = {}, file }: Omit<Row, 'ours'>): Translated {
  return fromTrivy(given === '' ? [] : given.split(' '), {
    environment,
    configuration: (path) =>
      file === undefined || path === 'nope.yaml' ? undefined : new Map(Object.entries(file)),
    commands,
  });
}

const rows: readonly Row[] = [
  { given: '', ours: '--help' },
  { given: '--version', ours: '--version' },
  { given: 'image alpine:3.20', ours: 'image alpine:3.20' },
  {
    given: '-q image --severity HIGH,CRITICAL a',
    ours: 'image a --quiet --severity=HIGH,CRITICAL',
  },
  {
    given: '--debug fs . -s HIGH -f json -o r.json',
    ours: 'fs . --debug --severity=HIGH --format=json --output=r.json',
  },
  { given: 'fs . --ignore-unfixed=true --list-all-pkgs=false', ours: 'fs . --ignore-unfixed' },
  {
    given: 'fs . --vuln-type os --security-checks config',
    ours: 'fs . --pkg-types=os --scanners=config',
  },
  { given: 'fs . --skip-dirs a --skip-dirs b,c', ours: 'fs . --skip-dirs=a --skip-dirs=b,c' },
  { given: 'i a --image-src remote,docker', ours: 'i a --image-src=registry,docker' },
  { given: 'repo u --tag v1', ours: 'repo u --branch=v1' },
  { given: 'image a --offline-scan', ours: 'image a --offline' },
  {
    given: 'image a --scanners vuln,license',
    ours: 'image a --scanners=vuln',
    idle: ['--scanners license'],
  },
  {
    given: 'image a --skip-db-update --db-repository x',
    ours: 'image a',
    idle: ['--skip-db-update', '--db-repository'],
  },
  { given: 'image a --exit-code 1', ours: 'image a --exit-code=125' },
  { given: 'image a --exit-code=0', ours: 'image a --exit-code=0' },
  { given: 'config .', ours: 'config . --exit-code=0' },
  { given: 'conf . --exit-code 3', ours: 'conf . --exit-code=125' },
  { given: 'clean --all', ours: 'clean --all' },
  { given: 'image a -f template -t @contrib/junit.tpl', ours: 'image a --format=junit' },
  {
    given: 'image a --format template --template @/usr/local/share/trivy/templates/html.tpl',
    ours: 'image a --format=html',
  },
  {
    given: 'image a --format template --template @my/junit.tpl',
    ours: 'image a --format=template --template=@my/junit.tpl',
  },
  { given: 'fs -- -x', ours: 'fs -- -x' },
  {
    given: 'image a',
    environment: { TRIVY_SEVERITY: 'LOW', TRIVY_IGNORE_UNFIXED: 'true', TRIVY_QUIET: '' },
    ours: 'image a --severity=LOW --ignore-unfixed',
  },
  {
    given: 'image a -s HIGH',
    environment: { TRIVY_SEVERITY: 'LOW' },
    ours: 'image a --severity=HIGH',
  },
  // A command without the option does not hear of it.
  {
    given: 'config .',
    environment: { TRIVY_IGNORE_UNFIXED: 'true', TRIVY_SKIP_DIRS: 'a' },
    ours: 'config . --skip-dirs=a --exit-code=0',
  },
  {
    given: 'version',
    environment: { TRIVY_EXIT_CODE: '1', TRIVY_SEVERITY: 'LOW' },
    ours: 'version',
  },
  {
    given: 'image a',
    environment: { TRIVY_SERVER: 'http://s', TRIVY_SKIP_DB_UPDATE: 'true' },
    ours: 'image a',
    idle: ['TRIVY_SERVER'],
  },
  {
    given: 'image a',
    file: {
      severity: ['HIGH', 'LOW'],
      'scan.scanners': ['vuln'],
      'exit-code': ['2'],
      'db.skip-update': ['true'],
    },
    ours: 'image a --severity=HIGH --severity=LOW --scanners=vuln --exit-code=125',
  },
  {
    given: 'image a -s LOW',
    file: { severity: ['HIGH'], 'pkg.types': ['os'] },
    environment: { TRIVY_PKG_TYPES: 'library' },
    ours: 'image a --severity=LOW --pkg-types=library',
  },
  {
    given: 'image a',
    file: { 'server.addr': ['x'], 'scan.compliance': ['x'], compliance: ['y'] },
    ours: 'image a',
    idle: ['"compliance" of trivy.yaml'],
  },
];

test("Trivy's command lines, variables and file are read in our words", () => {
  for (const { ours, idle = [], ...row } of rows) {
    const found = translated(row);
    assert.equal(found.words.join(' '), ours, JSON.stringify(row));
    assert.deepEqual(found.idle, idle, JSON.stringify(row));
  }
});

test('what would change the findings and is not built is refused, and so is what nobody knows', () => {
  const given = [
    'image a --server http://s',
    'image a --compliance=docker-cis-1.6.0',
    'image a --ignore-policy p.rego',
    'image a --scanners license',
    'image a --nope',
    'image a -x',
    'image a --severity',
    'image a --exit-code 256',
    'image a --exit-code soon',
    'image a --config nope.yaml',
  ];
  for (const line of given) assert.throws(() => translated({ given: line }), UsageError, line);
});

test("exit codes are Trivy's: what was asked for, else 1 for whatever failed", () => {
  const codes = (given: string): readonly number[] =>
    [0, 1, 2, 3, 4, 125, 130].map(translated({ given }).exitCode);
  assert.deepEqual(codes('image a --exit-code 3'), [0, 1, 1, 1, 1, 3, 130]);
  assert.deepEqual(codes('image a'), [0, 1, 1, 1, 1, 1, 130]);
});

test('the hosts of daemons are variables of this run', () => {
  const { environment, words } = translated({
    given: 'image a --docker-host tcp://h:1',
    environment: { TRIVY_PODMAN_HOST: 'unix:///p', HOME: '/h' },
  });
  assert.deepEqual(environment['DOCKER_HOST'], 'tcp://h:1');
  assert.deepEqual(environment['CONTAINER_HOST'], 'unix:///p');
  assert.deepEqual(environment['HOME'], '/h');
  assert.equal(words.join(' '), 'image a');
});

test('every flag stands once and leads to an option that some command has', () => {
  const names = trivyFlags.flatMap(({ name, also = [] }) => [name, ...also]);
  assert.deepEqual(names.length, new Set(names).size);
  const all = (specs: readonly CommandSpec[]): readonly string[] =>
    specs.flatMap((one) => [...one.options.map(({ name }) => name), ...all(one.subcommands ?? [])]);
  const known = new Set([
    ...all(commands),
    ...generalOptions.map(({ name }) => name),
    'help',
    'version',
  ]);
  for (const { name, to, not, variable } of trivyFlags) {
    if (to !== undefined) assert.ok(known.has(to), name);
    assert.ok(
      to !== undefined || not !== undefined || variable !== undefined || name === 'config',
      name,
    );
  }
});
