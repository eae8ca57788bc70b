import { proxyArguments } from '../../../formats/dockerfile/stages.ts';
import type { Stage } from '../../../formats/dockerfile/stages.ts';
import type { Instruction } from '../../../formats/dockerfile/syntax.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { chainOf, instructions, place } from '../view.ts';

/** A variable is used that nothing defines. */
export const undefVar: DockerfileRule = {
  id: 'DF-UNDEF-VAR',
  aliases: { buildkit: ['UndefinedVar'] },
  severity: 'low',
  title: { en: 'A variable is used that nothing defines', 'zh-CN': '使用了未定义的变量' },
  message: {
    en: "The variable '${name}' is not defined here",
    'zh-CN': '变量“${name}”在此处未定义',
  },
  why: {
    en: 'It is empty: a path gets shorter, a copy goes elsewhere, and nobody is told.',
    'zh-CN': '它的值为空：路径变短、文件被复制到别处，且没有任何提示。',
  },
  advice: {
    en: 'Define it with ARG or ENV before its use, correct its name, or give a default: ${NAME:-value}.',
    'zh-CN': '在使用前用 ARG 或 ENV 定义，更正名称，或提供默认值 ${NAME:-value}。',
  },
  references: [buildCheckPage('undefined-var'), dockerfilePage('environment-replacement')],
  bad: [
    `FROM scratch
COPY $foo /
`,
    `FROM alpine:3.20
ARG NAME=x
WORKDIR /srv/$NAEM
`,
  ],
  good: [
    `FROM scratch
ARG foo
COPY $foo /
`,
    `FROM alpine:3.20
ENV PATH=$PATH:/x
`,
    `FROM jdk:21
ENV A=$JAVA_HOME/bin
`,
    `FROM scratch
ONBUILD ARG NODE_ENV
ONBUILD ENV NODE_ENV=$NODE_ENV
`,
  ],
  check: (view, { fail, needsHuman }) => {
    const { file } = view;
    const inherited = new Map<string, string>();
    const { buildkit: _, ...others } = undefVar.aliases;
    for (const { stage, instruction } of instructions(view, ...expanding)) {
      const unset = wordsOf(instruction).flatMap((word) => file.expand(instruction, word).unset);
      for (const name of new Set(unset)) {
        if (name === 'PATH' || proxyArguments.has(name) || heldBack(stage).has(name)) continue;
        // What the base image sets cannot be seen here, unless the name is a slip of a defined one.
        const meant = nearest(name, stage);
        const { base } = chainOf(stage)[0] ?? {};
        if (base?.kind !== 'scratch' && meant === undefined)
          inherited.set(name, base?.kind === 'image' ? (base.reference ?? 'IMAGE') : 'IMAGE');
        else {
          const evidence =
            meant === undefined
              ? []
              : [{ en: `"${meant}" is defined`, 'zh-CN': `已定义“${meant}”` }];
          // BuildKit looks at the stages that the last one needs; the others are no better.
          const aliases = file.needed.has(stage) ? undefVar.aliases : others;
          fail({ at: place(view, instruction), params: { name }, evidence, aliases });
        }
      }
    }
    for (const [name, image] of [...inherited].slice(0, 10))
      needsHuman({
        en: `$${name} is set by the base image or by nobody: look for it in docker image inspect --format '{{.Config.Env}}' ${shellWord(image)}`,
        'zh-CN': `$${name} 由基础镜像设置，或未设置：请用 docker image inspect --format '{{.Config.Env}}' ${shellWord(image)} 查看`,
      });
  },
};

/** Names that ONBUILD defines: what it holds back for later sees them. */
function heldBack({ instructions: all }: Stage): ReadonlySet<string> {
  const inner = all.flatMap((one) => one.inner ?? []);
  const setting = inner.filter(({ keyword }) => keyword === 'ARG' || keyword === 'ENV');
  return new Set(setting.flatMap(({ pairs }) => pairs.map(({ key }) => key.text)));
}

/** Instructions whose words the builder expands. */
const expanding: readonly string[] = [
  'ADD',
  'COPY',
  'ENV',
  'EXPOSE',
  'LABEL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
  'ARG',
];

function wordsOf({ keyword, words, pairs, flags }: Instruction): readonly string[] {
  // Values of ARG may name arguments of the global scope; an unset one is common and harmless.
  if (keyword === 'ARG') return [];
  const values = pairs.flatMap(({ key, value }) => [key.text, value?.text ?? '']);
  return [...flags.map(({ value }) => value ?? ''), ...words.map(({ text }) => text), ...values];
}

/** Names that a stage and those below it define, by their letters; made once for each stage. */
const defined = new WeakMap<Stage, ReadonlyMap<string, string>>();

function definedIn(stage: Stage): ReadonlyMap<string, string> {
  const known = defined.get(stage);
  if (known !== undefined) return known;
  const pairs = chainOf(stage)
    .flatMap(({ instructions: all }) => all)
    .filter(({ keyword }) => keyword === 'ARG' || keyword === 'ENV')
    .flatMap((one) => one.pairs);
  const names = new Map(pairs.map(({ key }) => [letters(key.text), key.text]));
  defined.set(stage, names);
  return names;
}

const letters = (text: string): string => text.toLowerCase().split('').toSorted().join('');

/** A defined name of the same letters in another order. */
function nearest(name: string, stage: Stage): string | undefined {
  const found = name.length < 4 ? undefined : definedIn(stage).get(letters(name));
  return found === name ? undefined : found;
}
