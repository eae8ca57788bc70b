import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { buildArguments } from '../history.ts';
import { credentialIn } from '../../credentials.ts';
import { textsOf } from '../../../formats/json-values.ts';
import { printable } from '../../../model/index.ts';
import type { ImageView } from '../view.ts';

/** Credentials in the environment of the image or in arguments of its build. */
export const imageSecret: CheckRule<ImageView> = {
  id: 'IMG-SECRET-ENV',
  aliases: { dockle: ['CIS-DI-0010'], 'docker-bench': ['4.10'] },
  severity: 'critical',
  family: 'secrets',
  title: { en: 'Credential in the image configuration', 'zh-CN': '镜像配置中含有凭据' },
  message: {
    en: 'Credential in {name} of the image configuration',
    'zh-CN': '镜像配置的 {name} 中含有凭据',
  },
  why: {
    en: 'Everybody who may pull the image reads its configuration and its history.',
    'zh-CN': '任何能拉取镜像的人都能读取其配置与历史。',
  },
  advice: {
    en: 'Use RUN --mount=type=secret in the build and files at run time; replace the credential, it is known.',
    'zh-CN': '构建时使用 RUN --mount=type=secret，运行时使用文件；该凭据已泄露，请更换。',
  },
  references: ['https://docs.docker.com/build/building/secrets/'],
  bad: [
    '{"Config": {"Env": ["API_TOKEN=8f3kd93kdk2lq0"]}}',
    '{"Config": {}, "History": ["|1 NPM_TOKEN=8f3kd93kdk2lq0 /bin/sh -c npm ci"]}',
  ],
  good: [
    '{"Config": {"Env": ["PATH=/bin", "TOKEN_FILE=/run/secrets/t"]}}',
    '{"Config": {}, "History": ["|1 VERSION=1.2 /bin/sh -c make"]}',
  ],
  check: (view, answer) => {
    for (const entry of textsOf(view.config['Env'])) {
      const [name = '', ...rest] = entry.split('=');
      const value = rest.join('=');
      const kind = credentialIn(name, value);
      if (kind === undefined) continue;
      const fault = configFault(view, '/Config/Env', {
        observed: `${name}=*** (${kind}, ${value.length} characters)`,
        wanted: { en: 'no credential', 'zh-CN': '没有凭据' },
      });
      answer.fail({ ...fault, params: { image: view.subject, name: printable(name) } });
    }
    for (const entry of view.history) {
      for (const [name, value] of buildArguments(entry.createdBy)) {
        const kind = credentialIn(name, value);
        if (kind === undefined) continue;
        answer.fail({
          at: { history: { index: entry.index, createdBy: `|... ${printable(name)}=***` } },
          params: { image: view.subject, name: printable(name) },
          message: {
            en: `Credential in the build argument {name}, kept by the history`,
            'zh-CN': '历史记录保留了构建参数 {name} 中的凭据',
          },
          evidence: [
            {
              en: `history ${entry.index}: build argument ${printable(name)}=*** (${kind}, ${value.length} characters), wanted none`,
              'zh-CN': `构建历史 ${entry.index}：构建参数 ${printable(name)}=***（${kind}，${value.length} 个字符），应没有`,
            },
          ],
        });
      }
    }
  },
};
