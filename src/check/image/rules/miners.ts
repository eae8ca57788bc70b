import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { judgeMarks } from '../content-rule.ts';
import { textsOf } from '../../../formats/json-values.ts';
import type { ImageView } from '../view.ts';

/** Programs and commands of known cryptominers. */
export const miners: CheckRule<ImageView> = {
  id: 'IMG-MALWARE',
  aliases: {},
  severity: 'high',
  family: 'malware',
  title: { en: 'Cryptominer in the image', 'zh-CN': '镜像中含有挖矿程序' },
  why: {
    en: 'It mines for somebody else at your cost, and who put it there can put in more.',
    'zh-CN': '它耗用你的资源为他人挖矿，投放者还能投放更多。',
  },
  advice: { en: 'Do not run it; find where it came from.', 'zh-CN': '不要运行；查明其来源。' },
  references: ['https://attack.mitre.org/techniques/T1496/'],
  bad: [
    '{"Config": {"Cmd": ["/bin/x", "-o", "stratum+tcp://pool:3333"]}}',
    '{"Config": {}, "content": {"value": [{"kind": "miner", "path": "tmp/xmrig"}]}}',
    '{"Config": {"Entrypoint": ["/usr/bin/xmrig"]}}',
  ],
  good: ['{"Config": {"Cmd": ["nginx"]}}', '{"Config": {}, "content": {"value": []}}'],
  check: (view, answer) => {
    const words = [...textsOf(view.config['Entrypoint']), ...textsOf(view.config['Cmd'])];
    const told = words.find(
      (word) =>
        /^stratum\+(?:tcp|ssl|tls):\/\//.test(word) ||
        /(?:^|\/)(?:xmrig|minerd|cpuminer|kinsing|kdevtmpfsi|t-rex|nbminer)$/.test(word),
    );
    if (told !== undefined)
      answer.fail({
        ...configFault(view, '/Config/Cmd', {
          observed: told,
          wanted: { en: 'no miner', 'zh-CN': '没有挖矿程序' },
        }),
        message: { en: 'Containers start a cryptominer', 'zh-CN': '容器会启动挖矿程序' },
      });
    judgeMarks(view, answer, {
      kind: 'miner',
      wanted: { en: 'no miner', 'zh-CN': '没有挖矿程序' },
    });
  },
};
