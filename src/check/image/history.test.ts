import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../test/kit/check.ts';
import { runnable } from '../run.ts';
import { imageFamily } from './family.ts';
import { buildArguments, runEntries } from './history.ts';
import { imageView } from './view.ts';

test('commands of RUN, as both builders write them', () => {
  const rows: [string, readonly string[] | undefined][] = [
    [
      '/bin/sh -c apt-get update && apt-get install -y curl',
      ['apt-get update', 'apt-get install -y curl'],
    ],
    ['RUN /bin/sh -c make; make install # buildkit', ['make', 'make install']],
    ['RUN |1 V=1 /bin/sh -c echo $V # buildkit', ['echo $V']],
    ['|2 A=1 B=2 /bin/bash -o pipefail -c true', ['true']],
    ['/bin/sh -c #(nop)  CMD ["sh"]', undefined],
    ['COPY . /srv # buildkit', undefined],
    ['', undefined],
  ];
  for (const [createdBy, wanted] of rows) {
    const [run] = runEntries([{ index: 0, createdBy, empty: false }]);
    assert.deepEqual(run?.commands, wanted, createdBy);
  }
});

test('build arguments that the history keeps', () => {
  assert.deepEqual(buildArguments('|2 TOKEN=a=b MODE=y /bin/sh -c x'), [
    ['TOKEN', 'a=b'],
    ['MODE', 'y'],
  ]);
  assert.deepEqual(buildArguments('RUN |1 TOKEN=a /bin/sh -c x # buildkit'), [['TOKEN', 'a']]);
  assert.deepEqual(buildArguments('/bin/sh -c x'), []);
});

test('docker image inspect and an OCI configuration are the same image', () => {
  const inspect = { Id: 'sha256:aa', RepoTags: ['shop:1'], Config: { User: '' }, RootFS: {} };
  const oci = { config: { User: '' }, history: [{ created_by: 'USER app', empty_layer: true }] };
  for (const json of [inspect, oci]) {
    const { faults } = judge(runnable(imageFamily), { 'image.json': JSON.stringify(json) });
    assert.ok(faults.some(({ rule }) => rule.id === 'IMG-USER-ROOT'));
  }
  assert.equal(imageView(oci, 'x')?.history[0]?.createdBy, 'USER app');
  assert.equal(imageView({ Config: {}, HostConfig: {} }, 'x'), undefined);
  assert.equal(imageView({ Config: [] }, 'x'), undefined);
});

test('no credential of an image stands in what is reported', () => {
  const secret = '8f3kd93kdk2lq0xx';
  const text = JSON.stringify({
    Config: { Env: [`API_TOKEN=${secret}`] },
    History: [`|1 NPM_TOKEN=${secret} /bin/sh -c npm ci`],
  });
  const { faults } = judge(runnable(imageFamily), { 'image.json': text });
  const found = faults.filter(({ rule }) => rule.id === 'IMG-SECRET-ENV');
  assert.equal(found.length, 2);
  assert.ok(!JSON.stringify(found.map(({ fault }) => fault)).includes(secret));
});
