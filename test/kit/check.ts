import { spelled } from '../../src/check/aliases.ts';
import { families } from '../../src/check/index.ts';
import type {
  Aliases,
  Example,
  FamilyRow,
  JudgedFault,
  OptionValue,
  RunnableFamily,
  RunResult,
  SourceFile,
  Surroundings,
  Tool,
} from '../../src/check/contract.ts';

/** Surroundings made of texts alone. */
export function textsAround(files: Readonly<Record<string, string>>): Surroundings {
  const texts = new Map(Object.entries(files));
  return {
    read: (path) => texts.get(path),
    list: (folder) =>
      [...texts]
        .filter(([path]) => folder === '.' || path.startsWith(`${folder}/`))
        .map(([path, text]) => ({ path, size: Buffer.byteLength(text), mode: 0o644 })),
  };
}

/** The family with this id. */
export async function familyOf(id: string): Promise<RunnableFamily> {
  const row = families.find((one) => one.id === id);
  if (row === undefined) throw new Error(`there is no family "${id}"`);
  return row.load();
}

/** Every family with its code. */
export async function allFamilies(): Promise<
  readonly { row: FamilyRow; family: RunnableFamily }[]
> {
  return Promise.all(families.map(async (row) => ({ row, family: await row.load() })));
}

/** Runs all rules of a family, whatever their level, over texts by path; `beside` lies around them. */
export function judge(
  family: RunnableFamily,
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, Readonly<Record<string, OptionValue>>>> = {},
  beside: Readonly<Record<string, string>> = {},
): RunResult {
  const sources: SourceFile[] = Object.entries(files).map(([path, text]) => ({ path, text }));
  const around = textsAround({ ...files, ...beside });
  return family.run({ files: sources, around, wants: () => true, options });
}

/**
 * Runs all rules over an example of a family. Of several files only those are opened that the
 * family reads by name; the others lie around them.
 */
export function judgeExample(row: FamilyRow, family: RunnableFamily, example: Example): RunResult {
  const files = typeof example === 'string' ? { [family.examplePath]: example } : example.files;
  const own = Object.entries(files).filter(
    ([path, text]) => row.named(path) && (row.holds === undefined || row.holds(text)),
  );
  return family.run({
    files: own.map(([path, text]) => ({ path, text })),
    around: textsAround(files),
    wants: () => true,
  });
}

/** Whether aliases hold an id of a tool, in whatever spelling of it. */
export function names(aliases: Aliases, tool: Tool, id: string): boolean {
  return spelled({ [tool]: aliases[tool] ?? [] }).includes(id);
}

/** The faults that answer for an id of a tool. */
export function answering(result: RunResult, tool: Tool, id: string): readonly JudgedFault[] {
  return result.faults.filter(({ rule, fault }) => names(fault.aliases ?? rule.aliases, tool, id));
}

/** Whether any rule of the family answers for an id of a tool at all. */
export function knows(family: RunnableFamily, tool: Tool, id: string): boolean {
  return family.rules.some(({ aliases }) => names(aliases, tool, id));
}

/** First and last line of every place of a fault. */
export function linesOf({ fault }: JudgedFault): readonly { first: number; last: number }[] {
  return [fault.at, ...(fault.also ?? [])].flatMap((location) => {
    const at = location.file;
    if (at?.startLine === undefined) return [];
    return [{ first: at.startLine, last: at.endLine ?? at.startLine }];
  });
}
