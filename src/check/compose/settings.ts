import type { Location, TextEdit } from '../../model/index.ts';
import type { Answer } from '../contract.ts';
import { isNull, keyPlaceOf, member, placeOf, textOf, unresolvedIn } from './part.ts';
import type { Part } from './part.ts';
import type { ComposeService } from './services.ts';

/** A judgement of services: a setting must not be `host`. */
export function sharedWithHost(key: string): (service: ComposeService, answer: Answer) => void {
  return (service, answer) => {
    const part = service.all.members.get(key);
    if (part === undefined) return;
    if (textOf(part) === 'host')
      answer.fail({ at: placeOf(part), params: { service: service.name } });
    else if (unresolvedIn(part).length > 0) answer.couldNotRead(unknownValue(key, part));
  };
}

/** Why a setting that is a variable could not be judged. */
export function unknownValue(key: string, part: Part | undefined): string {
  const names = unresolvedIn(part).join(', ');
  return `"${key}" depends on ${names}, which has no value here: set it in ".env" or give it a default`;
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

/** Puts another value in place of a scalar. */
export function valueEdit({ at }: Part, text: string): TextEdit {
  const { path, value } = at;
  return { path, start: value.start.offset, end: value.end.offset, text };
}

/** Puts a line in front of the first setting of a service; none where the service is in braces. */
export function insertEdits({ at }: ComposeService, line: string): readonly TextEdit[] {
  const { start } = at.value;
  if (at.key === undefined || start.line <= at.key.start.line) return [];
  const indent = ' '.repeat(start.column - 1);
  return [{ path: at.path, start: start.offset, end: start.offset, text: `${line}\n${indent}` }];
}

/** A limit that limits nothing: zero, or below. */
export function isUnlimited(part: Part): boolean {
  const value = Number.parseFloat(textOf(part) ?? '');
  return Number.isFinite(value) && value <= 0;
}
