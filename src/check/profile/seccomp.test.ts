import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { needsProgram } from '../../../test/kit/native.ts';
import { runnable } from '../run.ts';
import { dockerDefault } from './docker-default.ts';
import { seccomp } from './seccomp-family.ts';
import { callsOf, isSystemCall, newCall } from './system-calls.ts';

const family = runnable(seccomp);
const around = { read: () => undefined, list: () => [] };

/** Rule and line of every fault. */
function judge(text: string): readonly string[] {
  const { faults } = family.run({ files: [{ path: 'p.json', text }], around, wants: () => true });
  return faults.map(({ rule, fault }) => `${rule.id}:${fault.at.file?.startLine}`).toSorted();
}

const profile = (syscalls: readonly object[], more: object = {}): string =>
  JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls, ...more }, undefined, 2);
const start = {
  names:
    'close execve fstatfs getdents64 openat write capget capset chdir fstat getcwd getppid newfstatat prctl read setgid setgroups setuid mmap mprotect'.split(
      ' ',
    ),
  action: 'SCMP_ACT_ALLOW',
};

test('a profile of read and write alone, in the old form, cannot start anything', () => {
  const block = (name: string): object => ({ name, action: 'SCMP_ACT_ALLOW' });
  assert.deepEqual(judge(profile([block('read'), block('write')])), [
    'PROF-SECCOMP-LEGACY:4',
    'PROF-SECCOMP-STARTABLE:4',
  ]);
});

test('faults stand at the line of the value', () => {
  assert.deepEqual(judge(profile([start])), []);
  assert.deepEqual(
    judge(profile([start, { names: ['read', 'bpf', 'nosuch'], action: 'SCMP_ACT_ALLOW' }])),
    ['PROF-SECCOMP-DIFF:32', 'PROF-SECCOMP-UNKNOWN:33'],
  );
  assert.deepEqual(judge(profile([start], { architectures: ['SCMP_ARCH_X86_64', 'x86'] })), [
    'PROF-SECCOMP-ARCH:31',
    'PROF-SECCOMP-FORM:32',
  ]);
});

test('a profile inside a runtime configuration is judged where it stands', () => {
  const whole = JSON.stringify(
    { ociVersion: '1.0.2', linux: { seccomp: { defaultAction: 'SCMP_ACT_ALLOW' } } },
    undefined,
    1,
  );
  assert.deepEqual(judge(whole), ['PROF-SECCOMP-DIFF:5', 'PROF-SECCOMP-LINT:5']);
});

test('a call limited by arguments or kept for a capability is no more than the default', () => {
  const limited = [
    {
      names: ['clone'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }],
    },
    { names: ['mount'], action: 'SCMP_ACT_ALLOW', includes: { caps: ['CAP_SYS_ADMIN'] } },
    { names: ['ptrace'], action: 'SCMP_ACT_ALLOW', includes: { minKernel: '4.8' } },
  ];
  assert.deepEqual(judge(profile([start, ...limited])), []);
});

test('what is no profile is told, and never a pass', () => {
  for (const text of ['', '{', '[', '{"defaultAction": "SCMP_ACT_ERRNO"']) {
    const { faults, unread, subjects } = family.run({
      files: [{ path: 'p.json', text }],
      around,
      wants: () => true,
    });
    assert.deepEqual([faults.length, subjects, unread[0]?.code], [0, 0, 'JSON_INVALID'], text);
  }
  assert.deepEqual(
    judge('[]').filter((row) => row.startsWith('PROF-SECCOMP-FORM')),
    ['PROF-SECCOMP-FORM:1'],
  );
  assert.ok(
    judge('{"defaultAction": {"SCMP_ACT_": 1}, "syscalls": [1, null, {"names": {"a": 1}}]}')
      .length > 0,
  );
});

test('the table of calls says what libseccomp says', needsProgram('scmp_sys_resolver'), () => {
  const resolve = (architecture: string, name: string): number =>
    Number(execFileSync('scmp_sys_resolver', ['-a', architecture, name], { encoding: 'utf8' }));
  const wrong: string[] = [];
  for (const [key, architecture] of [
    ['SCMP_ARCH_X86_64', 'x86_64'],
    ['SCMP_ARCH_AARCH64', 'aarch64'],
  ] as const) {
    for (const name of callsOf[key]) {
      const number = resolve(architecture, name);
      const late = newCall(name)?.number;
      // Below zero: known, not on this architecture; -1: newer than the library.
      if (number < -1 || (number === -1 && (late ?? 0) < 451 && name !== 'uretprobe'))
        wrong.push(`${architecture} ${name} ${number}`);
      if (number >= 0 && late !== undefined && late !== number)
        wrong.push(`${name} is ${number}, not ${late}`);
    }
  }
  assert.deepEqual(wrong, []);
  for (const name of ['raed', 'fstatat', 'printf', '', '__proto__', 'constructor', 'toString'])
    assert.equal(isSystemCall(name), false, name);
});

test('what Docker allows are calls', () => {
  const names = [...callsOf.SCMP_ARCH_X86_64, ...callsOf.SCMP_ARCH_AARCH64];
  assert.equal(dockerDefault('read').allowed, 'always');
  assert.equal(dockerDefault('chroot').allowed, 'always');
  assert.equal(dockerDefault('clone').allowed, 'some arguments');
  assert.deepEqual(dockerDefault('mount'), {
    allowed: 'with a capability',
    capability: 'CAP_SYS_ADMIN',
  });
  assert.equal(dockerDefault('io_uring_setup').allowed, 'never');
  const never = [...new Set(names)].filter((name) => dockerDefault(name).allowed === 'never');
  assert.equal(never.length, 31, never.join(' '));
});
