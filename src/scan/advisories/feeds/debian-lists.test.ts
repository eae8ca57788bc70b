import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { debianLists } from './debian-lists.ts';

// Written for this test in the form of the lists: a dated head, ids, releases, remarks.
const list = `[29 Mar 2023] DSA-9001-1 xorg-server - security update
\t{CVE-2023-11393 CVE-2023-11394}
\t[bullseye] - xorg-server 2:1.20.11-1+deb11u6
\t[buster] - xorg-server <not-affected> (Vulnerable code added later)
\tNOTE: something for people
[01 Jan 2020] DSA-9000-2 expat - regression update
\t[bullseye]  - expat 2.2.10-2+deb11u3
\t[bullseye] - expat  2.2.10-2+deb11u3
[August 26th, 2005] DTSA-1-1 kismet - various
        {CVE-2005-12626 CVE-2005-12627 }
\t[etch] - kismet 2005.08.R1-0.1etch1 (high)
\t[stretch] - kismet <end-of-life>
\t[sid] - kismet <unfixed>
`;

const records = [...debianLists.parse(documentOf('DSA/list', list))];
const found = advisoriesOf(records);

test('a notice is one advisory for each of its CVEs, with its own id as vendor id', () => {
  assert.deepEqual(
    found.map((advisory) => [advisory.id, advisory.affected[0]?.vendorIds]),
    [
      ['CVE-2023-11393', ['DSA-9001-1']],
      ['CVE-2023-11394', ['DSA-9001-1']],
      ['DSA-9000-2', ['DSA-9000-2']],
      ['CVE-2005-12626', ['DTSA-1-1']],
      ['CVE-2005-12627', ['DTSA-1-1']],
    ],
  );
  assert.equal(found[0]?.title, 'DSA-9001-1 xorg-server - security update');
});

test('releases, states and dates of a notice', () => {
  assert.deepEqual(found[0]?.affected, [
    {
      ecosystem: 'Debian:11',
      name: 'xorg-server',
      vendorIds: ['DSA-9001-1'],
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '2:1.20.11-1+deb11u6' }] }],
      fixDate: '2023-03-29',
    },
    {
      ecosystem: 'Debian:10',
      name: 'xorg-server',
      vendorIds: ['DSA-9001-1'],
      state: 'not_affected',
      vendorState: 'not-affected',
      ranges: [],
    },
  ]);
  assert.deepEqual(
    found[3]?.affected.map((item) => [item.ecosystem, item.state, item.fixDate]),
    [
      ['Debian:4', 'fixed', '2005-08-26'],
      ['Debian:9', 'end_of_life', undefined],
      ['Debian:sid', 'affected', undefined],
    ],
  );
});

test('a line of another form is told with its number', () => {
  assert.deepEqual(
    problemsOf(records).map((text) => text.slice(0, 10)),
    ['DSA/list:7'],
  );
  const odd = '[29 Mar 2023] DSA-9001-1 x - y\n\t[zurg] - x 1\n\t{CVE-2020-1\nbody\n';
  assert.equal(problemsOf(debianLists.parse(documentOf('l', odd))).length, 3);
});

test('the list parser survives mutations', () => {
  fuzz([Buffer.from(list)], (bytes) => [...debianLists.parse(documentOf('DSA/list', bytes))]);
});
