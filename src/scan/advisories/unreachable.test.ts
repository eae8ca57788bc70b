import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IoError } from '../../io/errors.ts';
import type { HttpRequest } from '../../io/http.ts';
import { withoutUnreachable } from './unreachable.ts';

const answer = {
  status: 200,
  headers: new Map<string, string>(),
  url: '',
  body: (async function* body() {})(),
  discard: () => undefined,
};

function failing(code: 'HTTP_UNREACHABLE' | 'HTTP_INTERRUPTED', hosts: readonly string[]) {
  const asked: HttpRequest[] = [];
  const request = withoutUnreachable(async (wanted) => {
    asked.push(wanted);
    if (hosts.includes(new URL(wanted.url).host)) throw new IoError(code, `no ${wanted.url}`);
    return answer;
  });
  return { asked, request };
}

test('a host that cannot be reached is asked once, the hosts after it without retries', async () => {
  const { asked, request } = failing('HTTP_UNREACHABLE', ['a.test', 'b.test']);
  for (const url of [
    'https://a.test/1',
    'https://a.test/2',
    'https://b.test/1',
    'https://b.test/2',
  ])
    await assert.rejects(request({ url }), { code: 'HTTP_UNREACHABLE' });
  assert.equal((await request({ url: 'https://c.test/1' })).status, 200);
  assert.deepEqual(
    asked.map(({ url, retries }) => [url, retries]),
    [
      ['https://a.test/1', undefined],
      ['https://b.test/1', 0],
      ['https://c.test/1', 0],
    ],
  );
});

test('a host that answers, or breaks off within an answer, is asked again with retries', async () => {
  const { asked, request } = failing('HTTP_INTERRUPTED', ['a.test']);
  await assert.rejects(request({ url: 'https://a.test/1' }), { code: 'HTTP_INTERRUPTED' });
  await assert.rejects(request({ url: 'https://a.test/2' }), { code: 'HTTP_INTERRUPTED' });
  await request({ url: 'https://b.test/1' });
  assert.deepEqual(
    asked.map(({ retries }) => retries),
    [undefined, undefined, undefined],
  );
});
