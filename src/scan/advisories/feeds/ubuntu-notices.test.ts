import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { ubuntuNotices } from './ubuntu-notices.ts';

function release(pocket: string | undefined, version: string, name = 'jinja2'): unknown {
  const binary = pocket === undefined ? { version } : { pocket, version };
  return { sources: { [name]: { version } }, allbinaries: { 'python-jinja2': binary } };
}

const notice = {
  title: 'Jinja2 vulnerabilities',
  timestamp: 1559819644.96,
  cves: ['CVE-2016-10745', 'CVE-2019-10906', 'https://launchpad.example/bugs/1'],
  releases: {
    xenial: release('security', '2.8-1ubuntu0.1'),
    cosmic: release(undefined, '2.10-1ubuntu0.18.10.1'),
    trusty: release('esm-infra', '2.7.2-2ubuntu0.1~esm1'),
    zurg: release('security', '9'),
  },
};

test('a notice is one record for each CVE, with its fix in every release and channel', () => {
  const found = advisoriesOf(
    ubuntuNotices.parse(documentOf('database.json', { '4011-1': notice })),
  );
  assert.deepEqual(
    found.map((one) => [one.id, one.title, one.modified]),
    ['CVE-2016-10745', 'CVE-2019-10906'].map((cve) => [
      cve,
      'USN-4011-1 Jinja2 vulnerabilities',
      '2019-06-06T11:14:04Z',
    ]),
  );
  assert.deepEqual(
    found[0]?.affected.map(({ ecosystem, ranges: [range], vendorIds, fixDate }) => [
      ecosystem,
      range?.kind === 'events' ? range.events[1] : undefined,
      vendorIds,
      fixDate,
    ]),
    [
      ['Ubuntu:16.04:LTS', { fixed: '2.8-1ubuntu0.1' }, ['USN-4011-1'], '2019-06-06'],
      ['Ubuntu:18.10', { fixed: '2.10-1ubuntu0.18.10.1' }, ['USN-4011-1'], '2019-06-06'],
      ['Ubuntu:Pro:14.04:LTS', { fixed: '2.7.2-2ubuntu0.1~esm1' }, ['USN-4011-1'], '2019-06-06'],
    ],
  );
});

test('a notice without a CVE goes by its own id; without releases it is told', () => {
  const found = advisoriesOf(
    ubuntuNotices.parse(documentOf('x', { '1-1': { ...notice, cves: [], timestamp: 'soon' } })),
  );
  assert.deepEqual(
    found.map(({ id, modified }) => [id, modified]),
    [['USN-1-1', undefined]],
  );
  for (const content of [{ '1-1': {} }, { '1-1': [] }, { first: notice }])
    assert.equal(problemsOf(ubuntuNotices.parse(documentOf('x', content))).length, 1);
  assert.throws(() => [...ubuntuNotices.parse(documentOf('x', '<html>'))], {
    code: 'JSON_INVALID',
  });
});

test('the parser of notices survives mutations', () => {
  fuzz([Buffer.from(JSON.stringify({ '4011-1': notice }))], (bytes) => [
    ...ubuntuNotices.parse(documentOf('database.json', bytes)),
  ]);
});
