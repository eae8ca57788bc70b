import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardFolders } from './folders.ts';

test('standardFolders: XDG variables, else under HOME or /var for root', () => {
  const xdg = { HOME: '/h', XDG_CACHE_HOME: '/c', XDG_DATA_HOME: '/d', XDG_CONFIG_HOME: '/e' };
  assert.deepEqual(standardFolders(xdg), {
    cache: '/c/plimsoll',
    data: '/d/plimsoll',
    configuration: ['plimsoll.yaml', '/e/plimsoll/config.yaml', '/etc/plimsoll/config.yaml'],
  });
  const empty = { XDG_CACHE_HOME: '', XDG_DATA_HOME: '', XDG_CONFIG_HOME: '' };
  const plain = standardFolders({ HOME: '/h', ...empty });
  assert.deepEqual(plain, standardFolders({ HOME: '/h' }));
  const root = process.getuid?.() === 0;
  assert.equal(plain.cache, root ? '/var/cache/plimsoll' : '/h/.cache/plimsoll');
  assert.equal(plain.data, root ? '/var/lib/plimsoll' : '/h/.local/share/plimsoll');
});

test('standardFolders: --cache-dir holds everything', () => {
  const { cache, data } = standardFolders({ HOME: '/h', XDG_CACHE_HOME: '/c' }, '/mine');
  assert.deepEqual([cache, data], ['/mine', '/mine']);
});
