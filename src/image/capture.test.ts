import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Capture, ProblemList } from './capture.ts';

test('small files share one buffer, and hard links never repeat what was overwritten', () => {
  const given: string[] = [];
  const capture = new Capture(
    {
      wants: () => true,
      lent: true,
      held: () => 0,
      file: (path, { size }, bytes) => {
        assert.equal(bytes.length, size);
        const [first = 0] = bytes;
        assert.ok(
          bytes.every((byte) => byte === first),
          path,
        );
        given.push(`${path}=${first}`);
      },
    },
    new ProblemList(),
  );
  const sizes = [300_000, 1, 0, 511_000, 4096, 123_457];
  let repeated = 0;
  for (let index = 1; index <= 200; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    // A sparse file lies elsewhere, and must not keep others from being forgotten.
    assert.ok(capture.start(`f${index}`, { size, mode: 0o644 }, index === 7));
    capture.data(Buffer.alloc(size, index), 0, size, 0);
    assert.equal(capture.end(), `f${index}`);
    const target = `f${Math.max(1, index - (index % 23))}`;
    if (!capture.repeat(`link${index}`, target, 0o644)) continue;
    repeated += 1;
    const told = given.at(-1) ?? '';
    const expected = given.find((one) => one.startsWith(`${target}=`))?.split('=')[1];
    assert.equal(told, `link${index}=${expected}`);
  }
  assert.ok(repeated > 50 && repeated < 200, `${repeated} links were repeated`);
});
