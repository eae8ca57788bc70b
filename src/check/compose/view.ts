import type { Location, Text } from '../../model/index.ts';
import type { Answer, CheckRule, Fault, View } from '../contract.ts';
import type { Beside } from './beside.ts';
import type { LoadedProject } from './load.ts';
import { itemsOf, textOf } from './part.ts';
import type { ComposeService } from './services.ts';

/** A compose project, or one service of it. */
export interface ComposeView extends View {
  readonly project: LoadedProject;
  readonly services: readonly ComposeService[];
  /** Absent in the view of the whole project. */
  readonly service?: ComposeService;
  /** What the service brings from files beside the project. */
  readonly beside?: Beside;
  /**
   * Files whose faults count: of a file that lies over another one only its own, since the other
   * is judged by itself.
   */
  readonly own: ReadonlySet<string> | undefined;
}

/** A rule about compose files. */
export type ComposeRule = CheckRule<ComposeView>;

/** Judges each service by itself. */
export function eachService(
  judge: (service: ComposeService, answer: Answer, view: ComposeView) => void,
): ComposeRule['check'] {
  return (view, answer) => {
    if (view.service === undefined)
      answer.notApplicable({ en: 'it is about services', 'zh-CN': '该规则针对服务' });
    else judge(view.service, toldOnce(view, answer), view);
  };
}

/** Judges the project as a whole. */
export function wholeProject(
  judge: (view: ComposeView, answer: Answer) => void,
): ComposeRule['check'] {
  return (view, answer) => {
    if (view.service === undefined) judge(view, toldOnce(view, answer));
    else answer.notApplicable({ en: 'it is about the project', 'zh-CN': '该规则针对项目' });
  };
}

const told = new WeakMap<Answer, Set<string>>();

/**
 * What several projects share (a file that they include, a service that they extend) is one fault.
 * A rule has one `Answer` for all its views, which is what is remembered by.
 */
function toldOnce(view: ComposeView, answer: Answer): Answer {
  const seen = told.get(answer) ?? new Set<string>();
  told.set(answer, seen);
  const fail = (fault: Fault): void => {
    if (view.own !== undefined && !view.own.has(pathOf(fault.at) ?? '')) return;
    const key = JSON.stringify([view.service?.name, fault.at, fault.params]);
    if (seen.has(key)) return;
    seen.add(key);
    const evidence = [...(fault.evidence ?? []), ...asleep(view)];
    answer.fail(evidence.length === 0 ? fault : { ...fault, evidence });
  };
  return { ...answer, option: answer.option, fail };
}

/** A service that is started only when asked for is judged like any other, and told to be one. */
function asleep({ service, project }: ComposeView): readonly Text[] {
  const profiles = itemsOf(service?.all.members.get('profiles')).flatMap(
    (one) => textOf(one) ?? [],
  );
  const active = new Set((project.variables('COMPOSE_PROFILES') ?? '').split(',').map(trimmed));
  if (profiles.length === 0 || active.has('*') || profiles.some((one) => active.has(one)))
    return [];
  const options = profiles.map((one) => `--profile ${one}`);
  return [
    {
      en: `started only with ${options.join(' or ')}`,
      'zh-CN': `仅在指定 ${options.join(' 或 ')} 时启动`,
    },
  ];
}

const trimmed = (text: string): string => text.trim();

function pathOf(location: Location): string | undefined {
  return location.file?.path;
}

/** The pages that most rules refer to. */
export const composePage: string = 'https://docs.docker.com/reference/compose-file/services/';
export const deployPage: string = 'https://docs.docker.com/reference/compose-file/deploy/';
export const capabilityPage: string =
  'https://docs.docker.com/engine/security/#linux-kernel-capabilities';
export const attackSurfacePage: string =
  'https://docs.docker.com/engine/security/#docker-daemon-attack-surface';
export const cheatSheet: string =
  'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html';
