import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { loadProject } from '../../src/check/compose/load.ts';
import { isTrue, itemsOf, member, membersOf, textOf } from '../../src/check/compose/part.ts';
import { servicesOf } from '../../src/check/compose/services.ts';
import type { ComposeService } from '../../src/check/compose/services.ts';
import { asMapping } from '../../src/check/compose/merge.ts';
import { inFolder, needsProgram, told } from '../kit/native.ts';

/** Projects that both loaders read; the first file is the base of the others. */
const projects: readonly Readonly<Record<string, string>>[] = [
  {
    '.env': 'TAG=1.2\nEMPTY=\nQUOTED="a b"\n',
    'docker-compose.yml': `version: "3.8"
services:
  web:
    image: "nginx:\${TAG}"
    environment:
      - A=\${EMPTY:-fallback}
      - B=\${EMPTY-kept}
      - C=\${NONE:-x}
      - D=$$HOME
      - E=\${QUOTED}
    ports: ["8080:80", "127.0.0.1:9000:9000/udp", "5000-5002:5000-5002"]
    volumes: ["./src:/src:ro", "data:/data"]
    labels: ["a=1", "b=2"]
    cap_add: [NET_ADMIN]
volumes:
  data:
`,
  },
  {
    'docker-compose.yml': `services:
  web:
    image: a
    command: [run]
    environment: {A: "1", B: "2"}
    ports: ["80:80"]
    volumes: ["./x:/x", "./y:/y"]
    labels: {one: "1"}
    depends_on: [db]
    cap_drop: [CHOWN]
    dns: 1.1.1.1
    healthcheck: {test: ["CMD", "true"], interval: 5s}
  db:
    image: d
`,
    'docker-compose.override.yml': `services:
  web:
    command: other
    environment: [B=3, C=4]
    ports: ["81:81"]
    volumes: ["./z:/x:ro"]
    labels: [two=2]
    cap_drop: [KILL]
    privileged: true
    dns: [8.8.8.8]
    healthcheck: {interval: 9s}
`,
  },
  {
    'docker-compose.yml': `services:
  web:
    extends: {file: lib/common.yml, service: base}
    environment: {A: own}
    ports: ["1:1"]
  job:
    extends: {service: web}
    user: "1"
    restart: on-failure:3
`,
    'lib/common.yml': `services:
  base:
    image: r
    environment: {A: base, B: base}
    ports: ["2:2"]
    read_only: true
    cap_add: [SYS_TIME]
    volumes: ["./here:/there"]
`,
  },
  {
    'docker-compose.yml': `x-base: &base
  image: b
  restart: always
  environment: &env {A: "1"}
services:
  one:
    <<: *base
    ports:
      - {target: 80, published: 8080, protocol: tcp, mode: host}
    volumes:
      - {type: bind, source: ./a, target: /a, read_only: true}
      - {type: volume, source: v, target: /v}
  two:
    <<: *base
    environment: {<<: *env, B: "2"}
    network_mode: host
    pid: host
volumes:
  v: {}
`,
  },
];

/** What both loaders have to agree about. */
function summary(service: ComposeService, folder: string): unknown {
  const { all, ports, mounts, environment, capAdd, capDrop } = service;
  const text = (key: string): string | undefined => textOf(all.members.get(key));
  const names = (key: string): readonly string[] => {
    const part = all.members.get(key);
    return part === undefined ? [] : [...asMapping(part).members.keys()].sort();
  };
  const source = (path: string | undefined, from: string): string | undefined =>
    path?.startsWith('.') === true ? join(folder, dirname(from), path) : path;
  return {
    image: text('image'),
    command: itemsOf(all.members.get('command')).map(textOf),
    environment: environment.map(({ name, value }) => `${name}=${value ?? ''}`).sort(),
    ports: ports
      .flatMap(({ hostIp = '', published, target, protocol }) =>
        Array.from({ length: (target?.last ?? 0) - (target?.first ?? 0) + 1 }, (_, at) =>
          [hostIp, (published?.first ?? 0) + at, (target?.first ?? 0) + at, protocol].join(' '),
        ),
      )
      .sort(),
    mounts: mounts
      .map((one) => [source(one.source, one.part.at.path), one.target, one.readOnly].join(' '))
      .sort(),
    labels: membersOf(asMapping(all.members.get('labels') ?? all))
      .map(([key, value]) => (all.members.has('labels') ? `${key}=${textOf(value) ?? ''}` : ''))
      .filter((one) => one !== '')
      .sort(),
    dependsOn: names('depends_on'),
    capAdd: capAdd.map(({ name }) => name).sort(),
    capDrop: capDrop.map(({ name }) => name).sort(),
    privileged: isTrue(all.members.get('privileged')),
    readOnly: isTrue(all.members.get('read_only')),
    user: text('user'),
    restart: text('restart'),
    modes: ['network_mode', 'pid'].map(text),
    dns: itemsOf(all.members.get('dns')).map(textOf),
    health: [
      itemsOf(member(all, 'healthcheck', 'test')).map(textOf),
      textOf(member(all, 'healthcheck', 'interval')),
    ],
  };
}

test('projects are loaded as docker-compose loads them', needsProgram('docker-compose'), () => {
  projects.forEach((files, index) => {
    inFolder((temporary) => {
      const folder = realpathSync(temporary);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const base = Object.keys(files).filter((path) => path.startsWith('docker-compose.'));
      const given = base.flatMap((path) => ['-f', path]);
      const native = told('docker-compose', [...given, 'config'], { cwd: folder });
      const ours = loadProject(base, (path) => files[path]);
      const theirs = loadProject(['native.yml'], (path) =>
        path === 'native.yml' ? native.replaceAll('$$', '$$$$') : undefined,
      );
      assert.deepEqual([ours.unread, theirs.unread], [[], []], `project ${index}`);
      const byName = (project: typeof ours): ReadonlyMap<string, unknown> =>
        new Map(servicesOf(project.root).map((one) => [one.name, summary(one, folder)]));
      const [left, right] = [byName(ours), byName(theirs)];
      assert.deepEqual([...left.keys()].sort(), [...right.keys()].sort(), `project ${index}`);
      for (const [name, found] of left)
        assert.deepEqual(found, right.get(name), `project ${index}, service ${name}`);
      assert.ok(readFileSync(join(folder, 'docker-compose.yml'), 'utf8') !== '');
    });
  });
});
