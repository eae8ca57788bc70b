import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpClient } from '../../io/http.ts';
import { IoError } from '../../io/errors.ts';
import { containerView } from '../container/view.ts';
import { daemonView } from '../daemon/view.ts';
import { imageView } from '../image/view.ts';
import { networkView } from '../network/view.ts';
import { collectHost } from './collect.ts';
import type { CollectedHost } from './collect.ts';
import { registriesIn, registryOfSettings } from './documents.ts';
import { engineReader, mapParallel } from './engine.ts';
import { hostView } from './view.ts';

/** Answers of a daemon by path; a number is a status. */
type Answers = Readonly<Record<string, unknown>>;

function daemon(answers: Answers): Pick<HttpClient, 'request'> & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    request: ({ url }) => {
      const path = url.slice('http://docker'.length);
      asked.push(path);
      const answer = path in answers ? answers[path] : 404;
      if (answer instanceof Error) return Promise.reject(answer);
      const status = typeof answer === 'number' ? answer : 200;
      const bytes = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
      const body = (async function* () {
        yield await Promise.resolve(bytes);
      })();
      return Promise.resolve({ status, headers: new Map(), url, body, discard: () => undefined });
    },
  };
}

const endpoint = {
  base: 'http://docker',
  socketPath: '/none/d.sock',
  insecure: false,
  name: 'unix:///none/d.sock',
};

const answers: Answers = {
  '/info': {
    Name: 'vm',
    ServerVersion: '29.1.0',
    SecurityOptions: ['name=seccomp,profile=builtin'],
    CgroupVersion: '2',
  },
  '/version': { Version: '29.1.0' },
  '/networks': [{ Id: 'n1', Name: 'front', Driver: 'bridge' }],
  '/containers/json?all=1': [
    { Id: 'c1', Names: ['/web'], State: 'running', ImageID: 'sha256:i1' },
    { Id: 'gone', State: 'running' },
  ],
  '/images/json': [{ Id: 'sha256:i1', RepoTags: ['shop:1'] }],
  '/containers/c1/json': {
    Id: 'c1',
    Name: '/web',
    Image: 'sha256:i1',
    ExecIDs: ['e1'],
    HostConfig: {},
    Config: { Image: 'shop:1', User: 'app' },
    NetworkSettings: {
      Networks: { front: { NetworkID: 'n1' } },
      Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }] },
    },
  },
  '/containers/c1/top': { Titles: ['UID', 'PID', 'CMD'], Processes: [['app', '7', 'nginx']] },
  '/containers/c1/changes': null,
  '/exec/e1/json': { ID: 'e1', ProcessConfig: { privileged: true } },
  '/images/sha256%3Ai1/json': {
    Id: 'sha256:i1',
    RepoTags: ['shop:1'],
    Config: { User: 'app' },
    Created: '2026-01-01T00:00:00Z',
  },
  '/images/sha256%3Ai1/history': [{ CreatedBy: 'USER app' }, { CreatedBy: 'RUN true' }],
};

function collect(given: Answers, changes = true): Promise<CollectedHost> {
  const now = Date.parse('2026-01-11T00:00:00Z');
  return collectHost({
    endpoint,
    http: daemon(given),
    environment: {},
    home: '/none',
    now,
    changes,
  });
}

const json = (host: CollectedHost, family: string): unknown =>
  JSON.parse(host.documents.get(family)?.[0]?.text ?? 'null');

test('what a daemon says becomes views of every family', async () => {
  const host = await collect(answers);
  assert.deepEqual([host.name, host.version, host.containers, host.images], ['vm', '29.1.0', 1, 1]);
  assert.deepEqual(host.problems, []);
  assert.deepEqual([...host.users], [['shop:1', ['web']]]);
  const container = containerView(json(host, 'container'));
  assert.deepEqual(container?.processes, {
    state: 'value',
    value: [{ pid: 7, user: 'app', command: 'nginx' }],
  });
  assert.deepEqual(container?.changes, { state: 'value', value: [] });
  assert.deepEqual(
    container?.execs?.state === 'value' && container.execs.value[0]?.privileged,
    true,
  );
  assert.deepEqual(container?.image?.history, ['RUN true', 'USER app']);
  assert.equal(container?.image?.currentId, 'sha256:i1');
  assert.equal(container?.daemon?.cgroupVersion, 2);
  const network = networkView(json(host, 'docker-network'));
  assert.deepEqual(
    network?.members.map(({ name, published }) => [name, published]),
    [['web', ['0.0.0.0:8080']]],
  );
  assert.equal(imageView(json(host, 'image-config'), 'x')?.ageDays, 10);
  assert.deepEqual(daemonView(json(host, 'daemon'), 'x')?.bridge, { state: 'absent' });
  const published = hostView(json(host, 'host'))?.published;
  assert.deepEqual(published, {
    state: 'value',
    value: [{ container: 'web', address: '0.0.0.0', port: 8080 }],
  });
});

