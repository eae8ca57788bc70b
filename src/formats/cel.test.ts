import assert from 'node:assert/strict';
import { test } from 'node:test';
import { celValue, compileCel } from './cel.ts';

const run = (expression: string, data: unknown = {}): unknown =>
  compileCel(expression, 'the test')({ object: celValue(data) });

test('compileCel() evaluates over plain data', () => {
  const rows: readonly [string, unknown, unknown][] = [
    ['object.a + 1 == 2', { a: 1 }, true],
    ['object.a > 1.5', { a: 2 }, true],
    ['has(object.a)', {}, false],
    ['object.?a.orValue("x")', {}, 'x'],
    ['object.list.all(i, i.startsWith("a"))', { list: ['a', 'ab'] }, true],
    ['object.list.isSorted()', { list: [1, 3, 2] }, false],
    ['object.list.sum() == 6 && object.list.max() == 3', { list: [1, 3, 2] }, true],
    ['object.list.indexOf(3)', { list: [1, 3, 2] }, 1n],
    ['quantity("1Gi").compareTo(quantity("1G"))', {}, 1n],
    ['isQuantity("1Gib")', {}, false],
    ['url("https://a.example:8443/x").getPort()', {}, '8443'],
    ['"v1.22-3".find("[0-9]+")', {}, '1'],
    ['"a1b22".findAll("[0-9]+").size()', {}, 2n],
  ];
  for (const [expression, data, expected] of rows) {
    assert.deepEqual(run(expression, data), expected, expression);
  }
});

test('functions of Kubernetes, by the examples of its documentation', () => {
  const rows: readonly [string, unknown][] = [
    ['isIP("192.168.0.1")', true],
    ['isIP("::1")', true],
    ['isIP("::ffff:1.2.3.4")', false],
    ['isIP("192.168.0.01")', false],
    ['isIP("1.2.3.4::")', false],
    ['isIP("1:2:3.4.5.6::1")', false],
    ['isIP("64:ff9b::1.2.3.4")', true],
    ['isCIDR("::ffff:1.2.3.4/128")', false],
    ['isIP("192.168.0.1.2")', false],
    ['ip("192.168.0.1") == ip("192.168.0.1")', true],
    ['ip("127.0.0.1").family()', 4n],
    ['ip("::1").family()', 6n],
    ['ip.isCanonical("127.0.0.1")', true],
    ['ip.isCanonical("2001:db8::abcd")', true],
    ['ip.isCanonical("2001:DB8::ABCD")', false],
    ['ip.isCanonical("2001:db8::0:0:0:abcd")', false],
    ['string(ip("2001:db8:0:0:1:0:0:1"))', '2001:db8::1:0:0:1'],
    ['ip("::").isUnspecified() && ip("0.0.0.0").isUnspecified()', true],
    ['ip("127.0.0.1").isLoopback() && ip("::1").isLoopback()', true],
    ['ip("224.0.0.1").isLinkLocalMulticast()', true],
    ['ip("ff02::1").isLinkLocalMulticast()', true],
    ['ip("169.254.169.254").isLinkLocalUnicast()', true],
    ['ip("fe80::1").isGlobalUnicast()', false],
    ['ip("10.0.0.1").isGlobalUnicast()', true],
    ['ip("255.255.255.255").isGlobalUnicast()', false],
    ['isCIDR("192.168.0.0/16") && isCIDR("::1/128")', true],
    ['isCIDR("192.168.0.0/33") || isCIDR("192.168.0.0") || isCIDR("10.0.0.0/08")', false],
    ['cidr("192.168.0.0/24").containsIP(ip("192.168.0.1"))', true],
    ['cidr("192.168.0.0/24").containsIP("192.168.1.1")', false],
    ['cidr("192.168.0.0/24").containsIP("::1")', false],
    ['cidr("192.168.0.0/16").containsCIDR("192.168.10.0/24")', true],
    ['cidr("192.168.0.0/24").containsCIDR(cidr("192.168.0.0/16"))', false],
    ['cidr("192.168.0.1/24").masked() == cidr("192.168.0.0/24")', true],
    ['string(cidr("192.168.0.1/24").masked())', '192.168.0.0/24'],
    ['cidr("::1/128").prefixLength()', 128n],
    ['string(cidr("192.168.0.1/24").ip())', '192.168.0.1'],
    ['format.dns1123Label().validate("my-label").hasValue()', false],
    ['format.dns1123Label().validate("My-label").hasValue()', true],
    ['format.named("dns1123Subdomain").value().validate("a.b-c.d").hasValue()', false],
    ['format.named("nonsense").hasValue()', false],
    ['format.dns1123LabelPrefix().validate("a-").hasValue()', false],
    ['format.qualifiedName().validate("example.com/name").hasValue()', false],
    ['format.qualifiedName().validate("a/b/c").hasValue()', true],
    ['format.labelValue().validate("").hasValue()', false],
    ['format.date().validate("2021-02-30").hasValue()', true],
    ['format.datetime().validate("2021-01-01T00:00:00Z").hasValue()', false],
    ['format.uuid().validate("123e4567-e89b-12d3-a456-426614174000").hasValue()', false],
    ['format.byte().validate("aGVsbG8=").hasValue()', false],
    ['format.uri().validate("no uri").hasValue()', true],
    ['url("https://example.com:80/").getHost()', 'example.com:80'],
    ['url("https://example.com:443/").getPort()', '443'],
    ['url("https://[::1]:80/").getHostname()', '::1'],
    ['url("/path").getHost()', ''],
    ['url("https://example.com").getEscapedPath()', ''],
    ['url("https://example.com/with space%20/").getEscapedPath()', undefined],
    ['url("https://example.com/path?k1=a&k2=b&k2=c").getQuery()["k2"]', ['b', 'c']],
    ['isURL("https://user:pass@example.com:80/path?query=val#fragment")', true],
    ['isURL("/absolute-path")', true],
    ['isURL("https://a:b:c/") || isURL("../relative-path")', false],
    ['quantity("50000000G").isInteger()', true],
    ['quantity("50k").asInteger() == 50000', true],
    ['quantity("9999999999999999999999999999999999999G").isInteger()', true],
    ['quantity("50k").add("20k") == quantity("70k")', undefined],
    ['quantity("50k").add(quantity("20k")).compareTo(quantity("70k"))', 0n],
    ['quantity("50k").sub(20000).isLessThan(quantity("31k"))', true],
    ['quantity("-50k").sign()', -1n],
    ['isSemver("1.2.3-alpha.1+build") && !isSemver("v1.2.3") && !isSemver("1.02.3")', true],
    ['isSemver("v1.02", true)', true],
    ['semver("1.2.3-alpha").isLessThan(semver("1.2.3"))', true],
    ['semver("1.2.3").compareTo(semver("1.10.0"))', -1n],
    ['semver("1.2.3-rc.2").isGreaterThan(semver("1.2.3-rc.1.9"))', true],
    ['semver("2.1.0").major()', 2n],
    ['sets.contains([1, 2, 3], [2]) && !sets.contains([1], [2])', true],
    ['sets.equivalent([1, 1, 2], [2, 1])', true],
    ['sets.intersects([1], [2, 3])', false],
    ['["a", "b"].isSorted() && [1.5, 2.5].sum() == 4.0', true],
    ['[1, 2, 2].lastIndexOf(2)', 2n],
    ['"abc 123".find("[0-9]+")', '123'],
    ['"123 abc 456".findAll("[0-9]*")', ['123', '', '', '', '', '456']],
    ['"123 abc 456".findAll("[0-9]+", 1)', ['123']],
    ['"abc".matches("^a.c$") && !"xabcx".matches("^a.c$") && "x".matches("(?i)X")', true],
    ['["a", "b"].all(x, x.matches("^[a-z]$"))', true],
    ['"tacocat".charAt(3)', 'o'],
    ['"hello hello".replace("he", "we")', 'wello wello'],
    ['"hello hello".replace("he", "we", 1)', 'wello hello'],
    ['"hello".replace("", "_")', '_h_e_l_l_o_'],
    ['"%s is %d, %.2f %x".format(["a", 7, 1.5, 255])', 'a is 7, 1.50 ff'],
    ['"%s".format([["a", 1, {"b": true}]])', '[a, 1, {b: true}]'],
    ['object.?a.hasValue()', false],
    ['optional.of(1).orValue(2)', 1n],
    ['optional.none().or(optional.of(3)).value()', 3n],
  ];
  for (const [expression, expected] of rows) {
    if (expected === undefined) {
      assert.throws(() => run(expression), /CEL_|no value|Cannot/, expression);
      continue;
    }
    assert.deepEqual(run(expression), expected, expression);
  }
});

