import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import * as ast from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

/** One reference from a file to another file or package. */
export interface Reference {
  /** As written: `../model/index.ts`, `node:fs`, `yaml`; undefined when it is computed. */
  readonly specifier: string | undefined;
  readonly line: number;
  /** `worker`: the file is named by `new URL('./x.ts', import.meta.url)`. */
  readonly how: 'import' | 're-export' | 'dynamic' | 'type' | 'worker';
}

/** What the house rules need to know of one TypeScript file. Lines count from 1. */
export interface SourceFacts {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Lines that are neither blank nor comment. */
  readonly codeLines: number;
  readonly references: readonly Reference[];
  readonly functions: readonly {
    readonly name: string;
    readonly line: number;
    readonly codeLines: number;
  }[];
  /** Ambient names used: `process`, `fetch`, `Date.now`, `Math.random`, `new Date()` … */
  readonly globals: readonly { readonly name: string; readonly line: number }[];
  /** Regular expressions written out; `undefined` where one is made of a text: `new RegExp(x)`. */
  readonly patterns: readonly {
    readonly literal: { readonly source: string; readonly flags: string } | undefined;
    /** The constant that holds it, or `(anonymous)`. */
    readonly name: string;
    readonly line: number;
  }[];
  /** Exported declarations, and whether a comment stands before each. */
  readonly exports: readonly {
    readonly name: string;
    readonly line: number;
    readonly documented: boolean;
  }[];
  /** True when a top-level `export const` holds an array: the mark of a registry. */
  readonly hasArray: boolean;
  /** True when it re-exports a whole other file. */
  readonly reExportsAll: boolean;
}

/** Facts of every file that the project's tsconfig.json names. */
export function readSourceTree(root: string): SourceFacts[] {
  const api = new API({ cwd: root });
  try {
    return factsOf(api, join(root, 'tsconfig.json'), root);
  } finally {
    api.close();
  }
}

/** Facts of files given as text, for tests of the rules themselves. */
export function parseSources(files: Readonly<Record<string, string>>): SourceFacts[] {
  const entries: Record<string, string> = {
    '/virtual/tsconfig.json': '{"compilerOptions":{"noLib":true},"include":["**/*.ts"]}',
  };
  for (const [path, text] of Object.entries(files)) entries[`/virtual/${path}`] = text;
  const api = new API({ cwd: '/virtual', fs: createVirtualFileSystem(entries) });
  try {
    return factsOf(api, '/virtual/tsconfig.json', '/virtual', entries);
  } finally {
    api.close();
  }
}

function factsOf(
  api: API,
  config: string,
  root: string,
  texts?: Readonly<Record<string, string>>,
): SourceFacts[] {
  using snapshot = api.updateSnapshot({ openProjects: [config] });
  const [project] = snapshot.getProjects();
  if (project === undefined) throw new Error(`Cannot read the project "${config}"`);
  return project.rootFiles.map((file) => {
    const source = project.program.getSourceFile(file);
    if (source === undefined) throw new Error(`Cannot read "${file}": it is not in the program`);
    const text = texts?.[file] ?? readFileSync(file, 'utf8');
    return facts(relative(root, file).split(sep).join('/'), text, source);
  });
}

interface Collected {
  readonly references: Reference[];
  readonly functions: { name: string; line: number; codeLines: number }[];
  readonly globals: { name: string; line: number }[];
  readonly patterns: SourceFacts['patterns'][number][];
  readonly declared: Set<string>;
}

