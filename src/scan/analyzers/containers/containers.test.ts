import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer } from '../contract.ts';
import { baseImages } from './base-images.ts';
import { composeImages } from './compose-images.ts';
import { imageNamed, withVariables } from './image-name.ts';
import { kubernetesImages } from './kubernetes-images.ts';

test('names of images: ports, tags, digests, and what is none', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['nginx', 'pkg:docker/nginx@latest'],
    ['r.example:5000/team/app', 'pkg:docker/r.example:5000/team/app@latest'],
    ['"nginx:1.27"', 'pkg:docker/nginx@1.27'],
    [`a/b:1@${digest}`, `pkg:docker/a/b@${digest}?tag=1`],
    ['scratch', undefined],
    ['nginx:${TAG}', undefined],
    ['{{ .Values.image }}', undefined],
    ['', undefined],
  ];
  for (const [text, purl] of rows) assert.equal(imageNamed(text)?.purl, purl, text);
  assert.equal(
    withVariables(
      '${A}-$B-${C:-d}-${D-e}-$F',
      new Map([
        ['A', '1'],
        ['B', '2'],
      ]),
    ),
    '1-2-d-e-$F',
  );
});

const dockerfile = `# FROM no:1
ARG BASE="nginx:1.27.4"
FROM --platform=linux/amd64 \${BASE} AS web
ARG BASE=late:1
RUN echo FROM x
from web AS more
FROM node:22-slim
FROM $UNKNOWN
FROM scratch
`;
const compose = `x-base: &base
  image: a:1
services:
  one: { image: "b:\${TAG:-2}" }
  two:
    <<: *base
  three:
    image: c:\${TAG}
  four:
    build: .
`;
const objects = `apiVersion: v1
kind: Pod
spec:
  containers:
    - image: a:1 # it
    - name: x
      image: {{ .Values.x }}
      image: "b@sha256:${'0'.repeat(64)}"
`;

const shown = (analyzer: FileAnalyzer, path: string, text: string): unknown[] =>
  (analyzer.read(readerOf(path, text)).packages ?? []).map(
    ({ name, version, lines }) => `${name}@${version.slice(0, 8)} ${lines?.startLine}`,
  );

test('images that files name, with their lines', () => {
  assert.deepEqual(shown(baseImages, 'Dockerfile', dockerfile), [
    'nginx@1.27.4 3',
    'node@22-slim 7',
  ]);
  assert.deepEqual(shown(composeImages, 'compose.yaml', compose), ['b@2 4', 'a@1 5']);
  assert.deepEqual(shown(kubernetesImages, 'a.yaml', objects), ['a@1 5', 'b@sha256:0 8']);
  assert.deepEqual(shown(kubernetesImages, 'a.yaml', 'image: a:1\n'), []);
});

test('fuzz files that name images', () => {
  fuzz([Buffer.from(dockerfile)], (bytes) => baseImages.read(readerOf('Dockerfile', bytes)));
  fuzz([Buffer.from(compose)], (bytes) => composeImages.read(readerOf('compose.yaml', bytes)));
  fuzz([Buffer.from(objects)], (bytes) => kubernetesImages.read(readerOf('a.yaml', bytes)));
});
