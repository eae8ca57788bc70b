import type {
  Coverage,
  Finding,
  OperatingSystem,
  Package,
  ReportNote,
  Suppression,
} from '../../model/index.ts';
import type { AdvisoryDatabase } from '../advisories/database.ts';
import type { Judged, Ruling } from './decide.ts';
import type { Fault } from './identity.ts';
import type { Target, Unanswerable } from './targets.ts';

/** How matching may be tuned; the defaults keep known noise out of the way, with its reason. */
export interface MatchOptions {
  /** Packages named without a version: `precise` leaves them out (and says so), `comprehensive` judges their lowest allowed version. */
  readonly detached?: 'precise' | 'comprehensive';
  /** True counts the kernel's faults for packages that hold only its headers. */
  readonly kernelHeaders?: boolean;
  /**
   * True searches packages of a distribution's ended release by product (CPE) as well: nobody fixes
   * them any more, and nobody lists what is found later. Only packages that carry such names.
   */
  readonly endOfLifeByCpe?: boolean;
  /** True counts what the vendor calls unimportant. */
  readonly unimportant?: boolean;
  /** Sources whose rating is taken, in this order; `auto` stands for vendor, NVD, others. */
  readonly severitySources?: readonly string[];
  /** Days after which a feed's silence is no answer. */
  readonly staleAfterDays?: number;
}

/** What matching looks at besides the packages. Equal inputs give equal results. */
export interface MatchContext {
  readonly os?: OperatingSystem | undefined;
  /**
   * Operating-system packages that are not judged themselves but answer for the language packages
   * they installed: without them a report on libraries alone would blame what the vendor patched.
   */
  readonly witnesses?: readonly Package[];
  /** Undefined: nothing can be answered, and the coverage says so. */
  readonly database?: AdvisoryDatabase | undefined;
  readonly now: Date;
  readonly options?: MatchOptions;
}

/** What matching gives. */
export interface MatchResult {
  readonly findings: readonly Finding[];
  /** Findings that do not count, each with who says so and why. */
  readonly suppressed: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly notes: readonly ReportNote[];
}

/** One fault of one package with what the sources together say of it. */
export interface Case {
  readonly pkg: Package;
  readonly fault: Fault<Judged>;
  readonly ruling: Ruling;
  /** A better source clears the package of it: it does not count, and says why. */
  readonly cleared?: Suppression;
}

/** A package with all that the database says of it, safe answers included. */
export interface Assessment {
  readonly pkg: Package;
  readonly target: Target | Unanswerable;
  readonly cases: readonly Case[];
}

/** A case on its way into the report. */
export interface Outcome extends Case {
  readonly suppressed?: Suppression;
  /** Language packages on whose behalf the vendor's package stands here. */
  readonly merged: readonly Case[];
  /** Further evidence, in words. */
  readonly remarks: readonly string[];
}