function facts(path: string, text: string, source: ast.SourceFile): SourceFacts {
  const starts = ast.computeLineStarts(text);
  const lineOf = (position: number): number => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const all: Collected = {
    references: [],
    functions: [],
    globals: [],
    patterns: [],
    declared: new Set(),
  };
  const visit = (node: ast.Node): void => {
    const start = ast.skipTrivia(text, node.pos);
    const line = lineOf(start);
    const reference = referenceOf(node);
    if (reference !== undefined) all.references.push({ ...reference, line });
    if (isFunction(node)) {
      all.functions.push({
        name: functionName(node),
        line,
        codeLines: countCode(text.slice(start, node.end)),
      });
    }
    const name = globalOf(node);
    if (name !== undefined) all.globals.push({ name, line });
    if (ast.isRegularExpressionLiteral(node) || makesPattern(node))
      all.patterns.push({ literal: patternOf(node), name: functionName(node), line });
    const declared = declaredName(node);
    if (declared !== undefined) all.declared.add(declared);
    node.forEachChild((child) => visit(child));
  };
  visit(source);
  return {
    path,
    text,
    codeLines: countCode(text),
    references: all.references,
    functions: all.functions,
    globals: all.globals.filter(({ name }) => !all.declared.has(name)),
    patterns: all.patterns,
    exports: source.statements.filter(isExported).map((statement) => {
      const start = ast.skipTrivia(text, statement.pos);
      const before = text.slice(statement.pos, start).trimEnd();
      const name = /\b(?:const|function|class|interface|type)\s+(\w+)/.exec(text.slice(start))?.[1];
      return { name: name ?? '', line: lineOf(start), documented: before.endsWith('*/') };
    }),
    hasArray: source.statements.some(isExportedArray),
    reExportsAll: source.statements.some(
      (statement) => ast.isExportDeclaration(statement) && statement.exportClause === undefined,
    ),
  };
}

/** `new RegExp(…)` and `RegExp(…)`. */
function makesPattern(node: ast.Node): boolean {
  const makes = ast.isNewExpression(node) || ast.isCallExpression(node);
  return makes && ast.isIdentifier(node.expression) && node.expression.text === 'RegExp';
}

function patternOf(node: ast.Node): { source: string; flags: string } | undefined {
  if (!ast.isRegularExpressionLiteral(node)) return undefined;
  const end = node.text.lastIndexOf('/');
  return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
}

function literalText(node: ast.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  return ast.isStringLiteral(node) || ast.isNoSubstitutionTemplateLiteral(node)
    ? node.text
    : undefined;
}

function referenceOf(node: ast.Node): Omit<Reference, 'line'> | undefined {
  if (ast.isImportDeclaration(node))
    return { specifier: literalText(node.moduleSpecifier), how: 'import' };
  if (ast.isExportDeclaration(node)) {
    if (node.moduleSpecifier === undefined) return undefined;
    return { specifier: literalText(node.moduleSpecifier), how: 're-export' };
  }
  if (ast.isExternalModuleReference(node))
    return { specifier: literalText(node.expression), how: 'import' };
  if (ast.isImportTypeNode(node)) {
    const argument = ast.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    return { specifier: literalText(argument), how: 'type' };
  }
  if (ast.isModuleDeclaration(node) && ast.isStringLiteral(node.name))
    return { specifier: node.name.text, how: 'type' };
  if (ast.isCallExpression(node)) {
    const callee = node.expression;
    const loads =
      callee.kind === ast.SyntaxKind.ImportKeyword ||
      (ast.isIdentifier(callee) && callee.text === 'require');
    return loads ? { specifier: literalText(node.arguments[0]), how: 'dynamic' } : undefined;
  }
  return workerReference(node);
}

/** `new URL('./x.ts', import.meta.url)` and `import.meta.resolve('./x.ts')` load code as surely as an import. */
function workerReference(node: ast.Node): Omit<Reference, 'line'> | undefined {
  if (!ast.isNewExpression(node) || !ast.isIdentifier(node.expression)) return undefined;
  const [path, base] = node.arguments ?? [];
  if (node.expression.text !== 'URL' || path === undefined || base === undefined) return undefined;
  const specifier = sourcePath(path);
  return specifier === undefined ? undefined : { specifier, how: 'worker' };
}

