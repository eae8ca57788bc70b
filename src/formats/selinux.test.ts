import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { inFolder, needsProgram } from '../../test/kit/native.ts';
import { parseCil, parseTypeEnforcement } from './selinux.ts';
import type { SelinuxStatement } from './selinux.ts';

const shown = (statements: readonly SelinuxStatement[]): readonly string[] =>
  statements.flatMap(({ kind, parts, inner, line }) => [
    `${line} ${kind} ${JSON.stringify(parts)}`,
    ...shown(inner).map((row) => `  ${row}`),
  ]);

const header =
  'module shop 1.0;\nrequire {\n  type base_t, http_port_t;\n  class file { read write open };\n  class tcp_socket name_connect;\n  attribute domain;\n  role system_r;\n}\n';

/** Modules, and whether checkmodule takes them. All that are taken are read without a fault. */
const modules: readonly (readonly [string, boolean])[] = [
  [`${header}type shop_t;\nallow shop_t base_t:file { read open };\n`, true],
  [`${header}type shop_t, domain;\nallow { shop_t base_t } self:file ~{ write };\n`, true],
  [`${header}type shop_t;\ntypeattribute shop_t domain;\nallow shop_t base_t:file *;\n`, true],
  [`${header}type shop_t;\npermissive shop_t;\ndontaudit shop_t base_t : file read ;\n`, true],
  [
    `${header}bool shop_net false;\ntype shop_t;\nif (shop_net && !shop_net) {\n  allow shop_t base_t:file read;\n} else {\n  allow shop_t base_t:file open;\n}\n`,
    true,
  ],
  [
    `${header}type shop_t; # a comment ; with signs {\noptional {\n  require { type other_t; }\n  allow shop_t other_t:file read;\n}\n`,
    true,
  ],
  [
    'type docker_t;\ntype docker_exec_t;\nallow docker_t docker_exec_t:file { read execute };\n',
    false,
  ],
  [`${header}allow base_t base_t:file read\n`, false],
  [`${header}allow base_t base_t:file { read ;\n`, false],
  [`${header}}\n`, false],
  [`${header}allow gone_t base_t:file read;\n`, false],
  [`${header}allow base_t base_t:dir read;\n`, false],
];

/** The smallest policy that secilc links, with a place for statements. */
const cilBase = (more: string): string =>
  `(handleunknown allow)(mls false)(class process (transition sigchld))(class file (read write open))
(classorder (process file))(sid kernel)(sidorder (kernel))(user u)(role r)(type t)(userrole u r)(roletype r t)
(sensitivity s0)(sensitivityorder (s0))(userlevel u (s0))(userrange u ((s0) (s0)))(sidcontext kernel (u r t ((s0) (s0))))(allow t t (process (transition)))
${more}
`;

/** Statements of CIL, and whether secilc takes them. */
const cils: readonly (readonly [string, boolean])[] = [
  ['(block shop (type process) (allow process t (file (read open))))', true],
  [
    '(type a) (typepermissive a) ; a comment with (\n(typeattribute all_a) (typeattributeset all_a (a t))',
    true,
  ],
  ['(boolean net false) (booleanif (net) (true (allow t t (file (read)))))', true],
  ['(optional o (allow t gone (file (read))))', true],
  ['(allow t t (file (read))', false],
  ['(allow t t (file (read))))', false],
  ['allow t t', false],
];

test('parseTypeEnforcement reads statements, sets, blocks and lines', () => {
  const text =
    "policy_module(shop, 1.0)\n# a comment\ngen_require(`\n  type b_t;\n')\ntype shop_t;\nallow { shop_t b_t } self : capability ~{ sys_admin };\nif (a) { permissive b_t; }\nunconfined_domain(shop_t)\n";
  assert.deepEqual(shown(parseTypeEnforcement(text, 'a text')), [
    '1 policy_module ["shop","1.0"]',
    '3 gen_require []',
    '  4 type ["b_t"]',
    '6 type ["shop_t"]',
    '7 allow [["shop_t","b_t"],"self",":","capability","~",["sys_admin"]]',
    '8 if [["a"]]',
    '  8 permissive ["b_t"]',
    '9 unconfined_domain ["shop_t"]',
  ]);
});

test('parseCil reads statements, blocks and lines', () => {
  assert.deepEqual(
    shown(
      parseCil(
        '(block a\n (type b) ; c\n (allow b b\n  (file (read))))\n(booleanif (x)\n (true\n  (typepermissive b)))',
        'a text',
      ),
    ),
    [
      '1 block ["a"]',
      '  2 type ["b"]',
      '  3 allow ["b","b",["file",["read"]]]',
      '5 booleanif []',
      '  6 true []',
      '    7 typepermissive ["b"]',
    ],
  );
});

test('what checkmodule takes is read', needsProgram('checkmodule'), () => {
  inFolder((folder) => {
    for (const [text, good] of modules) {
      const file = join(folder, 'shop.te');
      writeFileSync(file, text);
      const { status, stderr } = spawnSync(
        'checkmodule',
        ['-m', '-o', join(folder, 'shop.mod'), file],
        { encoding: 'utf8' },
      );
      assert.equal(status === 0, good, `checkmodule: ${text}${stderr}`);
      if (good) assert.doesNotThrow(() => parseTypeEnforcement(text, 'a text'), text);
    }
  });
});

test('what secilc takes is read, what it cannot parse is refused', needsProgram('secilc'), () => {
  inFolder((folder) => {
    for (const [text, good] of cils) {
      const file = join(folder, 'shop.cil');
      writeFileSync(file, cilBase(text));
      const given = ['-o', join(folder, 'p'), '-f', join(folder, 'f'), file];
      const { status, stderr } = spawnSync('secilc', given, { encoding: 'utf8' });
      assert.equal(status === 0, good, `secilc: ${text}${stderr}`);
      const read = (): unknown => parseCil(cilBase(text), 'a text');
      if (good) assert.doesNotThrow(read, text);
      else assert.throws(read, { code: 'SELINUX_INVALID', message: /line \d/ }, text);
    }
  });
});

test('nesting without end is refused', () => {
  assert.throws(() => parseCil('('.repeat(1000), 'a text'), { code: 'LIMIT_EXPANSION_DEPTH' });
  assert.throws(() => parseTypeEnforcement('if a { '.repeat(1000), 'a text'), {
    code: 'LIMIT_EXPANSION_DEPTH',
  });
  assert.throws(() => parseTypeEnforcement(`allow ${'{'.repeat(1000)}`, 'a text'), {
    code: 'LIMIT_EXPANSION_DEPTH',
  });
});

test('damaged policies are read or refused', () => {
  const fixtures = [...modules, ...cils].map(([text]) => Buffer.from(text));
  fuzz(fixtures, (bytes) => parseTypeEnforcement(bytes.toString(), 'a text'));
  fuzz(fixtures, (bytes) => parseCil(bytes.toString(), 'a text'));
});
