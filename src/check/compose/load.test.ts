import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textsAround } from '../../../test/kit/check.ts';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { openProjects } from './family.ts';
import { loadProject } from './load.ts';
import type { LoadedProject } from './load.ts';
import type { Part } from './part.ts';
import { portsOf } from './ports.ts';
import { servicesOf } from './services.ts';
import type { ComposeService } from './services.ts';
import { fileSets } from './sets.ts';

type Files = Readonly<Record<string, string>>;

function load(files: Files, ...paths: readonly string[]): LoadedProject {
  const texts = new Map(Object.entries(files));
  return loadProject(paths.length === 0 ? ['compose.yaml'] : paths, (path) => texts.get(path));
}

/** A part as plain data. */
function plain(part: Part | undefined): unknown {
  if (part === undefined) return undefined;
  if (part.kind === 'scalar') return part.value;
  if (part.kind === 'list') return part.items.map(plain);
  return Object.fromEntries([...part.members].map(([key, one]) => [key, plain(one)]));
}

function services(project: LoadedProject): unknown {
  assert.deepEqual(project.unread, []);
  return plain(project.root.members.get('services'));
}

function codes(project: LoadedProject): readonly string[] {
  return project.unread.map(
    ({ code, location }) => `${code} ${location?.file?.path}:${location?.file?.startLine ?? ''}`,
  );
}

test('later files are laid over earlier ones', () => {
  const base = `services:
  web:
    image: a
    command: [run, it]
    environment: [A=1, B=2]
    ports: ["80:80"]
    volumes: ["./x:/x", "data:/d"]
    depends_on: [db]
    labels: {a: "1"}
    build: .
    cap_add: [CHOWN]
    logging: {driver: syslog, options: {tag: x}}
    healthcheck: {test: [CMD, a], interval: 5s}
  db: {image: d}
`;
  const over = `services:
  web:
    command: other
    environment: {B: 3, C: }
    ports: ["80:80", "81:81"]
    volumes: ["./y:/x:ro"]
    depends_on: {cache: {condition: service_healthy}}
    labels: [b=2]
    build: {target: prod}
    cap_add: [KILL]
    logging: {driver: json-file}
    healthcheck: {test: [CMD, b]}
    image: !reset null
  db: !override
    image: e
  cache: {image: c}
`;
  assert.deepEqual(services(load({ a: base, b: over }, 'a', 'b')), {
    web: {
      command: 'other',
      environment: { A: '1', B: 3, C: null },
      ports: ['80:80', '81:81'],
      volumes: ['./y:/x:ro', 'data:/d'],
      depends_on: { db: null, cache: { condition: 'service_healthy' } },
      labels: { a: '1', b: '2' },
      build: { context: '.', target: 'prod' },
      cap_add: ['CHOWN', 'KILL'],
      logging: { driver: 'json-file' },
      healthcheck: { test: ['CMD', 'b'], interval: '5s' },
    },
    db: { image: 'e' },
    cache: { image: 'c' },
  });
});

test('variables come from .env, defaults work, and what has no value stays', () => {
  const project = load(
    {
      'app/.env': "TAG=1.2\nFULL=${TAG}-x\nRAW='$TAG'\n",
      'app/compose.yaml':
        'services:\n  web:\n    image: "a:${TAG}"\n    hostname: $FULL\n    user: ${RAW}\n    command: ${X:-run}\n    pid: ${P}\n',
    },
    'app/compose.yaml',
  );
  assert.deepEqual(services(project), {
    web: { image: 'a:1.2', hostname: '1.2-x', user: '$TAG', command: 'run', pid: '${P}' },
  });
  const broken = load({ 'compose.yaml': 'services:\n  a:\n    image: "a$"\n' });
  assert.deepEqual(codes(broken), ['COMPOSE_INTERPOLATION compose.yaml:3']);
});

test('extends brings a service of the same file or of another one, with its places', () => {
  const project = load({
    'compose.yaml': `services:
  web:
    extends: {file: lib/base.yaml, service: base}
    environment: {A: own}
  job:
    extends: web
    privileged: true
`,
    'lib/base.yaml': `services:
  base:
    extends: root
    environment: {A: base, B: base}
  root:
    image: r
    pid: host
`,
  });
  assert.deepEqual(services(project), {
    web: { image: 'r', pid: 'host', environment: { A: 'own', B: 'base' } },
    job: { image: 'r', pid: 'host', environment: { A: 'own', B: 'base' }, privileged: true },
  });
  const [web] = servicesOf(project.root);
  assert.equal(web?.at.path, 'compose.yaml');
  const pid = web?.all.members.get('pid')?.at;
  assert.deepEqual(
    [pid?.path, pid?.key?.start.line, pid?.pointer],
    ['lib/base.yaml', 7, '/services/root/pid'],
  );
});

