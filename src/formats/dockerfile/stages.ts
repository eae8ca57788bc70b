import { LimitError, limits } from '../../model/index.ts';
import { expandWord, newBudget, unknownValue } from './expand.ts';
import type { Budget, Expansion, Value } from './expand.ts';
import type { DockerfileSyntax, Flag, Instruction, Pair, Word } from './syntax.ts';

/** What a stage is built on. */
export type Base =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  /** Undefined when its name depends on an argument without default. */
  | { readonly kind: 'image'; readonly reference: string | undefined };

/** A build stage: a FROM and what follows it. The first may lack its FROM (a fragment). */
export interface Stage {
  readonly index: number;
  /** Lower case, as the builder compares it. */
  readonly name?: string;
  readonly from?: Instruction;
  /** The image word of FROM, and what follows AS. */
  readonly image?: Word;
  readonly nameWord?: Word;
  readonly asWord?: Word;
  readonly base: Base;
  /** Image and platform of FROM with the global arguments filled in. */
  readonly fromExpansion?: Expansion;
  readonly platformExpansion?: Expansion;
  /** Instructions after FROM, in order. */
  readonly instructions: readonly Instruction[];
  /** Stages and images that COPY --from and RUN --mount=from read, in order. */
  readonly reads: readonly StageRead[];
}

/** A use of another stage or image. */
export interface StageRead {
  readonly instruction: Instruction;
  readonly flag: Flag;
  /** As written, for a mount the value of `from`. */
  readonly source: string;
  readonly stage?: Stage;
}

/** A variable as one instruction sees it. */
export interface Variable {
  readonly value: Value;
  /** The instruction that set it. */
  readonly by: Instruction;
  readonly kind: 'arg' | 'env';
  /** A default that `--build-arg` can replace. */
  readonly replaceable: boolean;
}

/** A Dockerfile with its stages, scopes and settings. */
export interface Dockerfile {
  readonly syntax: DockerfileSyntax;
  /** ARG instructions before the first FROM. */
  readonly globals: readonly Instruction[];
  readonly globalArguments: ReadonlyMap<string, Variable>;
  readonly stages: readonly Stage[];
  /** The stage that is built when none is named: the last. */
  readonly target: Stage | undefined;
  /** Stages that the target needs, itself among them. */
  readonly needed: ReadonlySet<Stage>;
  /** The stage of an instruction, ONBUILD's inner one included. */
  readonly stageOf: (instruction: Instruction) => Stage | undefined;
  /** What a word of an instruction comes to there. */
  readonly expand: (instruction: Instruction, text: string) => Expansion;
  /** A variable just before an instruction runs. */
  readonly variable: (instruction: Instruction, name: string) => Variable | undefined;
  /** The last instruction with this keyword in the stage or in those it is based on. */
  readonly last: (stage: Stage, keyword: string) => Instruction | undefined;
}

/** Arguments that the builder sets itself in the global scope; a stage sees them after `ARG name`. */
export const platformArguments: ReadonlySet<string> = new Set(
  ['BUILD', 'TARGET']
    .flatMap((side) =>
      ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map((part) => side + part),
    )
    .concat('TARGETSTAGE'),
);

/** Arguments that need no ARG; https://docs.docker.com/reference/dockerfile/#predefined-args. */
export const proxyArguments: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]),
);

/**
 * The stages of a Dockerfile and their graph. Values that only the build knows stay unknown.
 * @throws {LimitError} `dockerfile_stages`; `expansion_characters` when values grow without end.
 */
export function modelOf(syntax: DockerfileSyntax): Dockerfile {
  return new Builder(syntax).build();
}

type Draft = { -readonly [Key in keyof Stage]: Stage[Key] } & {
  readonly instructions: Instruction[];
  readonly reads: StageRead[];
};

/** Values of one name in one scope, in the order of the instructions that set them. */
interface History {
  readonly orders: number[];
  readonly variables: Variable[];
}

class Builder {
  readonly #syntax: DockerfileSyntax;
  readonly #budget: Budget = newBudget();
  readonly #globals: Instruction[] = [];
  readonly #globalArguments = new Map<string, Variable>();
  readonly #stages: Draft[] = [];
  readonly #named = new Map<string, Stage>();
  readonly #scopes = new Map<Stage, Map<string, History>>();
  readonly #order = new Map<
    Instruction,
    { readonly stage: Draft | undefined; readonly order: number }
  >();
  readonly #lasts = new Map<Stage, Map<string, Instruction>>();

