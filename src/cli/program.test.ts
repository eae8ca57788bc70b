import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-program-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function plimsoll(
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=plimsoll-source', main, ...given],
    {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    },
  );
  return { code: status, stdout, stderr };
}

test('wrong usage is exit 2 with one sentence that helps', () => {
  const rows: readonly [readonly string[], RegExp][] = [
    [['imge'], /unknown command 'imge' \(Did you mean image\?\)/],
    [['image', '--severty', 'high'], /unknown option '--severty' \(Did you mean --severity\?\)/],
    [['image'], /found neither/],
    [['image', ''], /found an empty name, wanted a reference or --input FILE/],
    [['image', '--input', ''], /--input "": wanted a FILE/],
    [['image', '--input', '-'], /cannot be read from a pipe, wanted a file; save it to one first/],
    [['image', 'a', 'b'], /too many arguments/],
    [['db', 'upgrade'], /"db upgrade": wanted one of update, build, status/],
    [['image', 'a', '--timeout', 'soon'], /--timeout "soon"/],
  ];
  for (const [given, sentence] of rows) {
    const { code, stdout, stderr } = plimsoll(given);
    assert.deepEqual([code, stdout], [2, ''], given.join(' '));
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('the help of a command group lists its commands; without arguments the doctor comes', () => {
  assert.match(plimsoll(['db']).stdout, /update .*\n.*build .*\n.*status/);
  const { code, stdout } = plimsoll([], { DOCKER_HOST: `unix://${folder}/none.sock` });
  assert.equal(code, 3);
  assert.match(stdout, /^No Docker daemon answers at unix:.*\n[^]*plimsoll --help/);
  assert.match(plimsoll(['--help'], { LANG: 'zh_CN.UTF-8' }).stdout, /用法/);
});

test('--version is heard behind every command, and DEBUG from the environment and the file', () => {
  for (const words of [
    ['image', '-v'],
    ['fs', '.', '--version'],
    ['db', 'status', '-v'],
    ['check', '-v'],
  ]) {
    const { code, stdout } = plimsoll(words);
    assert.deepEqual([code, /^plimsoll \d+\.\d+/.test(stdout)], [0, true], words.join(' '));
  }
  const stack = /\n\s+at /;
  const file = join(folder, 'debug.yaml');
  writeFileSync(file, 'debug: true\n');
  assert.doesNotMatch(plimsoll(['fs', 'nothing']).stderr, stack);
  assert.match(plimsoll(['fs', 'nothing'], { PLIMSOLL_DEBUG: '1' }).stderr, stack);
  assert.match(plimsoll(['fs', 'nothing'], { PLIMSOLL_CONFIG: file }).stderr, stack);
  writeFileSync(file, 'debug: perhaps\n');
  const { code, stderr } = plimsoll(['fs', 'nothing'], { PLIMSOLL_CONFIG: file });
  assert.equal(code, 2);
  assert.match(stderr, /"debug" of .*debug\.yaml "perhaps": wanted true or false/);
});

test('what a vendor never says is refused, not taken for a filter that finds nothing', () => {
  const { code, stderr } = plimsoll(['fs', '.', '--ignore-status', 'wontfix']);
  assert.equal(code, 2);
  assert.match(stderr, /--ignore-status "wontfix": wanted affected, fixed/);
});

test('plimsoll trivy, and the program by that name, keep the ways of Trivy', () => {
  const shop = join(folder, 'shop');
  mkdirSync(shop);
  writeFileSync(join(shop, 'Dockerfile'), 'FROM alpine:latest\n');
  const link = join(folder, 'trivy');
  symlinkSync(main, link);
  const called = (words: readonly string[], environment: Record<string, string> = {}) =>
    spawnSync(process.execPath, ['--conditions=plimsoll-source', link, ...words], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    });
  assert.equal(plimsoll(['check', shop]).code, 1);
  assert.equal(plimsoll(['trivy', 'config', shop]).code, 0);
  assert.equal(plimsoll(['trivy', 'config', shop], { TRIVY_EXIT_CODE: '4' }).code, 4);
  assert.equal(called(['config', '--exit-code', '3', shop]).status, 3);
  assert.equal(
    called(['config', shop], { TRIVY_SEVERITY: 'CRITICAL', TRIVY_EXIT_CODE: '3' }).status,
    0,
  );
  const missing = called(['fs', join(folder, 'nothing'), '--report', 'all']);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^Not followed here: --report\nError: Cannot open/);
  assert.equal(plimsoll(['trivy', 'image', '--server', 'x', 'a']).code, 1);
});

test('an option after a subcommand belongs to the subcommand', () => {
  const { code, stdout } = plimsoll(['db', 'status', '--cache-dir', join(folder, 'elsewhere')]);
  assert.deepEqual([code, stdout.includes(join(folder, 'elsewhere'))], [4, true]);
});

test('environment and configuration file reach the command, flags win', () => {
  writeFileSync(join(folder, 'plimsoll.yaml'), 'cache-dir: from-file\n');
  const shown = (given: readonly string[], environment = {}): string =>
    plimsoll(['db', 'status', ...given], environment).stdout;
  assert.match(shown([]), /from-file/);
  assert.match(shown([], { PLIMSOLL_CACHE_DIR: 'from-environment' }), /from-environment/);
  assert.match(
    shown(['--cache-dir', 'from-flag'], { PLIMSOLL_CACHE_DIR: 'from-environment' }),
    /from-flag/,
  );
  writeFileSync(join(folder, 'plimsoll.yaml'), 'cache-dir: from-file\nlang: zh-CN\n');
  assert.match(shown([]), /没有数据库/);
  assert.match(shown(['--lang', 'en']), /No database/);
  writeFileSync(join(folder, 'plimsoll.yaml'), 'cache-dri: x\n');
  const broken = plimsoll(['db', 'status']);
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /plimsoll\.yaml:1": there is no option "cache-dri"/);
  for (const text of ['cache-dri: x\n', 'lang: {}\n', 'lang: [\n', '- lang\n']) {
    writeFileSync(join(folder, 'plimsoll.yaml'), text);
    const { code, stderr } = plimsoll(['db', 'status']);
    assert.equal(code, 2, text);
    assert.match(stderr, /USAGE_CONFIGURATION/, text);
  }
  rmSync(join(folder, 'plimsoll.yaml'));
  assert.equal(plimsoll(['db', 'status', '--config', 'missing.yaml']).code, 2);
});

test('db status goes on telling what the build could not read', () => {
  const secfixes = { '1.0-r0': ['CVE-2024-0001', 'nothing with an id'] };
  mkdirSync(join(folder, 'mirror', 'v3.18'), { recursive: true });
  writeFileSync(
    join(folder, 'mirror', 'v3.18', 'main.json'),
    JSON.stringify({ distroversion: 'v3.18', packages: [{ pkg: { name: 'curl', secfixes } }] }),
  );
  assert.equal(plimsoll(['db', 'build', '--from', 'mirror', '--db', 'own.db']).code, 0);
  const { code, stdout } = plimsoll(['db', 'status', '--db', 'own.db']);
  assert.equal(code, 0);
  assert.match(stdout, /^alpine-secdb +1 .* 1 records not readable$/m);
  assert.match(stdout, /^alpine-secdb: v3\.18\/main: .*"nothing with an id" of curl/m);
});

test('work that fails is exit 3, with the code of the error and no stack', () => {
  const { code, stdout, stderr } = plimsoll(['image', '--input', 'missing.tar']);
  assert.deepEqual([code, stdout], [3, '']);
  assert.match(stderr, /^Error: Cannot open "missing\.tar".*\[IMAGE_NOT_AN_IMAGE\]\n$/);
  assert.match(plimsoll(['image', '--input', 'missing.tar', '--debug']).stderr, /\n\s+at /);
});

test('a database that is named and not there is exit 4, an unknown feed wrong usage', () => {
  const image = ['image', '--input', 'missing.tar', '--db'];
  const rows: readonly [readonly string[], number, RegExp][] = [
    [[...image, 'none.db'], 4, /"none\.db": there is no such file \[DATABASE_MISSING\]/],
    [[...image, '.'], 4, /"\.": it is a folder, wanted a file \[DATABASE_MISSING\]/],
    [['db', 'build', '--from', '.', '--feed', 'keev'], 2, /feed "keev": wanted one of .*\bkev\b/],
    [['db', 'build', '--from', '.', '--feed', 'kev'], 3, /no file of any feed is there/],
  ];
  for (const [given, expected, sentence] of rows) {
    const { code, stdout, stderr } = plimsoll(given);
    assert.deepEqual([code, stdout], [expected, ''], `${given.join(' ')}: ${stderr}`);
    assert.match(stderr, sentence);
  }
});

test('db update --for takes the archive that a report of --input names', () => {
  writeFileSync(join(folder, 'shop.tar'), 'no archive');
  const { code, stderr } = plimsoll(['db', 'update', '--for', 'shop.tar', '--from', '.']);
  assert.equal(code, 3);
  assert.match(stderr, /Cannot open "shop\.tar": found no tar archive/);
});

test('--timeout says that the time is over, not that somebody interrupted', () => {
  const { code, stdout, stderr } = plimsoll([
    'fs',
    join(import.meta.dirname, '..', '..'),
    '--timeout',
    '1ms',
  ]);
  assert.deepEqual([code, stdout], [3, ''], stderr);
  assert.match(stderr, /^Stopped after 1ms, the time given with --timeout/);
});

test('nothing is written where nothing was asked for', () => {
  plimsoll(['--version']);
  plimsoll(['db', 'status']);
  assert.ok(!existsSync(join(folder, '.cache')));
});