test('include brings other projects, under what includes them', () => {
  const project = load({
    'compose.yaml':
      'include:\n  - sub/compose.yaml\n  - path: [b.yaml, c.yaml]\n    env_file: b.env\nservices:\n  web: {image: w}\n',
    'sub/compose.yaml': 'services:\n  sub: {image: "s:${T:-none}"}\nvolumes:\n  v:\n',
    'sub/.env': 'T=sub\n',
    'b.yaml': 'services:\n  b: {image: "b:${T:-none}"}\n',
    'c.yaml': 'services:\n  b: {user: c}\n',
    'b.env': 'T=b\n',
  });
  assert.deepEqual(services(project), {
    sub: { image: 's:sub' },
    b: { image: 'b:b', user: 'c' },
    web: { image: 'w' },
  });
  assert.deepEqual([...project.files].sort(), [
    'b.yaml',
    'c.yaml',
    'compose.yaml',
    'sub/compose.yaml',
  ]);
});

test('what cannot be followed is told, with its place, and the rest is there', () => {
  const one = (text: string, more: Files = {}): readonly string[] =>
    codes(load({ 'compose.yaml': text, ...more }));
  for (const [text, expected, more] of [
    ['services:\n  a: {extends: a}\n', ['COMPOSE_LOOP compose.yaml:2']],
    [
      'services:\n  a: {extends: b}\n  b: {extends: a}\n',
      ['COMPOSE_LOOP compose.yaml:3', 'COMPOSE_LOOP compose.yaml:2'],
    ],
    ['services:\n  a: {extends: none}\n', ['COMPOSE_MISSING compose.yaml:2']],
    ['services:\n  a: {extends: {file: x.yaml, service: a}}\n', ['COMPOSE_MISSING x.yaml:']],
    ['include: [compose.yaml]\nservices: {}\n', ['COMPOSE_LOOP compose.yaml:1']],
    ['include: [b.yaml]\n', ['COMPOSE_LOOP b.yaml:1'], { 'b.yaml': 'include: [compose.yaml]\n' }],
    ['include: ["oci://registry.example/x"]\n', ['COMPOSE_REMOTE compose.yaml:1']],
    ['include: ["https://example.com/c.git"]\n', ['COMPOSE_REMOTE compose.yaml:1']],
    ['- a\n', ['COMPOSE_INVALID compose.yaml:']],
    ['', ['COMPOSE_INVALID compose.yaml:']],
    ['a: [\n', ['YAML_INVALID compose.yaml:2']],
  ] as const) {
    assert.deepEqual(one(text, more), expected, text);
  }
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [
      `f${at}.yaml`,
      `include: [${`f${at + 1}.yaml, `.repeat(20)}]\n`,
    ]),
  );
  assert.ok(
    one('include: [f0.yaml]\n', { ...many, 'f20.yaml': 'services: {}\n' }).some((code) =>
      code.startsWith('LIMIT_COMPOSE_FILES'),
    ),
  );
  assert.ok(one(`services: &a [${'x,'.repeat(9)}]\n`).length === 0);
});

test('a file outside the folder is an error of whoever reads files', () => {
  const around = textsAround({});
  const opened = openProjects(
    [
      {
        path: 'compose.yaml',
        text: 'include: [../../other.yaml]\nservices:\n  a: {image: "a:1"}\n',
      },
    ],
    {
      ...around,
      read: (path) => {
        if (path.startsWith('..')) throw new Error(`Cannot read "${path}"`);
        return undefined;
      },
    },
  );
  assert.deepEqual(
    opened.unread?.map(({ text }) => text),
    ['Cannot read "../../.env"', 'Cannot read "../../other.yaml"'],
  );
  assert.equal(opened.views.length, 2);
});

test('version 1 has its services at the top', () => {
  assert.deepEqual(services(load({ 'compose.yaml': 'web:\n  image: a\ndb:\n  build: .\n' })), {
    web: { image: 'a' },
    db: { build: '.' },
  });
});

function service(text: string): ComposeService {
  const { root } = load({
    'compose.yaml': `services:\n  web:\n    ${text.replaceAll('\n', '\n    ')}\n`,
  });
  const [first] = servicesOf(root);
  assert.ok(first);
  return first;
}

