import type {
  Location,
  NoEdit,
  ReportNote,
  Severity,
  Text,
  TextEdit,
  Translations,
} from '../model/index.ts';

import type { Script, ScriptJudge } from './scripts.ts';
import type { SaidParams } from './words.ts';
import type { UserRule } from './user-rules/contract.ts';

export type { Text, TextEdit } from '../model/index.ts';

/** Tools whose ids a rule answers for. */
export type Tool =
  | 'amicontained'
  | 'bane'
  | 'botb'
  | 'buildkit'
  | 'cdk'
  | 'checkov'
  | 'cyclonus'
  | 'deepce'
  | 'docker-bench'
  | 'dockle'
  | 'gatekeeper'
  | 'hadolint'
  | 'kics'
  | 'kube-bench'
  | 'kube-linter'
  | 'kubescape'
  | 'kubiscan'
  | 'kyverno'
  | 'moby-profiles'
  | 'netpol-analyzer'
  | 'oci-seccomp-bpf-hook'
  | 'polaris'
  | 'psa'
  | 'rbac-police'
  | 'security-profiles-operator'
  | 'slimtoolkit'
  | 'trivy'
  | 'udica';

/** Ids by which other tools know the same fault, as each tool writes them (KICS: slug and query id). */
export type Aliases = Readonly<Partial<Record<Tool, readonly string[]>>>;

/** A text that was handed in: a Dockerfile, a manifest, a daemon's answer. A stranger wrote it. */
export interface SourceFile {
  /** As the user named it, or relative to the folder that was given. */
  readonly path: string;
  readonly text: string;
}

/** How a family may look at what lies around a file. Nothing outside the folder that was given is shown. */
export interface Surroundings {
  /** Text of a file, by the path rules of `SourceFile.path`; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
  /** Paths of the files of a folder and of those below it, sorted; empty when there is none. */
  readonly list: (folder: string) => readonly ListedFile[];
  /** What ShellCheck said about the scripts in the files; absent when nobody asked for that. */
  readonly scripts?: ScriptJudge;
}

/** A file of a folder. */
export interface ListedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Unix permission bits. */
  readonly mode: number;
}

/** Something that one family judges: a Dockerfile, one object of a manifest, a container, a daemon. */
export interface View {
  /** What to call it in results: `Dockerfile`, `shop/Deployment/cart`. */
  readonly subject: string;
}

/** What a family made of its files. */
export interface Opened<V extends View> {
  readonly views: readonly V[];
  /** Parts that could not be read: they make the report partial. */
  readonly unread?: readonly Unread[];
  /** What comments in the files ask to leave out. */
  readonly ignores?: readonly InlineIgnore[];
  /** Remarks for people: what was read and that no rule is about. */
  readonly notes?: readonly ReportNote[];
  /** What these files decide over others. */
  readonly decisions?: readonly Decision[];
}

/** What one file says that decides over another: a compose file over the Dockerfile it builds. */
export interface Decision {
  /** Ids of the rules whose question it answers. */
  readonly rules: readonly string[];
  /** The file it decides over. */
  readonly path: string;
  /** Whether the fault is none any more where this decides. */
  readonly closed: boolean;
  readonly by: Location;
  /** Who decides what: `service web runs as 10001`. */
  readonly reason: string;
}

/** A part that could not be read, and why. */
export interface Unread {
  readonly subject: string;
  /** Code of an error catalogue. */
  readonly code: string;
  readonly text: string;
  /** The same in other languages, where they are known. */
  readonly translations?: Translations;
  readonly location?: Location;
}

/** Lines of a file, both included; without them the whole file. */
export interface IgnoredPlace {
  readonly path: string;
  readonly lines?: { readonly first: number; readonly last: number };
}

/** A comment, annotation or object that takes findings out of the count. */
export interface InlineIgnore {
  /** Rule ids or aliases; `*` is every rule. */
  readonly ids: readonly string[];
  readonly path: string;
  /** Lines (from 1, both included) on which it works; absent: the whole file. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** Where the comment itself stands. */
  readonly line: number;
  /** The places on which it works, where it stands elsewhere; none: it works nowhere. */
  readonly places?: readonly IgnoredPlace[];
  /** In the words of the user; empty when none were given. */
  readonly reason: string;
  /** RFC 3339 date after which it stops working. */
  readonly expires?: string;
  /** Whose syntax it is: `plimsoll`, `hadolint`, `buildkit`, `trivy`, `checkov`, `kics` … */
  readonly origin: string;
}

/** One place where a rule is broken. */
export interface Fault {
  /** The chain of places, the most telling link filled in. */
  readonly at: Location;
  /** Further places of the same fault. */
  readonly also?: readonly Location[];
  /** Values for the `{name}` placeholders of the rule's message. Never a secret. */
  readonly params?: SaidParams;
  /** What was observed, wanted, and where the value came from; never a whole secret. */
  readonly evidence?: readonly Text[];
  /** Another sentence than the rule's own, where a rule has several. */
  readonly message?: Text;
  readonly severity?: Severity;
  /** When a user has to be stricter for this very fault to count than for the rule. */
  readonly level?: Level;
  /** The ids that answer for this very fault, when they are fewer than the rule's. */
  readonly aliases?: Aliases;
  /** Edits that end it, comments and layout kept. */
  readonly edits?: readonly TextEdit[];
  /**
   * Set when the edits take away what the configuration grants now and a program may need: a
   * privilege, a namespace of the host, a token, the writable file system. They are written only
   * when asked for by name.
   */
  readonly review?: boolean;
  /** Why a fault that edits usually end has none. */
  readonly noEdit?: NoEdit;
  /** The command that ends it, where no edit can. */
  readonly command?: string;
}

