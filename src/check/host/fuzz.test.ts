import { test } from 'node:test';
import { textsAround } from '../../../test/kit/check.ts';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { containerFamily } from '../container/family.ts';
import { allowsSocketFamily } from '../container/seccomp-socket.ts';
import type { CheckFamily, View } from '../contract.ts';
import { daemonFamily } from '../daemon/family.ts';
import { imageFamily } from '../image/family.ts';
import { buildArguments, runEntries } from '../image/history.ts';
import { networkFamily } from '../network/family.ts';
import { runnable } from '../run.ts';
import { auditRulesOf, execRules, watches } from './audit.ts';
import { hostFamily } from './family.ts';
import { unitStart } from './systemd.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const bytes = (...texts: readonly string[]): readonly Uint8Array[] =>
  texts.map((one) => Buffer.from(one));

/** Examples of a family, mutated: none of its rules may stop with an error of its own. */
function fuzzFamily<V extends View>(family: CheckFamily<V>): void {
  const { run } = runnable(family);
  const examples = family.rules.flatMap((rule) => [...rule.bad, ...rule.good]);
  const texts = examples.filter((one) => typeof one === 'string');
  fuzz(bytes(...texts), (mutated) => {
    const files = [{ path: family.examplePath, text: text(mutated) }];
    const { unread } = run({ files, around: textsAround({}), wants: () => true });
    for (const { code, text: told } of unread)
      if (code === 'CHECK_RULE_FAILED') throw new Error(told);
  });
}

test('no rule stops at a mutated container', () => fuzzFamily(containerFamily));
test('no rule stops at a mutated daemon', () => fuzzFamily(daemonFamily));
test('no rule stops at a mutated host', () => fuzzFamily(hostFamily));
test('no rule stops at a mutated network', () => fuzzFamily(networkFamily));
test('no rule stops at a mutated image', () => fuzzFamily(imageFamily));

test('mutated audit rules, units, histories and profiles are read to their end', () => {
  fuzz(
    bytes(
      '-w /etc/docker -p wa -k docker\n-a always,exit -F arch=b64 -S execve -F uid>=100000 -k x',
      '[Service]\nEnvironment=A=1 "B=x y"\nExecStart=\nExecStart=-/d $A ${B} \\\n --icc=false "q"',
      '|2 TOKEN=x MODE=y /bin/bash -o pipefail -c a && b; c # buildkit',
      '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["socket"],"args":[{"index":0,"value":40,"op":"SCMP_CMP_NE"}]}]}',
    ),
    (mutated) => {
      const given = text(mutated);
      const rules = auditRulesOf(given.split('\n'));
      watches(execRules(rules), '/etc/docker/daemon.json');
      unitStart([given], () => given);
      runEntries([{ index: 0, createdBy: given, empty: false }]);
      buildArguments(given);
      allowsSocketFamily(given, 38);
    },
  );
});
