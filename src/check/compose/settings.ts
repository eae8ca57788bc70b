import type { YamlValue } from '../../formats/yaml-edit.ts';
import type { Location, Text } from '../../model/index.ts';
import type { Answer, Fault } from '../contract.ts';
import { editsAt, isNull, keyPlaceOf, member, placeOf, textOf, unresolvedIn } from './part.ts';
import type { Part } from './part.ts';
import type { ComposeService } from './services.ts';

/** A judgement of services: a setting must not be `host`. */
export function sharedWithHost(key: string): (service: ComposeService, answer: Answer) => void {
  return (service, answer) => {
    const part = service.all.members.get(key);
    if (part === undefined) return;
    if (textOf(part) === 'host')
      answer.fail({
        at: placeOf(part),
        params: { service: service.name },
        ...removeEdits([part]),
      });
    else if (unresolvedIn(part).length > 0) answer.couldNotRead(unknownValue(key, part));
  };
}

/** Why a setting that is a variable could not be judged. */
export function unknownValue(key: string, part: Part | undefined): Text {
  const names = unresolvedIn(part);
  return {
    en: `"${key}" depends on ${names.join(', ')}, which has no value here: set it in ".env" or give it a default`,
    'zh-CN': `“${key}”取决于 ${names.join('、')}，而它在此没有值：请在 ".env" 中设置或给出默认值`,
  };
}

/** The first of several settings that is there and not empty. */
export function firstSet(
  service: ComposeService,
  ways: readonly (readonly string[])[],
): Part | undefined {
  return ways.map((way) => member(service.all, ...way)).find((part) => !isNull(part));
}

/** The place of what is missing: the key of the deepest mapping on the way to it. */
export function missingAt(service: ComposeService, way: readonly string[] = []): Location {
  let deepest: Part = service.all;
  for (const key of way) {
    const next: Part | undefined = member(deepest, key);
    if (next === undefined) break;
    deepest = next;
  }
  return keyPlaceOf(deepest);
}

/** Gives a setting of a service a value. */
export function setEdits(
  service: ComposeService,
  way: readonly string[],
  to: YamlValue,
): Pick<Fault, 'edits' | 'noEdit'> {
  const there = member(service.all, ...way);
  // A setting that another file brings is changed where it stands.
  if (there !== undefined) return editsAt(there, (at) => [{ set: at, to }]);
  return editsAt(service, (at) => [{ set: [...at, ...way], to }]);
}

/** Takes settings, or items of a list, away; something may rely on them. */
export function removeEdits(parts: readonly Part[]): Pick<Fault, 'edits' | 'noEdit' | 'review'> {
  const made = parts.map((part) => editsAt(part, (at) => [{ remove: at }]));
  const none = made.find(({ noEdit }) => noEdit !== undefined);
  if (none !== undefined) return none;
  return { edits: made.flatMap(({ edits = [] }) => edits), review: true };
}

/** A limit that limits nothing: zero, or below. */
export function isUnlimited(part: Part): boolean {
  const value = Number.parseFloat(textOf(part) ?? '');
  return Number.isFinite(value) && value <= 0;
}
