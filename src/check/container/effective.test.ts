import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capabilitiesOf, noNewPrivileges, seccompOf, userOf } from './effective.ts';
import { escapePaths } from './escape.ts';
import { allowsSocketFamily } from './seccomp-socket.ts';
import { socketOf, sensitiveHostPath } from './mounts.ts';
import { containerView } from './view.ts';
import type { ContainerView } from './view.ts';

function view(json: object): ContainerView {
  const found = containerView(json);
  assert.ok(found !== undefined);
  return found;
}

const host = (fields: object): ContainerView => view({ Name: '/web', HostConfig: fields });

test('capabilities are the default set, what is added and what is dropped', () => {
  const rows: [object, string, boolean][] = [
    [{}, 'CHOWN', true],
    [{}, 'SYS_ADMIN', false],
    [{ CapAdd: ['SYS_ADMIN'] }, 'SYS_ADMIN', true],
    [{ CapAdd: ['cap_sys_admin'] }, 'SYS_ADMIN', true],
    [{ CapDrop: ['ALL'] }, 'CHOWN', false],
    [{ CapDrop: ['ALL'], CapAdd: ['CHOWN'] }, 'CHOWN', true],
    [{ CapDrop: ['CAP_CHOWN'] }, 'CHOWN', false],
    [{ CapAdd: ['ALL'], CapDrop: ['SYS_ADMIN'] }, 'SYS_ADMIN', false],
    [{ CapAdd: ['ALL'], CapDrop: ['SYS_ADMIN'] }, 'SYS_MODULE', true],
    [{ Privileged: true, CapDrop: ['ALL'] }, 'SYS_ADMIN', true],
  ];
  for (const [fields, name, wanted] of rows)
    assert.equal(capabilitiesOf(host(fields)).has(name), wanted, JSON.stringify(fields));
});

test('the seccomp filter in force: privileged, the option, the daemon', () => {
  const rows: [object, string][] = [
    [{ HostConfig: {} }, 'default'],
    [{ HostConfig: { Privileged: true } }, 'none'],
    [{ HostConfig: { SecurityOpt: ['seccomp=unconfined'] } }, 'none'],
    [{ HostConfig: { SecurityOpt: ['seccomp={}'] } }, 'custom'],
  ];
  for (const [json, wanted] of rows) assert.equal(seccompOf(view(json)).state, wanted);
  const daemon = (option: string): string =>
    seccompOf(view({ inspect: { HostConfig: {} }, daemon: { SecurityOptions: [option] } })).state;
  assert.equal(daemon('name=seccomp,profile=builtin'), 'default');
  assert.equal(daemon('name=seccomp,profile=/etc/docker/seccomp.json'), 'custom');
  assert.equal(daemon('name=seccomp,profile=unconfined'), 'none');
  assert.equal(daemon('name=apparmor'), 'none');
});

test('the user in force, and the chain that decided it', () => {
  const joined = (image: string, container: string) =>
    userOf(
      view({
        inspect: { HostConfig: {}, Config: { User: container } },
        image: { Config: { User: image }, History: ['RUN true', '/bin/sh -c #(nop)  USER app'] },
      }),
    );
  assert.deepEqual(joined('app', 'app').chain, [
    'history: USER app',
    'image: app',
    'container: app',
  ]);
  const overridden = joined('app', '0');
  assert.equal(overridden.root, true);
  assert.equal(overridden.by, 'option');
  assert.deepEqual(overridden.chain.slice(1), ['image: app', '--user: 0', 'container: 0']);
  assert.equal(joined('', '1000').root, false);
  assert.equal(joined('', '').by, 'default');
});

test('no-new-privileges: the container decides before the daemon', () => {
  const daemon = { SecurityOptions: ['name=no-new-privileges'] };
  const of = (options: readonly string[]): boolean =>
    noNewPrivileges(view({ inspect: { HostConfig: { SecurityOpt: options } }, daemon }));
  assert.equal(of([]), true);
  assert.equal(of(['no-new-privileges=false']), false);
  assert.equal(noNewPrivileges(host({ SecurityOpt: ['no-new-privileges'] })), true);
  assert.equal(noNewPrivileges(host({})), false);
});

