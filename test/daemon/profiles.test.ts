import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { always, withPrivileges } from '../../src/check/profile/rules/seccomp-startable.ts';
import { callsOf } from '../../src/check/profile/system-calls.ts';
import { familyOf, judge } from '../kit/check.ts';
import { needsDaemon, startDocker } from '../kit/daemon.ts';
import type { RunningDocker } from '../kit/daemon.ts';
import { buildImage, dockerArchive } from '../kit/oci.ts';

const needed = needsDaemon('dockerd', 'runc');
const guard = process.arch === 'x64' ? needed : { skip: 'the program of this test is for x86-64' };
let docker: RunningDocker;

/** A program of ten bytes that ends with 0 and makes no other call (exit_group is 231). */
function exitProgram(): Buffer {
  const code = Buffer.from([0xb8, 0xe7, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05]);
  const file = Buffer.alloc(120 + code.length);
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(0x400078n, 24);
  file.writeBigUInt64LE(64n, 32);
  for (const [at, value] of [
    [52, 64],
    [54, 56],
    [56, 1],
    [58, 64],
  ] as const)
    file.writeUInt16LE(value, at);
  file.writeUInt32LE(1, 64);
  file.writeUInt32LE(5, 68);
  file.writeBigUInt64LE(0x400000n, 80);
  file.writeBigUInt64LE(0x400000n, 88);
  file.writeBigUInt64LE(BigInt(file.length), 96);
  file.writeBigUInt64LE(BigInt(file.length), 104);
  file.writeBigUInt64LE(0x1000n, 112);
  code.copy(file, 120);
  return file;
}

before(async () => {
  if (guard.skip !== false) return;
  docker = await startDocker('vfs');
  const image = buildImage([[{ path: 'exit', mode: 0o755, content: exitProgram() }]], {
    flavour: 'docker',
  });
  assert.match(
    await docker.post('/images/load', dockerArchive(image, ['probe:1'])),
    /Loaded image/,
  );
});
after(async () => {
  if (guard.skip === false) await docker.stop();
});

async function ask(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  const url = docker.tcp.replace('tcp:', 'http:') + path;
  const json = { 'content-type': 'application/json' };
  const given = body === undefined ? {} : { headers: json, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...given });
  return { status: response.status, text: await response.text() };
}

/** Whether a container of the probe ends with 0 under a profile. */
async function starts(profile: string, noNewPrivileges: boolean): Promise<boolean> {
  const options = [`seccomp=${profile}`, ...(noNewPrivileges ? ['no-new-privileges'] : [])];
  const made = await ask('POST', '/containers/create', {
    Image: 'probe:1',
    Cmd: ['/exit'],
    HostConfig: { SecurityOpt: options, NetworkMode: 'none' },
  });
  assert.equal(made.status, 201, made.text);
  const { Id: id } = JSON.parse(made.text) as { Id: string };
  try {
    const started = await ask('POST', `/containers/${id}/start`);
    if (started.status !== 204) return false;
    const waited = await ask('POST', `/containers/${id}/wait`);
    return (JSON.parse(waited.text) as { StatusCode: number }).StatusCode === 0;
  } finally {
    await ask('DELETE', `/containers/${id}?force=1`);
  }
}

const allowing = (names: readonly string[]): string =>
  JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [{ names, action: 'SCMP_ACT_ALLOW' }],
  });

/** Every call, so that one left out is the only one that can be missed. */
const every = [...callsOf.SCMP_ARCH_X86_64];
const without = (name: string): string => allowing(every.filter((one) => one !== name));

async function saysStartable(profile: string): Promise<boolean> {
  const { faults } = judge(await familyOf('seccomp'), { 'seccomp.json': profile });
  return !faults.some(({ rule }) => rule.id === 'PROF-SECCOMP-STARTABLE');
}

test('a profile of read and write alone starts nothing, as the rule says', guard, async () => {
  const old = (name: string): object => ({ name, action: 'SCMP_ACT_ALLOW' });
  const profile = JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [old('read'), old('write')],
  });
  assert.equal(await starts(profile, false), false);
  assert.equal(await starts(profile, true), false);
  assert.equal(await saysStartable(profile), false);
});

test('every call but none starts, and each call of the lists is needed', guard, async () => {
  assert.equal(await starts(allowing(every), false), true);
  const wrong: string[] = [];
  for (const name of withPrivileges) {
    if (await starts(without(name), false)) wrong.push(`${name} is not needed`);
    if (!(await starts(without(name), true)))
      wrong.push(`${name} is needed under no-new-privileges`);
  }
  for (const name of always)
    if (await starts(without(name), true)) wrong.push(`${name} is not needed`);
  assert.deepEqual(wrong, []);
});

test('what the rule lets pass starts', guard, async () => {
  // The runtime has more than one way for some steps, and its threads need these now and then.
  const threads =
    'faccessat faccessat2 futex mmap mprotect munmap madvise rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack gettid tgkill nanosleep epoll_pwait epoll_ctl fcntl clone';
  const profile = allowing([...always, ...withPrivileges, 'exit_group', ...threads.split(' ')]);
  assert.equal(await saysStartable(profile), true);
  assert.equal(await starts(profile, false), true);
});

test('of two blocks about one call the first is in force', guard, async () => {
  const all = { names: every, action: 'SCMP_ACT_ALLOW' };
  const kill = { names: ['exit_group'], action: 'SCMP_ACT_KILL_PROCESS' };
  const profile = (syscalls: readonly object[]): string =>
    JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls });
  assert.equal(await starts(profile([kill, all]), false), false);
  assert.equal(await starts(profile([all, kill]), false), true);
});
