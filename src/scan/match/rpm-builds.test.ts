import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flavourOf, minorOf } from './rpm-builds.ts';

for (const [evr, flavour, minor] of [
  ['2:1.1.1g-15.ksplice1.el8_3', 'ksplice', '8.3'],
  ['2:2.28-101.0.1.ksplice2.el8', 'ksplice', undefined],
  ['10:3.6.16-4.0.1.el8_fips', 'fips', undefined],
  ['10:3.6.16-4.0.1.el8_4_fips', 'fips', '8.4'],
  ['3.0.7-fips-2.el9', undefined, undefined],
  ['7.76.1-23.el9_2.4', undefined, '9.2'],
  ['7.76.1-26.el9', undefined, undefined],
  ['1:14.18.2-2.module+el8.4.0+13643+6c0ebf22', undefined, '8.4'],
  ['2.4.37-43.module_el8.5.0+2597+c4b14997.alma', undefined, '8.5'],
  ['8.5.0-1.fc43', undefined, undefined],
] as const) {
  test(`${evr} is a build of ${flavour ?? 'no flavour'} for ${minor ?? 'the main line'}`, () => {
    assert.equal(flavourOf(evr), flavour);
    assert.equal(minorOf(evr), minor);
  });
}
