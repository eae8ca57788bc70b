import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuzzRuns, mutate, random } from '../../../test/kit/fuzz.ts';
import { parseBlock, wholeSpace } from './addresses.ts';
import {
  both,
  either,
  everything,
  isEverything,
  isNothing,
  namedPort,
  nothing,
  portText,
  portsOf,
  without,
} from './connections.ts';
import {
  differenceOf,
  intersectionOf,
  intervalsOf,
  sameIntervals,
  unionOf,
  type Intervals,
} from './intervals.ts';

const bound = 40;
const interval = fc
  .tuple(fc.integer({ min: 0, max: bound }), fc.integer({ min: 0, max: bound }))
  .map(([from, to]) => ({ from, to }));
const sets: fc.Arbitrary<Intervals<number>> = fc.array(interval, { maxLength: 8 }).map(intervalsOf);

function has(set: Intervals<number>, number: number): boolean {
  return set.some(({ from, to }) => from <= number && number < to);
}

function isCanonical(set: Intervals<number>): boolean {
  return set.every(({ from, to }, index) => from < to && (set[index - 1]?.to ?? -1) < from);
}

test('interval sets behave as sets, number by number', () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const results = [unionOf(a, b), intersectionOf(a, b), differenceOf(a, b)] as const;
      assert.ok(results.every(isCanonical));
      for (let number = 0; number <= bound; number += 1) {
        assert.equal(has(results[0], number), has(a, number) || has(b, number));
        assert.equal(has(results[1], number), has(a, number) && has(b, number));
        assert.equal(has(results[2], number), has(a, number) && !has(b, number));
      }
    }),
    { numRuns: 2000 },
  );
});

test('interval sets: laws', () => {
  fc.assert(
    fc.property(sets, sets, sets, (a, b, c) => {
      assert.ok(sameIntervals(unionOf(a, b), unionOf(b, a)));
      const left = intersectionOf(a, unionOf(b, c));
      assert.ok(sameIntervals(left, unionOf(intersectionOf(a, b), intersectionOf(a, c))));
      assert.ok(sameIntervals(differenceOf(a, unionOf(b, c)), differenceOf(differenceOf(a, b), c)));
      assert.deepEqual(differenceOf(a, a), []);
    }),
  );
});

test('connections: named ports stand beside numbers', () => {
  const web = namedPort('TCP', 'http');
  assert.equal(portText(either(web, portsOf('UDP', 53, 54))), 'TCP http,UDP 53-54');
  assert.equal(portText(either(web, everything)), portText(everything));
  assert.ok(isEverything(either(everything, web)));
  assert.equal(portText(both(web, everything)), 'TCP http');
  assert.ok(isNothing(both(web, portsOf('TCP', 80, 80))));
  assert.ok(isNothing(without(web, everything)));
  assert.equal(
    portText(without(everything, portsOf('TCP', 80, 80))),
    'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535',
  );
  assert.ok(isNothing(without(nothing, web)));
});

test('ports outside 1 to 65535 are no ports', () => {
  assert.ok(isNothing(portsOf('TCP', 0, 0)));
  assert.equal(portText(portsOf('TCP', 0, 1)), 'TCP 1');
  assert.equal(portText(portsOf('TCP', 65_535, 70_000)), 'TCP 65535');
});

test('blocks: prefix lengths, host bits, nonsense', () => {
  assert.deepEqual(parseBlock('0.0.0.0/0')?.[4], wholeSpace[4]);
  assert.deepEqual(parseBlock('::/0')?.[6], wholeSpace[6]);
  assert.deepEqual(parseBlock('10.1.2.3/8')?.[4], parseBlock('10.0.0.0/8')?.[4]);
  assert.deepEqual(parseBlock('1.2.3.4/32')?.[4], [{ from: 16_909_060n, to: 16_909_061n }]);
  for (const text of [
    '10.0.0.0',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/08',
    '/8',
    '10.0.0.0/-1',
  ]) {
    assert.equal(parseBlock(text), undefined, text);
  }
});

test('block parser: mutated texts are read or refused, and what is read is canonical', () => {
  const next = random(4);
  const seeds = ['10.0.0.0/8', '2001:db8::/32', '::ffff:1.2.3.4/96', '255.255.255.255/32'];
  for (let run = 0; run < fuzzRuns; run += 1) {
    const seed = seeds[run % seeds.length] ?? '';
    const text = Buffer.from(mutate(Buffer.from(seed), next)).toString('latin1');
    const block = parseBlock(text);
    if (block === undefined) continue;
    const [range, ...more] = [...block[4], ...block[6]];
    assert.ok(range !== undefined && more.length === 0 && range.from < range.to, text);
  }
});
