import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitStart } from './systemd.ts';

const none = (): undefined => undefined;

test('drop-ins take back and replace the command line', () => {
  const unit = '[Service]\nExecStart=/usr/sbin/dockerd -H fd://\n';
  const rows: [readonly string[], readonly string[]][] = [
    [[unit], ['/usr/sbin/dockerd', '-H', 'fd://']],
    [
      [unit, '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd --icc=false'],
      ['/usr/sbin/dockerd', '--icc=false'],
    ],
    [[unit, '[Service]\nExecStart='], []],
    [
      ['ExecStart=-/usr/sbin/dockerd \\\n  --icc=false \\\n -H "fd://"'],
      ['/usr/sbin/dockerd', '--icc=false', '-H', 'fd://'],
    ],
    [['# ExecStart=/bin/x\nExecStart=/bin/y'], ['/bin/y']],
    [[''], []],
  ];
  for (const [texts, wanted] of rows) assert.deepEqual(unitStart(texts, none).words, wanted);
});

test('variables come from the unit and from environment files', () => {
  const unit =
    'EnvironmentFile=-/etc/default/docker\nEnvironment=A=1 "B=x y"\nExecStart=/d $DOCKER_OPTS ${B} --a=${A} $NONE';
  const file = (path: string): string | undefined =>
    path === '/etc/default/docker' ? '# c\nDOCKER_OPTS="--icc=false --debug"\n' : undefined;
  assert.deepEqual(unitStart([unit], file).words, ['/d', '--icc=false', '--debug', 'x y', '--a=1']);
});

test('sockets of a socket unit', () => {
  assert.deepEqual(
    unitStart(['ListenStream=/run/docker.sock', 'ListenStream=0.0.0.0:2375'], none).sockets,
    ['/run/docker.sock', '0.0.0.0:2375'],
  );
});