/** The first literal `./x.ts` below a node: the path itself, or one side of a condition. */
function sourcePath(node: ast.Node): string | undefined {
  const text = literalText(node);
  if (text !== undefined) return /^\.{1,2}\/.*\.ts$/.test(text) ? text : undefined;
  let found: string | undefined;
  node.forEachChild((child) => {
    found ??= sourcePath(child);
  });
  return found;
}

function isFunction(node: ast.Node): boolean {
  return (
    ast.isFunctionDeclaration(node) ||
    ast.isFunctionExpression(node) ||
    ast.isArrowFunction(node) ||
    ast.isMethodDeclaration(node) ||
    ast.isConstructorDeclaration(node) ||
    ast.isGetAccessorDeclaration(node) ||
    ast.isSetAccessorDeclaration(node)
  );
}

function functionName(node: ast.Node): string {
  if ('name' in node && node.name !== undefined) {
    const name = node.name as ast.Node;
    if (ast.isIdentifier(name)) return name.text;
  }
  const { parent } = node;
  if (ast.isVariableDeclaration(parent) && ast.isIdentifier(parent.name)) return parent.name.text;
  if (ast.isPropertyAssignment(parent) && ast.isIdentifier(parent.name)) return parent.name.text;
  return '(anonymous)';
}

/** A name read from the outside: `process.x`, `f(fetch)`, `fetch()`, `Date.now`, `new Date()`. */
function globalOf(node: ast.Node): string | undefined {
  if (ast.isPropertyAccessExpression(node) && ast.isIdentifier(node.expression)) {
    const owner = node.expression.text;
    if (owner === 'globalThis') return node.name.text;
    return owner === 'Date' || owner === 'Math' || owner === 'crypto'
      ? `${owner}.${node.name.text}`
      : undefined;
  }
  if (ast.isNewExpression(node) && ast.isIdentifier(node.expression)) {
    const none = (node.arguments?.length ?? 0) === 0;
    if (node.expression.text === 'Date' && none) return 'new Date()';
  }
  if (!ast.isIdentifier(node)) return undefined;
  const { parent } = node;
  if (ast.isPropertyAccessExpression(parent)) {
    return parent.expression === node ? node.text : undefined;
  }
  if (ast.isCallExpression(parent) || ast.isNewExpression(parent)) return node.text;
  if (ast.isImportSpecifier(parent) && parent.name === node)
    return (parent.propertyName ?? parent.name).text;
  return undefined;
}

function declaredName(node: ast.Node): string | undefined {
  const declares =
    ast.isParameterDeclaration(node) ||
    ast.isVariableDeclaration(node) ||
    ast.isFunctionDeclaration(node) ||
    ast.isBindingElement(node);
  if (!declares || node.name === undefined) return undefined;
  return ast.isIdentifier(node.name) ? node.name.text : undefined;
}

/** A declaration with `export` before it; re-exports are documented where they come from. */
function isExported(statement: ast.Node): boolean {
  const declares =
    ast.isVariableStatement(statement) ||
    ast.isFunctionDeclaration(statement) ||
    ast.isClassDeclaration(statement) ||
    ast.isInterfaceDeclaration(statement) ||
    ast.isTypeAliasDeclaration(statement);
  if (!declares) return false;
  return statement.modifiers?.some(({ kind }) => kind === ast.SyntaxKind.ExportKeyword) === true;
}

function isExportedArray(statement: ast.Node): boolean {
  if (!ast.isVariableStatement(statement) || !isExported(statement)) return false;
  return statement.declarationList.declarations.some(
    ({ initializer }) => initializer !== undefined && ast.isArrayLiteralExpression(initializer),
  );
}

/** Lines that carry code: neither blank nor wholly comment. */
export function countCode(text: string): number {
  let count = 0;
  let inComment = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (inComment) {
      inComment = !line.includes('*/');
      continue;
    }
    if (line === '' || line.startsWith('//')) continue;
    if (line.startsWith('/*')) {
      inComment = !line.includes('*/');
      continue;
    }
    count += 1;
  }
  return count;
}