test('an expression has a budget, whatever it makes of the error', () => {
  const list = Array.from({ length: 1000 }, (_, at) => at);
  const bombs = [
    'object.list.all(a, object.list.all(b, object.list.all(c, a + b + c >= 0)))',
    'object.list.exists(a, object.list.exists(b, object.list.exists(c, a + b + c < 0))) || true',
    'object.list.map(a, object.list.map(b, object.list.map(c, a * b * c))).size() > 0',
    'object.list.filter(a, object.list.filter(b, object.list.exists_one(c, c == a)).size() > 0).size()',
    'object.list.all(a, !object.text.matches("(a*)*(a|aa)*b"))',
    'object.list.all(a, object.text.findAll("a|(a*)*b").size() > 0)',
  ];
  for (const bomb of bombs)
    assert.throws(
      () => run(bomb, { list, text: 'a'.repeat(5000) }),
      { code: 'LIMIT_CEL_STEPS' },
      bomb,
    );
  assert.equal(
    run('object.list.all(a, object.list.exists(b, b == a && a < 9))', { list: list.slice(0, 9) }),
    true,
  );
  assert.equal(run('1 + 1'), 2n, 'the next one has a budget of its own');
});

test('errors say where in the expression', () => {
  const rows: readonly [string, RegExp][] = [
    ['object.a == 1 &&\n  "a" + 1 == "a1"', /string \+ int \(line 2, column 3\)/],
    ['1 == "a"', /int == string \(line 1, column 1\)/],
    ['[1].all(x, x > "a")', /int > string \(line 1, column 12\)/],
    ['object.spec.', /\(line 1, column \d+\)/],
    ['nothing(1)', /nothing\(int\)' \(line 1, column 1\)/],
    ['true && object.a.b', /column \d+\)/],
  ];
  for (const [expression, wanted] of rows)
    assert.throws(() => run(expression), { message: wanted }, expression);
});

test('what has no value and what is no expression are told apart', () => {
  assert.throws(() => run('object.a == 1'), { code: 'CEL_FAILED' });
  assert.throws(() => run('object.__proto__'), { code: 'CEL_FAILED' });
  assert.throws(() => run('object.constructor'), { code: 'CEL_FAILED' });
  assert.throws(() => run('1 +'), { code: 'CEL_INVALID' });
  assert.throws(() => run(`${'('.repeat(5000)}1${')'.repeat(5000)}`), { code: 'CEL_INVALID' });
  assert.throws(() => run('1 '.repeat(20_000)), { code: 'CEL_INVALID' });
});
