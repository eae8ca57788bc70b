import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import type { Command } from '../runs.ts';
import { place } from '../view.ts';

/** The package index is updated in a RUN of its own. */
export const updateAlone: DockerfileRule = {
  id: 'DF-UPDATE-ALONE',
  aliases: {
    trivy: ['DS-0017'],
    kics: ['d/update_instruction_alone'],
    checkov: ['CKV_DOCKER_5'],
    dockle: ['CIS-DI-0007'],
    'docker-bench': ['4.7'],
  },
  severity: 'medium',
  title: {
    en: 'The package index is updated in a RUN of its own',
    'zh-CN': '在单独的 RUN 中更新软件包索引',
  },
  message: {
    en: '{program} updates its index in a RUN that installs nothing',
    'zh-CN': '{program} 在未安装任何软件包的 RUN 中更新索引',
  },
  why: {
    en: 'The layer is kept: later installations use an old index, fail, or miss security fixes.',
    'zh-CN': '该层会被缓存：之后的安装使用旧索引，会失败或错过安全修复。',
  },
  advice: { en: 'Update and install in one RUN.', 'zh-CN': '在同一 RUN 中更新并安装。' },
  references: [practicesPage('apt-get')],
  bad: [
    `FROM debian:12
RUN apt-get update
RUN apt-get install -y curl
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get update && apt-get install -y curl
`,
    `FROM alpine:3.20
RUN apk add --no-cache curl
`,
    `FROM alpine:3.20
RUN apk update && apk add curl
`,
  ],
  check: (view, { fail }) => {
    const { kics: _, ...others } = updateAlone.aliases;
    const runs = view.runs();
    for (const [index, { stage, commands }] of runs.entries()) {
      const update = commands.findLast((command) => updates(command));
      if (update === undefined) continue;
      const { name } = update;
      // What comes behind it in the same step uses the new index.
      if (commands.slice(update.index + 1).some((one) => uses(one, name))) continue;
      const user = runs
        .slice(index + 1, index + 20)
        .find((run) => run.stage === stage && run.commands.some((one) => uses(one, name)));
      const params = { program: name };
      const at = place(view, update);
      const late = user?.commands.find((one) => uses(one, name));
      // KICS tells the step that comes too late, and nothing where there is none.
      if (late === undefined) fail({ at, params, aliases: others });
      else fail({ at: place(view, late), also: [at], params, message: tooLate });
    }
  },
};

const managers: ReadonlySet<string> = new Set([
  'apt-get',
  'apt',
  'aptitude',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'zypper',
  'pacman',
]);

const verbOf = ({ args }: Command): string =>
  args.find(({ text }) => !text.startsWith('-'))?.text ?? '';

function updates(command: Command): boolean {
  const verb = verbOf(command);
  switch (command.name) {
    case 'pacman':
      return command.args[0]?.text.startsWith('-Sy') === true;
    case 'yum':
    case 'dnf':
    case 'microdnf':
      // They mean by "update" all packages, or those that are named.
      return /^(?:makecache|check-update)$/.test(verb) || (verb === 'update' && alone(command));
    case 'zypper':
      return /^(?:refresh|ref)$/.test(verb) || (/^(?:update|up)$/.test(verb) && alone(command));
    default:
      return managers.has(command.name) && verb === 'update';
  }
}

const alone = ({ args }: Command): boolean =>
  args.filter(({ text }) => !text.startsWith('-')).length === 1;

const tooLate = {
  en: '{program} works with the index that another RUN updated: the layer of that one is kept while the world moves on',
  'zh-CN': '{program} 使用的是另一条 RUN 更新的索引：该层会被缓存，索引随之过时',
};

/** Any other work of a package manager of that family. */
function uses(command: Command, name: string): boolean {
  const family = (one: string): string => (one.startsWith('apt') ? 'apt' : one);
  return family(command.name) === family(name) && !updates(command) && verbOf(command) !== 'clean';
}
