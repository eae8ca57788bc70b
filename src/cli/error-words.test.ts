import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LimitError } from '../model/limits.ts';
import { problemOf } from '../model/error.ts';
import { problemLine, translated } from './error-words.ts';
import { UsageError } from './errors.ts';

const english = { code: 'BLOB_SIZE', text: 'Cannot open image "x": it is short' };

test('translated() puts what the code means before a sentence that is English alone', async () => {
  const [told] = await translated([english], 'zh-CN');
  assert.deepEqual(told, {
    ...english,
    translations: {
      'zh-CN':
        '镜像的一部分比 manifest 所述更长或更短：请重新复制。详情：Cannot open image "x": it is short',
    },
  });
});

test('translated() changes neither English nor what has words of its own', async () => {
  const own = [{ ...english, translations: { 'zh-CN': '镜像太短' } }];
  assert.equal(await translated(own, 'zh-CN'), own);
  const plain = [english];
  assert.equal(await translated(plain, 'en'), plain);
});

test('problemLine() of thrown values', async () => {
  const rows = [
    [new UsageError('USAGE_OPTION', { en: 'No', 'zh-CN': '不行' }), '不行 [USAGE_OPTION]'],
    [
      new LimitError('layers', '"a.tar"', 2000),
      '无法读取 "a.tar"：共 2000 项，上限为 1024 项 [LIMIT_LAYERS]',
    ],
    [new LimitError('layers', '"a.tar"'), '无法读取 "a.tar"：超出上限 1024 项 [LIMIT_LAYERS]'],
    [
      new Error('x is undefined'),
      'Plimsoll 自身出错，这是程序缺陷，请提交报告。详情：x is undefined [INTERNAL]',
    ],
    // The operating system's own codes have no entry.
    [Object.assign(new Error('EMFILE: open'), { code: 'EMFILE' }), 'EMFILE: open [EMFILE]'],
  ] as const;
  for (const [error, line] of rows)
    assert.equal(await problemLine(problemOf(error), 'zh-CN'), line);
  const usage = new UsageError('USAGE_OPTION', { en: 'No', 'zh-CN': '不行' });
  assert.equal(await problemLine(problemOf(usage), 'en'), 'No [USAGE_OPTION]');
});
