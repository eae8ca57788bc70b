import type { Location, MarkedFile, Severity, Text } from '../../../model/index.ts';
import { secretFiles as secretNames, secretKinds } from '../../../secrets/index.ts';
import type { CheckRule, Fault } from '../../contract.ts';
import { marksOf } from '../content-rule.ts';
import { instructionWords } from '../fault.ts';
import type { ImageView } from '../view.ts';
import { asIs } from '../../words.ts';

/** Files with credentials in them, in any layer: a later one that deletes them only hides them. */
export const secretFiles: CheckRule<ImageView> = {
  id: 'IMG-SECRET-FILE',
  aliases: { dockle: ['CIS-DI-0010', 'DKL-LI-0003'] },
  severity: 'critical',
  family: 'secrets',
  title: { en: 'Credential in a file of the image', 'zh-CN': '镜像文件中含有凭据' },
  why: {
    en: 'A file in a layer is there for everybody who may pull, also when a later layer deletes it.',
    'zh-CN': '层中的文件对所有能拉取者可见，即使后续层将其删除。',
  },
  advice: {
    en: 'Keep it out with .dockerignore; replace the credential.',
    'zh-CN': '用 .dockerignore 排除；并更换该凭据。',
  },
  references: ['https://docs.docker.com/build/building/secrets/'],
  bad: [
    '{"Config": {}, "content": {"value": [{"kind": "secret", "path": "root/.ssh/id_rsa", "what": "private-key", "line": 1}]}}',
    '{"Config": {}, "content": {"value": [{"kind": "secret", "path": "app/.env", "what": "github-token", "at": {"layer": {"index": 1}}, "gone": {"layer": {"index": 2}}}]}}',
  ],
  good: [
    '{"Config": {}, "content": {"value": []}}',
    '{"Config": {}, "content": {"value": [{"kind": "setuid", "path": "root/.ssh/id_rsa"}]}}',
    '{"Config": {}}',
  ],
  check: (view, answer) => {
    for (const mark of marksOf(view, answer, 'secret') ?? []) answer.fail(faultOf(view, mark));
  },
};

function faultOf(view: ImageView, mark: MarkedFile): Fault {
  const { path, what = '', shown, at, gone } = mark;
  const { title, severity } = kindOf(what);
  const from = placeWords(at, 'from');
  const by = placeWords(gone ?? {}, 'by');
  return {
    at,
    ...(gone === undefined ? {} : { also: [{ ...gone, file: { path } }] }),
    params: { image: view.subject, path, kind: what, ...from, ...by },
    severity,
    message: sentence(title, at.layer !== undefined, gone !== undefined),
    evidence: [
      ...(shown === undefined ? [] : [asIs(shown)]),
      ...(gone === undefined
        ? []
        : [
            {
              en: 'a later layer hides the file: pulling the image still gets it',
              'zh-CN': '后面的层隐藏了该文件：拉取镜像仍可得到它',
            },
          ]),
    ],
  };
}

/** Number (from 1, as reports show it) and instruction of a layer, for the sentence. */
function placeWords(
  { layer, history }: Location,
  name: string,
): Readonly<Record<string, string | number>> {
  if (layer === undefined) return {};
  const made = instructionWords(history?.createdBy ?? '');
  return { [name]: layer.index + 1, [`${name}Made`]: made === '' ? '' : ` (${made})` };
}

function sentence(title: Text, layered: boolean, hidden: boolean): Text {
  const where = { en: `${title.en} in {path}`, 'zh-CN': `{path} 含有${title['zh-CN']}` };
  if (hidden)
    return {
      en: `${where.en}: deleted in layer {by}{byMade}, and still in layer {from}{fromMade}`,
      'zh-CN': `${where['zh-CN']}：第 {by} 层{byMade}将其删除，但仍保留在第 {from} 层{fromMade}`,
    };
  if (!layered) return where;
  return {
    en: `${where.en}, from layer {from}{fromMade}`,
    'zh-CN': `${where['zh-CN']}，来自第 {from} 层{fromMade}`,
  };
}

/** Title and severity of a kind of credential, or of a file known by its name. */
function kindOf(id: string): { readonly title: Text; readonly severity: Severity } {
  const kind = secretKinds.find((one) => one.id === id);
  if (kind !== undefined) return kind;
  const title = secretNames.find((one) => one.id === id)?.title;
  return { title: title ?? { en: 'credential', 'zh-CN': '凭据' }, severity: 'medium' };
}
