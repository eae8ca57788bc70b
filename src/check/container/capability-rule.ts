import type { Answer } from '../contract.ts';
import { capabilitiesOf } from './effective.ts';
import { runAgain, settingFault } from './fault.ts';
import type { ContainerView } from './view.ts';

/** Fails when a container has a capability that Docker does not give by itself. */
export function checkCapability(view: ContainerView, answer: Answer, name: string): void {
  const caps = capabilitiesOf(view);
  if (!caps.has(name)) return;
  const { pointer, observed } = caps.from(name);
  answer.fail(
    settingFault(view, {
      pointer,
      observed,
      wanted: { en: `no CAP_${name}`, 'zh-CN': `没有 CAP_${name}` },
      command: runAgain(view, `--cap-drop ${name}`),
    }),
  );
}