test('ports in every form', () => {
  const { ports } = service(
    'ports:\n  - 3000\n  - "3000-3005"\n  - "8000:80"\n  - "127.0.0.1:8001:8001"\n  - "127.0.0.1::50"\n  - "6060:6060/udp"\n  - "[::1]:80:81"\n  - "${P}:80"\n  - "${IP:-10.0.0.1}:80:80"\n  - {target: 80, published: "8080-8081", host_ip: 10.0.0.2, protocol: UDP}\n  - {target: 80, published: "127.0.0.1:90"}\n  - [x]',
  );
  const range = (one: { first: number; last: number } | undefined): string =>
    one === undefined ? '-' : `${one.first}-${one.last}`;
  assert.deepEqual(
    ports.map((one) =>
      [one.hostIp, range(one.published), range(one.target), one.protocol].join(' '),
    ),
    [
      ' - 3000-3000 tcp',
      ' - 3000-3005 tcp',
      ' 8000-8000 80-80 tcp',
      '127.0.0.1 8001-8001 8001-8001 tcp',
      '127.0.0.1 - 50-50 tcp',
      ' 6060-6060 6060-6060 udp',
      '::1 80-80 81-81 tcp',
      ' - 80-80 tcp',
      '10.0.0.1 80-80 80-80 tcp',
      '10.0.0.2 8080-8081 80-80 udp',
      '127.0.0.1 90-90 80-80 tcp',
    ],
  );
  assert.deepEqual(ports[7]?.unresolved, ['P']);
  assert.ok(portsOf(ports[0]?.part ?? service('image: a').all).length === 1);
});

test('mounts in every form', () => {
  const { mounts } = service(
    'volumes:\n  - /anonymous\n  - data:/d\n  - ./a:/a:ro,z\n  - ~/b:/b\n  - C:\\x:/c:ro\n  - ${D}/e:/e\n  - ${NAME}:/f\n  - /s:/s:rw,rshared\n  - {type: bind, source: /g, target: /g, read_only: true, bind: {propagation: slave}}\n  - {type: tmpfs, target: /t}',
  );
  assert.deepEqual(
    mounts.map((one) =>
      [one.type, one.source, one.target, one.readOnly, one.propagation].join(' '),
    ),
    [
      'volume  /anonymous false ',
      'volume data /d false ',
      'bind ./a /a true ',
      'bind ~/b /b false ',
      'bind C:\\x /c true ',
      'bind ${D}/e /e false ',
      'volume ${NAME} /f false ',
      'bind /s /s false rshared',
      'bind /g /g true slave',
      'tmpfs  /t false ',
    ],
  );
});

test('settings of a service are spelled out', () => {
  const found = service(
    'environment: [A=1, B, "C=${X}", D=]\ncap_add: [cap_net_admin]\nsecurity_opt: [no-new-privileges, "seccomp:unconfined", label=user:USER]\nbuild: ./dir',
  );
  assert.deepEqual(
    found.environment.map(({ name, value, fromOutside }) => [name, value, fromOutside]),
    [
      ['A', '1', false],
      ['B', undefined, true],
      ['C', '${X}', true],
      ['D', '', false],
    ],
  );
  assert.deepEqual(
    found.capAdd.map(({ name }) => name),
    ['NET_ADMIN'],
  );
  assert.deepEqual(
    found.securityOptions.map(({ name, value }) => [name, value]),
    [
      ['no-new-privileges', 'true'],
      ['seccomp', 'unconfined'],
      ['label', 'user:USER'],
    ],
  );
  assert.deepEqual(plain(found.build), { context: './dir' });
});

test('files are put together as compose does', () => {
  const sets = (paths: readonly string[], alone: readonly string[] = []): string[] =>
    fileSets(
      paths,
      () => undefined,
      (path) => alone.includes(path),
    ).map(({ paths: files, over }) => `${files.join('+')}${over === undefined ? '' : '!'}`);
  assert.deepEqual(sets(['a/compose.yaml', 'a/compose.override.yml', 'compose.yml']), [
    'a/compose.yaml+a/compose.override.yml',
    'compose.yml',
  ]);
  assert.deepEqual(
    sets(
      ['docker-compose.yml', 'docker-compose.prod.yml', 'docker-compose.test.yml'],
      ['docker-compose.test.yml'],
    ),
    [
      'docker-compose.yml',
      'docker-compose.yml+docker-compose.prod.yml!',
      'docker-compose.test.yml',
    ],
  );
  assert.deepEqual(sets(['compose.prod.yaml', 'stack.yml']), ['compose.prod.yaml', 'stack.yml']);
});

