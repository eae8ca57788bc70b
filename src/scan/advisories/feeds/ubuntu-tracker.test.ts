import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { needsShared, sharedPath } from '../../../../test/kit/outside.ts';
import { listFiles } from '../../../io/folder-files.ts';
import { mirrorDocuments } from '../mirror.ts';
import { ubuntuTracker } from './ubuntu-tracker.ts';

const record = `Candidate: CVE-2019-1010083
PublicDate: 2019-07-17 14:15:00 UTC
References:
 https://cve.example/CVE-2019-1010083
 see also https://no.example
Description:
 Flask before 1.0 is affected by
 unexpected memory usage.
Notes:
 someone> Priority: high, they say
Priority: low (crafted data only)
 Not reachable by default
CVSS:
 nvd: CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H [7.5 HIGH]
Priority_flask_xenial: negligible
Priority_linux-aws: medium

#patches
Patches_flask:
 upstream: https://patch.example
Tags_flask: universe-binary
upstream_flask: released (1.0.2-1)
precise/esm_flask: DNE
trusty_flask: ignored (out of standard support)
trusty/esm_flask: released [0.10.1-2ubuntu0.1]
xenial_flask: needs-triage
esm-infra/xenial_flask: needed
esm-apps/bionic_flask: not-affected [code not present]
vivid/ubuntu-core_flask: needed
fips-updates/bionic_flask: needed
disco_flask: not-affected (1.0.2-3)
devel_flask: not-affected
bionic_linux-aws: released (4.15.0-1044.46)
lucid_flask: needed
`;

function parse(text: string) {
  return advisoriesOf(ubuntuTracker.parse(documentOf('CVE-2019-1010083', text)))[0];
}

test("a tracker's file: every release and channel that counts, each with its state", () => {
  const found = parse(record);
  assert.equal(found?.id, 'CVE-2019-1010083');
  assert.equal(found.published, '2019-07-17T14:15:00Z');
  assert.equal(found.description, 'Flask before 1.0 is affected by unexpected memory usage.');
  assert.deepEqual(found.references, ['https://cve.example/CVE-2019-1010083']);
  assert.deepEqual(found.severities, [{ source: 'ubuntu-tracker', severity: 'low' }]);
  assert.deepEqual(
    found.affected.map(({ ecosystem, name, state, severity }) =>
      [ecosystem, name, state, severity?.word ?? severity?.severity ?? ''].join(' ').trim(),
    ),
    [
      'Ubuntu:14.04:LTS flask end_of_life',
      'Ubuntu:Pro:14.04:LTS flask fixed',
      'Ubuntu:16.04:LTS flask under_investigation negligible',
      'Ubuntu:Pro:16.04:LTS flask affected',
      'Ubuntu:Pro:18.04:LTS flask not_affected',
      'Ubuntu:19.04 flask not_affected',
      'Ubuntu:18.04:LTS linux-aws fixed medium',
    ],
  );
});

test("the score that the tracker copies is NVD's", () => {
  const statements = [...ubuntuTracker.parse(documentOf('x', record))].flatMap((one) =>
    one.kind === 'severity' ? [one.statement] : [],
  );
  assert.deepEqual(
    statements.map(({ source, severity, cvss }) => [source, severity, cvss?.score]),
    [['nvd', 'high', 7.5]],
  );
});

test('a word that nobody knows is told, and costs its own line only', () => {
  const text = record.replace('xenial_flask: needs-triage', 'xenial_flask: perhaps');
  const records = [...ubuntuTracker.parse(documentOf('CVE-2019-1010083', text))];
  assert.match(problemsOf(records).join(), /status "perhaps" of flask in xenial/);
  assert.equal(advisoriesOf(records)[0]?.affected.length, 6);
});

test('a file without an id is told; an empty priority rates nothing', () => {
  const nameless = record.replace('CVE-2019-1010083', 'CVE-2019-NNN1');
  assert.equal(problemsOf(ubuntuTracker.parse(documentOf('x', nameless))).length, 1);
  assert.deepEqual(parse(record.replace(/^Priority: .*$/m, 'Priority: untriaged'))?.severities, []);
});

test("the tracker's parser survives mutations", () => {
  fuzz([Buffer.from(record)], (bytes) => [...ubuntuTracker.parse(documentOf('CVE-2019-1', bytes))]);
});

test(
  "all of Ubuntu's tracker is read, one file at a time",
  needsShared('feeds/ubuntu'),
  async () => {
    const root = sharedPath('feeds');
    const seen = { documents: 0, advisories: 0, rows: 0 };
    const problems: string[] = [];
    for await (const document of mirrorDocuments(ubuntuTracker, root, listFiles(root))) {
      seen.documents += 1;
      const records = [...ubuntuTracker.parse(document)];
      problems.push(...problemsOf(records));
      for (const one of advisoriesOf(records)) {
        seen.advisories += 1;
        seen.rows += one.affected.length;
      }
    }
    // 33,227 files, of which 101 are templates, scripts and notes. Nine faults have no CVE id.
    assert.deepEqual(seen, { documents: 33_126, advisories: 33_117, rows: 300_071 });
    assert.equal(problems.filter((text) => text.endsWith('it is no CVE id')).length, 9);
    assert.equal(problems.length, 9);
  },
);
