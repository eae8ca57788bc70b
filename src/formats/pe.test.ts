import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { buildPe } from '../../test/kit/pe.ts';
import { isAssembly, isPe, parsePe, peBytesAt, peSection, versionTexts } from './pe.ts';

const texts = { ProductName: 'Größe 1', ProductVersion: '1.2.3+abc', FileVersion: '1.2.3.0' };

test('parsePe finds sections and the texts of the version resource', () => {
  for (const wide of [true, false]) {
    const bytes = buildPe({ texts, wide, sections: { '.data': 'data' } });
    const pe = parsePe(bytes, 'x');
    assert.equal(pe.wide, wide);
    assert.deepEqual(
      pe.sections.map(({ name }) => name),
      ['.rsrc', '.data'],
    );
    assert.equal(String(peSection(bytes, pe, '.data')), 'data');
    const { address = 0 } = pe.sections[1] ?? {};
    assert.equal(String(peBytesAt(bytes, pe, { address: address + 1, size: 2 })), 'at');
    assert.equal(peBytesAt(bytes, pe, { address: 0, size: 2 }), undefined);
    assert.deepEqual(Object.fromEntries(versionTexts(bytes, pe)), texts);
    assert.equal(isAssembly(pe), false);
    assert.equal(isAssembly(parsePe(buildPe({ texts, wide, assembly: true }), 'x')), true);
  }
});

test('programs without resources have no texts, and DOS programs no PE header', () => {
  const bytes = buildPe({});
  assert.equal(versionTexts(bytes, parsePe(bytes, 'x')).size, 0);
  for (const broken of [bytes.subarray(0, 70), Buffer.from('MZ'.repeat(100)), Buffer.from('MZ')])
    assert.throws(() => parsePe(broken, 'x'), { code: 'PE_INVALID' });
  assert.ok(isPe(bytes));
  assert.ok(!isPe(Buffer.from('\x7fELF')));
});

test('parsePe survives mutations', () => {
  fuzz([buildPe({ texts }), buildPe({ texts, wide: false, assembly: true })], (bytes) => {
    const pe = parsePe(bytes, 'x');
    versionTexts(bytes, pe);
    isAssembly(pe);
    peSection(bytes, pe, '.data');
  });
});
