import type { VexDocument, VexStatement } from '../formats/vex-document.ts';
import { printable } from '../model/index.ts';
import type { Finding, ReportNote } from '../model/index.ts';
import { scanMessages } from '../model/messages/scan.ts';
import { format } from '../model/messages/table.ts';
import type { Parted } from './ignore.ts';
import { productTest } from './vex-product.ts';
import type { ProductTest, VexSubject } from './vex-product.ts';

/** A VEX document and the file it was read from. */
export interface VexFile extends VexDocument {
  readonly path: string;
}

/** Longest reason that is kept; statements of vendors run to some lines. */
const longestReason = 500;

interface Row {
  readonly statement: VexStatement;
  readonly path: string;
  used: boolean;
}

/**
 * Sets aside the findings of which a VEX document says `not_affected` or `fixed`, and writes the
 * other statuses beside their findings. Of several statements on one thing the newest counts, of
 * equally old ones the last. Statements that match nothing are noted, once for each document.
 */
export function applyVex(
  findings: readonly Finding[],
  files: readonly VexFile[],
  subject: VexSubject,
): Parted {
  if (files.length === 0) return { findings, suppressed: [], notes: [] };
  const rows = files.flatMap(({ path, statements }) =>
    statements.map((statement): Row => ({ statement, path, used: false })),
  );
  const byId = new Map<string, Row[]>();
  for (const row of rows) {
    for (const id of row.statement.ids) {
      const known = byId.get(id);
      if (known === undefined) byId.set(id, [row]);
      else known.push(row);
    }
  }
  const covers = productTest(subject);
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const ids = new Set([finding.rule, ...finding.aliases].map((id) => id.toUpperCase()));
    const near = new Set([...ids].flatMap((id) => byId.get(id) ?? []));
    const hits = [...near].filter(({ statement }) => speaksOf(statement, finding, covers));
    for (const hit of hits) hit.used = true;
    const judged = hits.length === 0 ? finding : judgedBy(finding, hits);
    (judged.suppressed === undefined ? kept : suppressed).push(judged);
  }
  return { findings: kept, suppressed, notes: unusedNotes(files, rows) };
}

function speaksOf({ products }: VexStatement, finding: Finding, covers: ProductTest): boolean {
  const purl = finding.package;
  return purl !== undefined && products.some((product) => covers(product, purl));
}

function judgedBy(finding: Finding, hits: readonly Row[]): Finding {
  const newest = hits.reduce((best, hit) =>
    (hit.statement.time ?? Number.NEGATIVE_INFINITY) >=
    (best.statement.time ?? Number.NEGATIVE_INFINITY)
      ? hit
      : best,
  );
  const { statement, path } = newest;
  const { status } = statement;
  const reason = reasonOf(statement);
  if (status === 'affected' || status === 'under_investigation') {
    return { ...finding, evidence: [...finding.evidence, printable(`VEX ${path}: ${reason}`)] };
  }
  return {
    ...finding,
    verdict: status === 'fixed' ? 'fixed' : 'not-affected',
    suppressed: { by: 'vex', reason, source: path },
  };
}

/** `vulnerable_code_not_present: the parser is not built in`; the status where nothing else is said. */
function reasonOf({ status, justification, detail }: VexStatement): string {
  const word = justification ?? status;
  const text = detail === undefined ? word : `${word}: ${detail}`;
  return printable(text.length > longestReason ? `${text.slice(0, longestReason - 3)}...` : text);
}

function unusedNotes(files: readonly VexFile[], rows: readonly Row[]): readonly ReportNote[] {
  return files.flatMap(({ path, statements }) => {
    const unused = rows.filter((row) => row.path === path && !row.used);
    const [first] = unused;
    if (first === undefined) return [];
    const id = unused.length === statements.length ? 'vex.unused-all' : 'vex.unused';
    const params = {
      file: path,
      count: unused.length,
      total: statements.length,
      id: first.statement.ids[0] ?? '',
    };
    return [{ id, params, text: printable(format(scanMessages[id]?.en ?? id, params)) }];
  });
}
