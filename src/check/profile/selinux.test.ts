import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runnable } from '../run.ts';
import { selinux } from './selinux-family.ts';

const family = runnable(selinux);

/** Rule and line of every fault. */
function judge(path: string, text: string): readonly string[] {
  const around = { read: () => undefined, list: () => [] };
  const { faults, unread } = family.run({ files: [{ path, text }], around, wants: () => true });
  const rows = faults.map(({ rule, fault }) => `${rule.id}:${fault.at.file?.startLine}`);
  return [...rows, ...unread.map(({ code }) => code)].toSorted();
}

test('three statements without a module around them are not loaded by anything', () => {
  const text =
    '# a policy\ntype docker_t;\ntype docker_exec_t;\nallow docker_t docker_exec_t:file { read execute };\n';
  assert.deepEqual(judge('docker.te', text), ['PROF-SELINUX-FORM:2']);
});

test('faults stand at the line of the statement, in both languages', () => {
  const te =
    'module a 1.0;\nrequire { type a_t; class file { read }; class capability { sys_admin chown }; }\npermissive a_t;\nallow a_t self:capability { chown sys_admin };\nallow a_t b_t:file read;\n';
  assert.deepEqual(judge('a.te', te), [
    'PROF-SELINUX-FORM:5',
    'PROF-SELINUX-PERMISSIVE:3',
    'PROF-SELINUX-WIDE:4',
  ]);
  const cil =
    '(block a\n (blockinherit container)\n (optional o\n  (typepermissive process))\n (allow process container_runtime_t\n  (unix_stream_socket (connectto)))\n (allow process process (file (all)))\n (typeattributeset unconfined_domain_type (process)))';
  assert.deepEqual(judge('a.cil', cil), [
    'PROF-SELINUX-PERMISSIVE:4',
    'PROF-SELINUX-WIDE:5',
    'PROF-SELINUX-WIDE:7',
    'PROF-SELINUX-WIDE:8',
  ]);
});

test('a policy that adds single permissions to those of containers has no finding', () => {
  const cil =
    '(block my_container\n    (blockinherit container)\n    (blockinherit restricted_net_container)\n    (allow process process ( capability ( chown dac_override fowner fsetid kill net_bind_service setgid setuid )))\n    (allow process http_port_t ( tcp_socket ( name_bind )))\n    (allow process home_root_t ( dir ( getattr search open read lock ioctl )))\n)\n';
  assert.deepEqual(judge('my_container.cil', cil), []);
});

test('what cannot be read is told', () => {
  assert.deepEqual(judge('a.cil', '(allow'), ['SELINUX_INVALID']);
  assert.deepEqual(judge('a.te', 'allow a b:c { d'), ['SELINUX_INVALID']);
});
