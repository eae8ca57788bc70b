import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildElf } from '../../../../test/kit/elf.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { kernelModule, linuxKernel } from './kernel.ts';

/** A boot header with the text it points to. */
function kernel(text: string): Buffer {
  const bytes = Buffer.alloc(0x1000);
  bytes.write('HdrS', 0x202, 'latin1');
  bytes.writeUInt16LE(0x100, 0x20e);
  bytes.write(`${text}\0`, 0x300, 'latin1');
  return bytes;
}

function module(facts: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(facts).map(([key, value]) => `${key}=${value}\0`);
  return buildElf([{ name: '.modinfo', content: Buffer.from(text.join('')) }]);
}

test('a kernel tells its release', () => {
  const rows: readonly [string, string | undefined][] = [
    ['6.1.0-18-amd64 (debian-kernel@lists.debian.org) #1 SMP', '6.1.0-18-amd64'],
    ['5.14.0-427.el9.x86_64 (mockbuild@x) #1', '5.14.0-427.el9.x86_64'],
    ['6.8', '6.8'],
    ['memtest86+', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of rows) {
    const { packages } = linuxKernel.read(readerOf('boot/vmlinuz-x', kernel(text)));
    assert.equal(packages?.[0]?.version, expected, text);
  }
  const [one] = linuxKernel.read(readerOf('x', kernel('6.1.0-18-amd64 (x)'))).packages ?? [];
  assert.deepEqual(one?.cpes, ['cpe:2.3:o:linux:linux_kernel:6.1.0:*:*:*:*:*:*:*']);
  assert.deepEqual(linuxKernel.read(readerOf('x', Buffer.alloc(100))), {});
  assert.deepEqual(linuxKernel.read(readerOf('x', Buffer.alloc(0x1000))), {});
});

test('a module of a vendor is told, one of the kernel itself is not', () => {
  const own = { name: 'nvidia', version: '550.54.14', license: 'NVIDIA', vermagic: '6.1.0 SMP' };
  const { packages } = kernelModule.read(readerOf('a.ko', module(own)));
  assert.deepEqual(
    packages?.map(({ name, version, licenses }) => [name, version, licenses]),
    [['nvidia', '550.54.14', ['NVIDIA']]],
  );
  for (const bytes of [module({ ...own, intree: 'Y' }), module({ version: '1' }), buildElf([])])
    assert.deepEqual(kernelModule.read(readerOf('a.ko', bytes)), {});
});

test('kernels and modules survive mutations', () => {
  fuzz([kernel('6.1.0-18-amd64 (x)')], (bytes) => linuxKernel.read(readerOf('x', bytes)));
  fuzz([module({ name: 'a', version: '1' })], (bytes) =>
    kernelModule.read(readerOf('x.ko', bytes)),
  );
});
