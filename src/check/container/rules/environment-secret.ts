import type { CheckRule } from '../../contract.ts';
import { environmentOf } from '../effective.ts';
import { settingFault, runAgain, shellWord, shown } from '../fault.ts';
import { credentialIn } from '../../credentials.ts';
import type { ContainerView } from '../view.ts';

/** Credentials in the environment: by the name of the variable or the form of its value. */
export const environmentSecret: CheckRule<ContainerView> = {
  id: 'CTR-ENV-SECRET',
  aliases: {
    cdk: ['services.sensitive_env'],
    deepce: ['env'],
    botb: ['recon'],
    kyverno: ['check-env-vars'],
  },
  severity: 'high',
  family: 'secrets',
  title: { en: 'Secret in the environment', 'zh-CN': '环境变量中含有机密' },
  message: {
    en: '{container} has a credential in the variable {name}',
    'zh-CN': '{container} 的变量 {name} 中含有凭据',
  },
  why: {
    en: 'Everybody who may inspect the container reads it; so does every process in it, its logs and its crash reports.',
    'zh-CN': '任何能 inspect 容器的人都能读到它，容器内的所有进程、日志与崩溃报告亦然。',
  },
  advice: {
    en: 'Give it as a file: a secret, or a mount only that user may read.',
    'zh-CN': '以文件形式提供：使用 secret，或只有该用户可读的挂载。',
  },
  references: ['https://docs.docker.com/engine/swarm/secrets/'],
  bad: [
    '{"Name": "/web", "HostConfig": {}, "Config": {"Env": ["DB_PASSWORD=hunter2hunter2"]}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {"Env": ["DATABASE=postgres://shop:8kd93Hd0Q@db/shop"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}, "Config": {"Env": ["DB_PASSWORD_FILE=/run/secrets/db"]}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {"Env": ["PATH=/bin", "PWD=/srv"]}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {"Env": ["DB_PASSWORD="]}}',
  ],
  check: (view, answer) => {
    for (const [name, value] of environmentOf(view.config)) {
      const kind = credentialIn(name, value);
      if (kind === undefined) continue;
      const inherited =
        view.image !== undefined &&
        environmentOf(view.image.config).some((pair) => pair[0] === name && pair[1] === value);
      const fault = settingFault(view, {
        pointer: '/Config/Env',
        observed: `${name}=*** (${kind}, ${value.length} characters)`,
        wanted: { en: 'no credential', 'zh-CN': '没有凭据' },
        from: inherited ? 'the image' : 'docker inspect',
        command: runAgain(view, `-e ${shellWord(name)}_FILE=/run/secrets/NAME`),
      });
      answer.fail({ ...fault, params: { container: view.subject, name: shown(name) } });
    }
  },
};