test('changes are asked for only when they are wanted', async () => {
  const host = await collect(answers, false);
  assert.equal(containerView(json(host, 'container'))?.changes, undefined);
});

test('a daemon that does not answer is asked once, and the machine is looked at', async () => {
  const http = daemon({ '/info': new IoError('HTTP_UNREACHABLE', 'Cannot fetch "x": no') });
  const host = await collectHost({
    endpoint,
    http,
    environment: {},
    home: '/none',
    now: 0,
    changes: true,
  });
  assert.deepEqual(http.asked, ['/info']);
  assert.deepEqual(host.problems, [{ what: 'docker info', code: 'HTTP_UNREACHABLE' }]);
  assert.notEqual(hostView(json(host, 'host')), undefined);
  assert.equal(daemonView(json(host, 'daemon'), 'x')?.info?.state, 'unread');
});

test('a question that is refused is a problem, and no pass', async () => {
  const host = await collect({
    ...answers,
    '/containers/c1/json': 500,
    '/images/json': '{',
    '/containers/c1/changes': 403,
  });
  assert.deepEqual(host.problems, [
    { what: 'docker image ls', code: 'CHECK_VALUE_FORM' },
    { what: 'docker inspect c1', code: 'HTTP_500' },
  ]);
  const refused = await collect({ ...answers, '/containers/c1/changes': 403 });
  assert.deepEqual(containerView(json(refused, 'container'))?.changes, {
    state: 'unread',
    code: 'HTTP_403',
  });
});

test('answers of another form never stop the collection', async () => {
  for (const odd of [null, 5, 'x', [], {}, [null], [[]]]) {
    for (const path of Object.keys(answers)) {
      await assert.doesNotReject(
        collect({ ...answers, [path]: odd }),
        `${path}: ${JSON.stringify(odd)}`,
      );
    }
  }
});

test('registries are known by their image, and their settings by environment or file', () => {
  const state = (config: object, more: object = {}) =>
    ({
      info: { absent: true },
      version: { absent: true },
      networks: { absent: true },
      containerList: { absent: true },
      imageList: { absent: true },
      secrets: { absent: true },
      images: new Map(),
      containers: [
        {
          id: 'r',
          inspect: { value: { Name: '/hub', Config: config, ...more } },
          processes: undefined,
          changes: undefined,
          execs: undefined,
        },
      ],
    }) as const;
  const of = (config: object, more?: object): unknown => registriesIn(state(config, more))[0];
  assert.deepEqual(of({ Image: 'registry:2' }), { name: 'hub', tls: false, auth: '', address: '' });
  assert.deepEqual(
    of({ Image: 'registry:2', Env: ['REGISTRY_AUTH=token', 'REGISTRY_HTTP_TLS_CERTIFICATE=/c'] }),
    { name: 'hub', tls: true, auth: 'token', address: '' },
  );
  assert.deepEqual(
    of({ Image: 'registry:2' }, { Mounts: [{ Destination: '/etc/docker/registry/config.yml' }] }),
    { name: 'hub', address: '' },
  );
  assert.equal(of({ Image: 'shop/registry-ui:1' }), undefined);
  assert.deepEqual(
    registryOfSettings('c.yml', {
      http: { addr: ':5000', tls: { certificate: '/c' } },
      auth: { htpasswd: {} },
    }),
    { name: 'c.yml', tls: true, auth: 'htpasswd', address: ':5000' },
  );
  assert.deepEqual(registryOfSettings('c.yml', undefined), { name: 'c.yml' });
});

test('many questions keep their order, at most so many at a time', async () => {
  let now = 0;
  let peak = 0;
  const work = async (item: number): Promise<number> => {
    now += 1;
    peak = Math.max(peak, now);
    await Promise.resolve();
    now -= 1;
    return item * 2;
  };
  assert.deepEqual(await mapParallel([1, 2, 3, 4, 5], 2, work), [2, 4, 6, 8, 10]);
  assert.equal(peak, 2);
  const { ask } = engineReader(endpoint, daemon({}));
  assert.deepEqual(await ask('/x'), { absent: true });
});
