import { parseAppArmor } from '../../formats/apparmor.ts';
import type { AppArmorProfile, AppArmorRule } from '../../formats/apparmor.ts';
import { matchesPath } from '../../formats/apparmor-path.ts';
import { problemOf } from '../../model/index.ts';
import type { Location } from '../../model/index.ts';
import type { CheckRule, Opened, SourceFile, Unread, View } from '../contract.ts';

/** One profile of a file, hats and child profiles apart. A stranger wrote it. */
export interface AppArmorView extends View {
  readonly path: string;
  readonly profile: AppArmorProfile;
  /** Values of `@{NAME}`, as the file gives them. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
}

/** A rule about AppArmor profiles. */
export type AppArmorRuleCheck = CheckRule<AppArmorView>;

/** Docker's page on AppArmor. */
export const appArmorPage: string = 'https://docs.docker.com/engine/security/apparmor/';

/** The manual page of the language. */
export const appArmorManual: string = 'https://man7.org/linux/man-pages/man5/apparmor.d.5.html';

/** Reads profiles; a file that apparmor_parser would refuse is told as unread. */
export function openAppArmor(files: readonly SourceFile[]): Opened<AppArmorView> {
  const views: AppArmorView[] = [];
  const unread: Unread[] = [];
  for (const { path, text } of files) {
    try {
      const { profiles, variables } = parseAppArmor(text, `the file "${path}"`);
      for (const profile of withInner(profiles))
        views.push({ subject: `${path}: ${profile.name}`, path, profile, variables });
    } catch (error) {
      const location = { file: { path } };
      unread.push({ subject: path, ...problemOf(error), location });
    }
  }
  return { views, unread };
}

function* withInner(profiles: readonly AppArmorProfile[]): Generator<AppArmorProfile> {
  for (const profile of profiles) {
    yield profile;
    yield* withInner(profile.profiles);
  }
}

/** A line of the file as a place of a finding. */
export function lineAt({ path }: AppArmorView, line: number): Location {
  return { file: { path, startLine: line, endLine: line } };
}

/** What a file rule gives access to and how; undefined for `file,`, which is everything. */
export function accessOf({ words }: AppArmorRule): { path: string; access: string } | undefined {
  const [path, access = ''] = words;
  return path === undefined ? undefined : { path, access };
}

/** Whether a rule of the profile forbids writing to the path. */
export function forbidsWriting(view: AppArmorView, path: string): boolean {
  return view.profile.rules.some((rule) => {
    if (!rule.deny || rule.kind !== 'file') return false;
    const given = accessOf(rule);
    if (given === undefined) return true;
    return (
      given.access.includes('w') &&
      patternsOf(view, given.path).some((one) => matchesPath(one, path))
    );
  });
}

/** Variables of `<tunables/global>`, which most profiles include. */
const tunables: ReadonlyMap<string, readonly string[]> = new Map([
  ['@{PROC}', ['/proc/']],
  ['@{sys}', ['/sys/']],
]);

/** A pattern with its variables put in, twenty ways at most. */
function patternsOf({ variables }: AppArmorView, pattern: string): readonly string[] {
  let ways: readonly string[] = [pattern];
  for (let round = 0; round < 4; round += 1) {
    ways = ways
      .flatMap((way) => {
        const name = /@\{\w+\}/.exec(way)?.[0];
        const values = name === undefined ? undefined : (variables.get(name) ?? tunables.get(name));
        if (name === undefined || values === undefined) return [way];
        return values.map((value) => way.replace(name, () => value).replaceAll('//', '/'));
      })
      .slice(0, 20);
  }
  return ways;
}
