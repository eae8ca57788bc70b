import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daemonFamily } from './family.ts';
import { supportOf } from './lifecycle.ts';
import { settingOf, sourcesText } from './settings.ts';
import { daemonView } from './view.ts';
import type { DaemonView } from './view.ts';

function view(json: object): DaemonView {
  const found = daemonView(json, 'daemon.json');
  assert.ok(found !== undefined);
  return found;
}

const words = (...given: readonly string[]): object => ({ value: ['dockerd', ...given] });

test('the API decides before the command line, this before the file, this before the unit', () => {
  const all = {
    info: { value: { LiveRestoreEnabled: false } },
    commandLine: words('--live-restore'),
    file: { value: { 'live-restore': true } },
    unit: words('--live-restore=true'),
  };
  const rows: [object, unknown, string][] = [
    [all, false, 'API'],
    [{ ...all, info: { unread: 'EACCES' } }, true, 'command line'],
    [{ ...all, info: { value: {} }, commandLine: words() }, true, 'file'],
    [
      { commandLine: words(), file: { absent: true }, unit: words('--live-restore') },
      false,
      'default',
    ],
    [
      { commandLine: { unread: 'EACCES' }, file: { absent: true }, unit: words('--live-restore') },
      true,
      'unit',
    ],
  ];
  for (const [json, value, from] of rows) {
    const setting = settingOf(view(json), 'live-restore');
    assert.ok(setting.state === 'known');
    assert.deepEqual(
      [setting.value, setting.sources[0]?.from],
      [value, from],
      JSON.stringify(json),
    );
  }
});

test('every source is shown, also those that are not in force', () => {
  const one = view({ commandLine: words('--icc=false'), file: { value: { icc: true } } });
  const text = sourcesText(one, 'icc', settingOf(one, 'icc')).en;
  assert.equal(text, 'icc: false (command line); true (/etc/docker/daemon.json)');
});

test('what could not be read is no default', () => {
  const rows: [object, string][] = [
    [{ commandLine: words(), file: { unread: 'EACCES' } }, 'EACCES'],
    [{ commandLine: { unread: 'ESRCH' }, file: { absent: true } }, 'ESRCH'],
    [{ info: { value: {} } }, 'NOT_THIS_MACHINE'],
  ];
  for (const [json, code] of rows)
    assert.deepEqual(settingOf(view(json), 'userland-proxy'), { state: 'unread', code });
});

test('words of a command line are read as dockerd reads them', () => {
  const rows: [readonly string[], string, unknown][] = [
    [['--log-level', 'debug'], 'log-level', 'debug'],
    [['--log-level=debug', '-l', 'warn'], 'log-level', 'warn'],
    [
      ['-H', 'fd://', '-H=tcp://0.0.0.0:2375', '-Hunix:///x'],
      'hosts',
      ['fd://', 'tcp://0.0.0.0:2375', 'unix:///x'],
    ],
    [['--icc=0'], 'icc', false],
    [['--iptables'], 'iptables', true],
    [['--insecure-registry', 'a', '--insecure-registry=b'], 'insecure-registries', ['a', 'b']],
  ];
  for (const [given, name, wanted] of rows) {
    const setting = settingOf(view({ commandLine: words(...given), file: { absent: true } }), name);
    assert.deepEqual(setting.state === 'known' ? setting.value : setting, wanted, given.join(' '));
  }
});

test('a daemon.json alone is a daemon with nothing else', () => {
  assert.equal(view({ icc: false }).fileOnly, true);
  assert.equal(view({ info: { value: {} } }).fileOnly, false);
  assert.equal(daemonView([], 'x'), undefined);
  assert.equal(
    daemonFamily.open([{ path: 'd.json', text: '{' }], { read: () => undefined, list: () => [] })
      .views.length,
    0,
  );
});

test('only release lines that are known to have ended are out of support', () => {
  const rows: [string, string][] = [
    ['20.10.24', '2023-12-10'],
    ['19.03.15', '2021-07-22'],
    ['20.10.24+dfsg1', 'distribution'],
    ['24.0.7-0ubuntu4', 'distribution'],
    ['29.0.1', 'unknown'],
    ['library-import', 'unknown'],
  ];
  for (const [version, wanted] of rows) assert.equal(supportOf(version), wanted, version);
});