  constructor(syntax: DockerfileSyntax) {
    this.#syntax = syntax;
  }

  build(): Dockerfile {
    for (const [order, instruction] of this.#syntax.instructions.entries())
      this.#add(instruction, order);
    const target = this.#stages.at(-1);
    return {
      syntax: this.#syntax,
      globals: this.#globals,
      globalArguments: this.#globalArguments,
      stages: this.#stages,
      target,
      needed: neededBy(target),
      stageOf: (instruction) => this.#order.get(instruction)?.stage,
      expand: (instruction, text) => this.#expand(instruction, text),
      variable: (instruction, name) => this.#variable(instruction, name),
      last: (stage, keyword) => this.#last(stage, keyword),
    };
  }

  #add(instruction: Instruction, order: number): void {
    if (instruction.keyword === 'FROM') {
      // Without an image it begins nothing; the parser has told it.
      if (instruction.words.length > 0) this.#begin(instruction, order);
    } else if (this.#stages.length === 0 && instruction.keyword === 'ARG')
      this.#global(instruction);
    else {
      const stage = this.#stages.at(-1) ?? this.#fragment();
      this.#place(instruction, stage, order);
      stage.instructions.push(instruction);
      this.#lasts.get(stage)?.set(instruction.keyword, instruction);
      if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG')
        this.#assign(stage, instruction, order);
      this.#reads(stage, instruction.inner ?? instruction);
    }
  }

  #place(instruction: Instruction, stage: Draft | undefined, order: number): void {
    this.#order.set(instruction, { stage, order });
    if (instruction.inner !== undefined) this.#order.set(instruction.inner, { stage, order });
  }

