import { objectOf, textOf } from '../../formats/json-values.ts';
import { readYamlTree } from '../../formats/yaml-tree.ts';
import { printable, problemOf } from '../../model/index.ts';
import type { Unread } from '../contract.ts';
import { collectorGroup, reportedObjects } from './control-plane/reports.ts';
import type { KubernetesView, Path } from './view.ts';
import { podOf, valueAt } from './workloads.ts';

/**
 * Objects that other objects carry whole, in base64: the audit policy in what a collector reports
 * of a node. They are judged as their files would be; their faults are told where they are carried.
 */
export function embeddedObjects(
  outer: KubernetesView,
  unread: Unread[],
): readonly KubernetesView[] {
  if (outer.group !== collectorGroup) return [];
  return reportedObjects.flatMap(({ kind, content }) => {
    const encoded = textOf(valueAt(outer.object, content));
    if (kind !== outer.kind || encoded === undefined) return [];
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const found = embedded(outer, content, text);
    if ('kind' in found) return [found];
    unread.push({ subject: outer.subject, ...found, location: outer.at(content) });
    return [];
  });
}

/** A stranger wrote the text: what is no object of Kubernetes is told, never passed over. */
function embedded(
  outer: KubernetesView,
  content: Path,
  text: string,
): KubernetesView | Pick<Unread, 'code' | 'text'> {
  const what = `the file in ${content.join('.')} of "${outer.file}"`;
  let object;
  try {
    const { documents, faults } = readYamlTree(text, what);
    if (faults[0] !== undefined) throw faults[0];
    object = objectOf(documents[0]?.value);
  } catch (error) {
    return problemOf(error);
  }
  if (textOf(object['kind']) === undefined) {
    const state = 'it names no kind, wanted an object of Kubernetes';
    return { code: 'CHECK_KUBERNETES_OBJECT', text: `Cannot judge ${what}: ${state}` };
  }
  const apiVersion = textOf(object['apiVersion']) ?? '';
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const kind = textOf(object['kind']) ?? '';
  const metadata = objectOf(object['metadata']);
  return {
    subject: printable(`${outer.subject}/${kind}`),
    object,
    apiVersion,
    group,
    version: apiVersion.slice(slash + 1),
    kind,
    name: textOf(metadata['name']) ?? '',
    namespace: undefined,
    metadata,
    spec: objectOf(object['spec']),
    labels: objectOf(metadata['labels']),
    annotations: objectOf(metadata['annotations']),
    file: outer.file,
    text: outer.text,
    pod: podOf(object, kind, group),
    set: outer.set,
    at: () => outer.at(content),
    entry: () => undefined,
    parts: () => [],
    duplicates: () => [],
  };
}