test('ways out need every link of their chain', () => {
  const open = { CapAdd: ['SYS_ADMIN'], SecurityOpt: ['apparmor=unconfined'] };
  const rows: [string, object, readonly string[]][] = [
    ['nothing', {}, []],
    [
      'privileged',
      { Privileged: true },
      ['privileged', 'release-agent', 'admin-unconfined', 'module'],
    ],
    ['socket', { Binds: ['/run/docker.sock:/s:ro'] }, ['runtime-socket']],
    ['root of the host', { Binds: ['/:/host'] }, ['host-root-mount']],
    ['root of the host, read-only', { Binds: ['/:/host:ro'] }, []],
    ['a folder of data', { Binds: ['/srv/etc:/host'] }, []],
    ['host pid alone', { PidMode: 'host' }, []],
    ['ptrace alone', { CapAdd: ['SYS_PTRACE'] }, []],
    ['ptrace on the host', { ...open, CapAdd: ['SYS_PTRACE'], PidMode: 'host' }, ['ptrace-host']],
    ['module', { CapAdd: ['SYS_MODULE'] }, ['module']],
    ['handles without a file', { CapAdd: ['DAC_READ_SEARCH'] }, []],
    ['handles', { CapAdd: ['DAC_READ_SEARCH'], Binds: ['/srv:/s:ro'] }, ['file-handles']],
    ['raw memory', { CapAdd: ['SYS_RAWIO'], Devices: [{ PathOnHost: '/dev/mem' }] }, ['raw-io']],
    ['kernel settings', { Binds: ['/proc:/p'] }, ['proc-sys']],
    ['kernel settings, read-only', { Binds: ['/proc:/p:ro'] }, []],
  ];
  for (const [name, fields, wanted] of rows)
    assert.deepEqual(
      escapePaths(host(fields)).map(({ id }) => id),
      wanted,
      name,
    );
  const release = (version: string, user: string): readonly string[] =>
    escapePaths(
      view({
        inspect: { HostConfig: open, Config: { User: user } },
        daemon: { CgroupVersion: version, SecurityOptions: ['name=apparmor'] },
      }),
    ).map(({ id }) => id);
  assert.ok(release('1', '').includes('release-agent'));
  assert.ok(!release('2', '').includes('release-agent'));
  assert.deepEqual(release('1', 'app'), []);
});

test('sockets and sensitive folders are known under any spelling', () => {
  assert.equal(socketOf('/var/run//docker.sock'), '/var/run/docker.sock');
  assert.equal(socketOf('/var/run/'), '/var/run/docker.sock');
  assert.equal(socketOf('/srv/docker.sock.bak'), undefined);
  assert.equal(sensitiveHostPath('/etc/../etc/ssh'), '/etc');
  assert.equal(sensitiveHostPath('/etcetera'), undefined);
  assert.equal(sensitiveHostPath('/'), '/');
  assert.equal(sensitiveHostPath('/var/lib/docker/volumes/a/_data'), undefined);
});

test('a seccomp profile says which socket families pass', () => {
  const profile = (syscalls: readonly object[], defaultAction = 'SCMP_ACT_ERRNO'): string =>
    JSON.stringify({ defaultAction, syscalls });
  const allow = { names: ['socket'], action: 'SCMP_ACT_ALLOW' };
  assert.equal(allowsSocketFamily(profile([allow]), 38), true);
  assert.equal(allowsSocketFamily(profile([]), 38), false);
  const not = (value: number) => ({ ...allow, args: [{ index: 0, value, op: 'SCMP_CMP_NE' }] });
  assert.equal(allowsSocketFamily(profile([not(40)]), 38), true);
  assert.equal(allowsSocketFamily(profile([not(38)]), 38), false);
  const denied = {
    names: ['socket'],
    action: 'SCMP_ACT_ERRNO',
    args: [{ index: 0, value: 38, op: 'SCMP_CMP_EQ' }],
  };
  assert.equal(allowsSocketFamily(profile([denied], 'SCMP_ACT_ALLOW'), 38), false);
  assert.equal(allowsSocketFamily('{', 38), undefined);
});

test('what is no container is none, whatever its form', () => {
  for (const json of [null, 1, 'x', [], {}, { HostConfig: null }, { inspect: 5 }])
    assert.equal(containerView(json), undefined);
  const odd = view({ HostConfig: { Binds: 5, CapAdd: {} }, Mounts: [null, 3], Config: [] });
  assert.equal(odd.subject, 'container');
  assert.equal(odd.mounts.length, 2);
});