  /** A stage without FROM, for files that are only a part. Its ARGs are not global ones. */
  #fragment(): Draft {
    const stage: Draft = {
      index: 0,
      base: { kind: 'image', reference: undefined },
      instructions: [],
      reads: [],
    };
    this.#open(stage);
    return stage;
  }

  #open(stage: Draft): void {
    this.#stages.push(stage);
    if (this.#stages.length > limits.dockerfile_stages.value)
      throw new LimitError('dockerfile_stages', 'a Dockerfile', this.#stages.length);
    this.#scopes.set(stage, new Map());
    this.#lasts.set(stage, new Map());
  }

  #global(instruction: Instruction): void {
    this.#globals.push(instruction);
    this.#place(instruction, undefined, 0);
    for (const { key, value } of instruction.pairs) {
      const text = value === undefined ? undefined : this.#expandGlobal(value.text).text;
      this.#globalArguments.set(key.text, {
        value: text ?? unknownValue,
        by: instruction,
        kind: 'arg',
        replaceable: true,
      });
    }
  }

  #expandGlobal(text: string): Expansion {
    return expandWord(text, (name) => this.#globalValue(name), this.#options());
  }

  #globalValue(name: string): Value {
    const known = this.#globalArguments.get(name);
    if (known !== undefined) return known.value;
    return platformArguments.has(name) ? unknownValue : undefined;
  }

  #options(): { escape: string; budget: Budget } {
    return { escape: this.#syntax.escape, budget: this.#budget };
  }

  #begin(from: Instruction, order: number): void {
    const [image, as, name] = from.words;
    const platform = from.flags.find((flag) => flag.name === 'platform')?.value;
    const expansion = image === undefined ? undefined : this.#expandGlobal(image.text);
    const named = as?.text.toUpperCase() === 'AS' ? name : undefined;
    const stage: Draft = {
      index: this.#stages.length,
      from,
      base: this.#base(expansion?.text),
      instructions: [],
      reads: [],
      ...(image === undefined ? {} : { image }),
      ...(expansion === undefined ? {} : { fromExpansion: expansion }),
      ...(platform === undefined ? {} : { platformExpansion: this.#expandGlobal(platform) }),
      ...(named === undefined
        ? {}
        : {
            nameWord: named,
            name: named.text.toLowerCase(),
            ...(as === undefined ? {} : { asWord: as }),
          }),
    };
    this.#open(stage);
    this.#place(from, stage, order);
    if (stage.name !== undefined) this.#named.set(stage.name, stage);
  }

  #base(reference: string | undefined): Base {
    if (reference === 'scratch') return { kind: 'scratch' };
    const stage = reference === undefined ? undefined : this.#named.get(reference.toLowerCase());
    if (stage !== undefined) return { kind: 'stage', stage };
    return { kind: 'image', reference: reference === '' ? undefined : reference };
  }

  /** Uses of other stages: by name, or for COPY and ADD by number too. */
  #reads(stage: Draft, instruction: Instruction): void {
    for (const flag of instruction.flags) {
      const source =
        flag.name === 'mount' ? mountOptions(flag.value ?? '').get('from') : flag.value;
      if (source === undefined || (flag.name !== 'mount' && flag.name !== 'from')) continue;
      const found = this.#named.get(source.toLowerCase()) ?? this.#numbered(source, stage);
      stage.reads.push({
        instruction,
        flag,
        source,
        ...(found === undefined ? {} : { stage: found }),
      });
    }
  }

  #numbered(source: string, stage: Stage): Stage | undefined {
    if (!/^\d{1,5}$/.test(source)) return undefined;
    const index = Number(source);
    return index < stage.index ? this.#stages[index] : undefined;
  }

  #assign(stage: Draft, instruction: Instruction, order: number): void {
    const env = instruction.keyword === 'ENV';
    // All pairs of one ENV see the values from before it.
    const values = instruction.pairs.map(({ key, value }) =>
      value === undefined ? this.#inherited(key.text) : this.#expand(instruction, value.text).text,
    );
    for (const [index, { key }] of instruction.pairs.entries()) {
      const scope = this.#scopes.get(stage);
      const history = scope?.get(key.text) ?? { orders: [], variables: [] };
      scope?.set(key.text, history);
      history.orders.push(order);
      const value = values[index] ?? unknownValue;
      const kind = env ? 'env' : 'arg';
      history.variables.push({ value, by: instruction, kind, replaceable: !env });
    }
  }

  /** Value of `ARG name`: that of the global argument. */
  #inherited(name: string): string | undefined {
    const value = this.#globalArguments.get(name)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  #expand(instruction: Instruction, text: string): Expansion {
    const place = this.#order.get(instruction);
    if (place?.stage === undefined || instruction.keyword === 'FROM')
      return this.#expandGlobal(text);
    const lookup = (name: string): Value => this.#variable(instruction, name)?.value;
    return expandWord(text, lookup, this.#options());
  }

  #variable(instruction: Instruction, name: string): Variable | undefined {
    const place = this.#order.get(instruction);
    let order = place?.order ?? 0;
    for (let stage: Stage | undefined = place?.stage; stage !== undefined; order = Infinity) {
      const history = this.#scopes.get(stage)?.get(name);
      const found = history === undefined ? undefined : before(history, order);
      if (found !== undefined) return found;
      stage = stage.base.kind === 'stage' ? stage.base.stage : undefined;
    }
    return undefined;
  }

  #last(stage: Stage, keyword: string): Instruction | undefined {
    for (let one: Stage | undefined = stage; one !== undefined;) {
      const found = this.#lasts.get(one)?.get(keyword);
      if (found !== undefined) return found;
      one = one.base.kind === 'stage' ? one.base.stage : undefined;
    }
    return undefined;
  }
}

/** The value that was set last before `order`. */
function before({ orders, variables }: History, order: number): Variable | undefined {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((orders[middle] ?? 0) < order) low = middle + 1;
    else high = middle;
  }
  return variables[low - 1];
}

function neededBy(target: Stage | undefined): ReadonlySet<Stage> {
  const needed = new Set<Stage>(target === undefined ? [] : [target]);
  // A set grows while it is walked: each stage is met once.
  for (const stage of needed) {
    if (stage.base.kind === 'stage') needed.add(stage.base.stage);
    for (const { stage: read } of stage.reads) if (read !== undefined) needed.add(read);
  }
  return needed;
}

/** Options of `--mount=type=cache,target=/x`: names in lower case, `ro` alone is `true`. */
export function mountOptions(value: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of value.split(',')) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name !== '') options.set(name, equals === -1 ? 'true' : part.slice(equals + 1));
  }
  return options;
}

/** The pair of ENV, LABEL or ARG with this key, the last one. */
export function pairOf(instruction: Instruction, key: string): Pair | undefined {
  return instruction.pairs.findLast((pair) => pair.key.text === key);
}