/** What a rule may answer. A rule that answers nothing passed. */
export interface Answer {
  readonly fail: (fault: Fault) => void;
  /** The subject or feature that the rule is about is not there. */
  readonly notApplicable: (reason: Text) => void;
  /** A person has to look: the exact command and what to look for. */
  readonly needsHuman: (how: Text) => void;
  /** A permission, a missing answer, an unknown value. Never a pass. */
  readonly couldNotRead: (reason: Text) => void;
  /** Evidence of a pass, where it is worth showing. */
  readonly passed: (evidence: Text) => void;
  /** Value of one of the rule's options. */
  readonly option: (name: string) => OptionValue;
}

/** Value of an option of a rule. */
export type OptionValue = string | number | boolean | readonly string[];

/** An example: one text under the family's usual file name, or several files by path. */
export type Example = string | { readonly files: Readonly<Record<string, string>> };

/** How strict a user has to be for a rule to count: `optional` ones only by name or `--standard all`. */
export type Level = 'default' | 'strict' | 'optional';

/** One check: one file exporting one of these, one line in its family's list. */
export interface CheckRule<V extends View = View> {
  /** Id of the catalogue row: `DF-FROM-LATEST`. */
  readonly id: string;
  /** Further catalogue rows that it answers. */
  readonly covers?: readonly string[];
  readonly aliases: Aliases;
  /** Of the catalogue; what it calls `info` is `low` here, with level `strict` or `optional`. */
  readonly severity: Severity;
  /** `default` when absent. */
  readonly level?: Level;
  /** Standards beside those that follow from aliases: `nsa`. */
  readonly standards?: readonly string[];
  /** Word that joins rules about the same fact at other layers: `non-root`, `image-tag`. */
  readonly family?: string;
  /** The fault in a few words, without placeholders. */
  readonly title: Text;
  /** The sentence of a finding; the title when absent. */
  readonly message?: Text;
  /** What can happen. */
  readonly why: Text;
  /** What to do. */
  readonly advice: Text;
  /** Where the rule comes from: addresses of specifications, CVE ids. */
  readonly references: readonly string[];
  /** Settings users may change, with their defaults. */
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** Each is executed: exactly this rule's id has to be among the findings. */
  readonly bad: readonly Example[];
  /** Each is executed: this rule finds nothing. */
  readonly good: readonly Example[];
  /** The level from which on ShellCheck is asked too: it takes longer than everything else. */
  readonly shellcheck?: Level;
  readonly check: (view: V, answer: Answer) => void;
}

/** Rules over one kind of view, and how texts become views. */
export interface CheckFamily<V extends View = View> {
  readonly id: string;
  /** Path that a bare example text stands under. */
  readonly examplePath: string;
  readonly rules: readonly CheckRule<V>[];
  /** Never throws for what a stranger wrote: what cannot be read is `unread`. */
  readonly open: (files: readonly SourceFile[], around: Surroundings) => Opened<V>;
  /** The shell scripts in a text, for ShellCheck. Never throws. */
  readonly scripts?: (file: SourceFile) => readonly Script[];
  /** Plain data that expressions of users' rules see, by variable name. */
  readonly facts?: (view: V) => Readonly<Record<string, unknown>>;
  /** Where a field of that data stands, or the deepest part of its path that exists. */
  readonly place?: (view: V, path: readonly (string | number)[]) => Location;
}

/** A family in the list of all: how its files are told, and where its code is. */
export interface FamilyRow {
  readonly id: string;
  /** Whether the family may read a file of this name: a string test, asked for every file of a folder. */
  readonly named: (path: string) => boolean;
  /** Whether it reads this text, where the name alone does not tell; called only after `named`. */
  readonly holds?: (text: string) => boolean;
  /** Whether a text whose name tells nothing, and that the user named, may be of this family. */
  readonly looks?: (text: string) => boolean;
  /** The family's code is loaded only when a file of it is met. */
  readonly load: () => Promise<RunnableFamily>;
}

/** A family whose view type is its own affair. */
export interface RunnableFamily {
  readonly id: string;
  readonly examplePath: string;
  readonly rules: readonly RuleFacts[];
  readonly scripts?: (file: SourceFile) => readonly Script[];
  readonly run: (input: RunInput) => RunResult;
}

/** A rule without its code. */
export type RuleFacts = Omit<CheckRule, 'check'>;

/** What to judge, and by which rules. */
export interface RunInput {
  readonly files: readonly SourceFile[];
  readonly around: Surroundings;
  readonly wants: (rule: RuleFacts) => boolean;
  /** Rules of users for this family. */
  readonly userRules?: readonly UserRule[];
  /** Values of options that users changed, by rule id. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
}

/** What a family's rules answered. */
export interface RunResult {
  readonly faults: readonly JudgedFault[];
  readonly results: readonly RuleResult[];
  readonly unread: readonly Unread[];
  readonly ignores: readonly InlineIgnore[];
  readonly notes?: readonly ReportNote[];
  readonly decisions?: readonly Decision[];
  /** Number of views. */
  readonly subjects: number;
}

/** A fault with its rule and the view it is about. */
export interface JudgedFault {
  /** Id of the family. */
  readonly type: string;
  readonly rule: RuleFacts;
  readonly subject: string;
  readonly fault: Fault;
}

/** One rule's answer on one view; passes and inapplicable views of one rule are counted in one row. */
export interface RuleResult {
  readonly rule: RuleFacts;
  readonly result: 'pass' | 'fail' | 'not-applicable' | 'needs-human' | 'could-not-read';
  readonly subject: string;
  /** Views that are counted in this row, when it stands for several. */
  readonly subjects?: number;
  readonly evidence: readonly Text[];
}
