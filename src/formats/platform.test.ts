import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Descriptor } from './oci.ts';
import { choosePlatform, formatPlatform, parsePlatform, platformFit } from './platform.ts';

const forms: readonly (readonly [string, string | undefined])[] = [
  ['linux/amd64', 'linux/amd64'],
  ['Linux/X86_64', 'linux/amd64'],
  ['linux/x64', 'linux/amd64'],
  ['amd64', 'linux/amd64'],
  ['linux/amd64/v1', 'linux/amd64'],
  ['linux/amd64/v2', 'linux/amd64/v2'],
  ['linux/aarch64', 'linux/arm64'],
  ['linux/arm64/v8', 'linux/arm64'],
  ['linux/arm/7', 'linux/arm/v7'],
  ['linux/armhf', 'linux/arm/v7'],
  ['linux/armel', 'linux/arm/v6'],
  ['macos/arm64', 'darwin/arm64'],
  ['linux/i386', 'linux/386'],
  ['', undefined],
  ['linux/', undefined],
  ['linux/arm/v7/x', undefined],
  ['linux amd64', undefined],
];

for (const [text, expected] of forms) {
  test(`parsePlatform: "${text}" is ${expected ?? 'refused'}`, () => {
    const platform = parsePlatform(text);
    assert.equal(platform === undefined ? undefined : formatPlatform(platform), expected);
  });
}

function offer(platform: string | undefined, attestation = false): Descriptor {
  const parsed = platform === undefined ? undefined : parsePlatform(platform);
  return {
    mediaType: '',
    digest: platform ?? 'none',
    size: 1,
    attestation,
    ...(parsed === undefined ? {} : { platform: parsed }),
  };
}

const choices: readonly (readonly [
  string,
  string | undefined,
  Descriptor[],
  string | undefined,
])[] = [
  ['the one asked for', 'linux/arm64', [offer('linux/amd64'), offer('linux/arm64')], 'linux/arm64'],
  ['nothing when not offered', 'linux/s390x', [offer('linux/amd64')], undefined],
  [
    'the machine when nothing is asked',
    undefined,
    [offer('linux/arm64'), offer('linux/amd64')],
    'linux/amd64',
  ],
  ['the only one when nothing is asked', undefined, [offer('linux/s390x')], 'linux/s390x'],
  ['nothing of two foreign ones', undefined, [offer('linux/s390x'), offer('linux/386')], undefined],
  ['no attestation', undefined, [offer('linux/amd64', true), offer('linux/s390x')], 'linux/s390x'],
  [
    'no unknown platform',
    undefined,
    [offer('unknown/unknown'), offer('linux/s390x')],
    'linux/s390x',
  ],
  [
    'the newest arm variant that runs',
    'linux/arm/v7',
    [offer('linux/arm/v5'), offer('linux/arm/v6')],
    'linux/arm/v6',
  ],
  ['no newer arm variant', 'linux/arm/v6', [offer('linux/arm/v7')], undefined],
  [
    'exact before generic',
    'linux/amd64/v3',
    [offer('linux/amd64'), offer('linux/amd64/v3')],
    'linux/amd64/v3',
  ],
  ['generic for a variant', 'linux/amd64/v3', [offer('linux/amd64')], 'linux/amd64'],
  ['a single one without platform', 'linux/arm64', [offer(undefined)], 'none'],
  ['nothing of nothing', undefined, [], undefined],
];

for (const [title, wanted, manifests, expected] of choices) {
  test(`choosePlatform: ${title}`, () => {
    const machine = { os: 'linux', architecture: 'amd64' };
    const platform = wanted === undefined ? undefined : parsePlatform(wanted);
    assert.equal(choosePlatform(manifests, platform, machine)?.digest, expected);
  });
}

test('platformFit: another system or architecture never fits', () => {
  const linux = { os: 'linux', architecture: 'amd64' };
  assert.equal(platformFit(linux, { os: 'windows', architecture: 'amd64' }), 0);
  assert.equal(platformFit(linux, { os: 'linux', architecture: '386' }), 0);
  assert.ok(platformFit(linux, { os: 'linux', architecture: 'x86_64' }) > 0);
});