test('issues of the schema name the line, and the key that was meant', () => {
  const { issues } = load({
    'compose.yaml': `services:
  web:
    image: a
    privilged: true
    ports: "80"
    x-any: 1
    dockerfile: D
    deploy: {resources: {limit: {cpus: 1}}}
    environment: {A: [1]}
    depends_on: {db: }
    user: 1000
    mem_limit: \${M}
    image: b
volume: {}
`,
  });
  assert.deepEqual(
    issues.map(({ line, problem, found, wanted }) => `${line} ${problem} ${found} ${wanted ?? ''}`),
    [
      '13 duplicate image line 3',
      '4 unknown privilged privileged',
      '5 type a text a list of a number or a text or a mapping',
      '7 unknown dockerfile build.dockerfile',
      '8 unknown limit limits',
      '9 type a mapping a mapping or a list of NAME=value',
      '11 type a number a text',
      '14 unknown volume volumes',
    ],
  );
});

test('comments leave findings out for a field, a service or the file', () => {
  const text = `services:
  web:
    image: a:1 # plimsoll ignore=CMP-A reason
    # plimsoll ignore=CMP-B until=2030-01-01
    privileged: true
  db: # plimsoll ignore-block=CMP-C
    image: b:1
    pid: host
# kics-scan disable=abc
`;
  const { ignores = [] } = openProjects([{ path: 'compose.yaml', text }], textsAround({}));
  assert.deepEqual(
    ignores.map(({ ids, lines, line, reason }) => [
      ids.join(),
      line,
      lines?.first,
      lines?.last,
      reason,
    ]),
    [
      ['CMP-A', 3, 3, 3, 'reason'],
      ['CMP-B', 4, 5, 5, ''],
      ['CMP-C', 6, 6, 8, ''],
      ['abc', 9, undefined, undefined, ''],
    ],
  );
});

test('a file that others lie over is judged once', () => {
  const files = {
    'compose.yaml': 'services:\n  web: {image: a:1, privileged: true}\n',
    'compose.prod.yaml': 'services:\n  web: {pid: host}\n',
  };
  const opened = openProjects(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    textsAround(files),
  );
  assert.deepEqual(
    opened.views.map(({ subject, own }) => [subject, own === undefined ? '' : [...own].join()]),
    [
      ['compose.yaml', ''],
      ['compose.yaml/web', ''],
      ['compose.prod.yaml', 'compose.prod.yaml'],
      ['compose.prod.yaml/web', 'compose.prod.yaml'],
    ],
  );
});

test('mutated files of one project are put together in a bounded number of readings', () => {
  const files: Files = {
    'compose.yaml':
      'name: shop\ninclude:\n  - db/compose.yaml\n  - path: [a.yaml, b.yaml]\n    project_directory: sub\n    env_file: .env\nservices:\n  web:\n    extends: { file: a.yaml, service: base }\n    image: "${IMAGE:-web}:${TAG?none}"\n    ports: !reset []\n  job: { extends: web, environment: [A=1] }\n',
    'a.yaml':
      'services:\n  base: &base\n    image: a\n    environment: { A: "$$x", B: ${B-2} }\n    volumes: [./a:/b:ro, "c:/d"]\n  other:\n    <<: *base\n    extends: { file: compose.yaml, service: job }\n',
    'b.yaml': 'include: [db/compose.yaml, a.yaml]\nservices: { other: { image: !override b } }\n',
    'db/compose.yaml':
      'services: { db: { extends: { file: ../a.yaml, service: base }, deploy: {} } }\nvolumes: { c: }\n',
    '.env': 'TAG=1\nexport B="two\\n"\n',
  };
  const names = Object.keys(files);
  let turn = 0;
  fuzz(
    names.map((name) => Buffer.from(files[name] ?? '')),
    (bytes) => {
      const mutated = Buffer.from(bytes).toString();
      // The text may stand in any of the files, its own or another's place.
      turn += 1;
      const place = names[turn % names.length] ?? '';
      let reads = 0;
      const project = loadProject(['compose.yaml', 'b.yaml'], (path) => {
        reads += 1;
        return path === place ? mutated : files[path];
      });
      assert.ok(reads <= 600, `${reads} readings`);
      plain(project.root);
      servicesOf(project.root);
    },
  );
});
