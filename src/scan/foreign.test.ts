import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isForeign } from './foreign.ts';

/** Version · maintainer · whether somebody else than the distribution built it. */
const rows: readonly [string, string, boolean][] = [
  ['5:27.3.1-1~ubuntu.22.04~jammy', 'Docker <support@docker.com>', true],
  ['12.4.1-1', 'cudatools <cudatools@nvidia.com>', true],
  ['20.11.0-1nodesource1', 'Ivan Iguaran <ivan@nodesource.com>', true],
  ['16.4-1.pgdg120+1', 'Debian PostgreSQL Maintainers <team+postgresql@tracker.debian.org>', true],
  ['1:10.11.8+maria~ubu2204', 'MariaDB Developers <developers@lists.example>', true],
  ['8.3.6-2+deb.sury.org+1', 'Debian PHP Maintainers <team+pkg-php@tracker.debian.org>', true],
  ['2:1.0-1~ppa1', 'Somebody <me@mail.example>', true],
  ['1.0-1', 'Vendor Packages <Packages@Docker.COM>', true],
  ['16.4-1', 'Debian PostgreSQL Maintainers <team+postgresql@tracker.debian.org>', false],
  ['2.35-0ubuntu3.8', 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>', false],
  ['1.0-1', 'Somebody <somebody@mydocker.com>', false],
  ['1.0-1', 'docker.com', false],
  ['1.0~ppad1', '', false],
  ['1.0-1', `${'a'.repeat(100_000)}@`, false],
];

for (const [version, maintainer, wanted] of rows) {
  test(`${version} of ${maintainer.slice(0, 60)} is ${wanted ? "somebody else's" : 'not told apart'}`, () => {
    const found = { name: 'p', version, type: 'deb', maintainer };
    assert.equal(isForeign(found, { id: 'debian', version: '12' }), wanted);
  });
}

test('what others build in other formats is not judged by these marks', () => {
  const found = {
    name: 'p',
    version: '1.0',
    type: 'pypi',
    maintainer: 'Docker <support@docker.com>',
  };
  assert.equal(isForeign(found, { id: 'debian', version: '12' }), false);
});
