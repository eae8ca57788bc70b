import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf, linesOf } from '../kit/check.ts';
import { gatekeeperOptions } from '../kit/gatekeeper.ts';
import type { Constraint } from '../kit/gatekeeper.ts';
import { kubescapeOptions } from '../kit/kubescape.ts';
import { assertLines, casesOf, faultsOf, resultsOf } from '../kit/kubernetes-cases.ts';
import type { CaseRow } from '../kit/kubernetes-cases.ts';
import { needsShared } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

const posture = 'cases/posture';
const family = await familyOf('kubernetes');

interface KicsRow extends CaseRow {
  readonly rule: { readonly id: string };
}

test('KICS on Kubernetes', needsShared(`${posture}/kics/k8s.jsonl`), async () => {
  const rows = casesOf(`${posture}/kics/k8s.jsonl`) as readonly KicsRow[];
  await runSuite(
    'kics-k8s',
    rows.map((row) => ({
      id: row.name,
      run: () => {
        const { id } = row.rule;
        const files = { 'manifest.yaml': row.input };
        const faults = faultsOf(family, { tool: 'kics', id, files });
        const lines = row.expect.flatMap(({ line }) => (line === undefined ? [] : [line]));
        assertLines(faults, lines, row.input);
      },
    })),
  );
});

interface TrivyRow extends CaseRow {
  readonly data?: Readonly<Record<string, unknown>>;
}

for (const name of ['rego-tests', 'examples']) {
  const place = `${posture}/trivy-checks/${name}.jsonl`;
  test(`trivy-checks on Kubernetes: ${name}`, needsShared(place), async () => {
    const rows = (casesOf(place) as readonly TrivyRow[]).filter(
      ({ kind }) => kind !== 'dockerfile',
    );
    await runSuite(
      `trivy-${name}-k8s`,
      rows.map((row) => ({
        id: row.name,
        run: () => {
          const files = { 'manifest.yaml': row.input };
          const trusted = row.data?.['data.ksv0125.trusted_registries'];
          const version = row.data?.['data.k8s.version'];
          const options = {
            ...(Array.isArray(trusted) && { registries: trusted.map(String) }),
            ...(typeof version === 'string' && { version: minorVersion(version) }),
          };
          for (const { ruleId } of row.expect) {
            const faults = faultsOf(family, { tool: 'trivy', id: ruleId, files, options });
            assert.ok(faults.length > 0, `${ruleId} is not found`);
          }
          for (const ruleId of row.notexpect) {
            const faults = faultsOf(family, { tool: 'trivy', id: ruleId, files, options });
            assert.deepEqual(
              faults.map(({ fault }) => fault.at),
              [],
              `${ruleId} is found`,
            );
          }
        },
      })),
    );
  });
}

/** `v1.32` of `1.32.2-gke.1182001`. */
function minorVersion(version: string): string {
  return `v${version.split('.').slice(0, 2).join('.')}`;
}

interface KubescapeRow extends Omit<CaseRow, 'expect'> {
  readonly files: Readonly<Record<string, string>>;
  readonly expect: readonly {
    readonly ruleId: string;
    readonly failedPaths: readonly string[] | null;
    readonly message: string;
  }[];
  readonly data: string | null;
}

test('kubescape', needsShared(`${posture}/kubescape-regolibrary/cases.jsonl`), async () => {
  const rows = casesOf(`${posture}/kubescape-regolibrary/cases.jsonl`) as readonly KubescapeRow[];
  await runSuite(
    'kubescape',
    rows.map((row) => ({
      id: row.name,
      run: () => {
        const [id = ''] = row.name.split('/');
        // Where the finding is that a report lacks a file, the answer has to be that it was not read.
        if (row.expect.some(({ message }) => message === 'Failed to analyze config file')) {
          assert.deepEqual(resultsOf(family, { tool: 'kubescape', id, files: row.files }), [
            'could-not-read',
          ]);
          return;
        }
        const faults = faultsOf(family, {
          tool: 'kubescape',
          id,
          files: row.files,
          options: kubescapeOptions(id, row.data),
        });
        const wanted = row.expect.length > 0;
        assert.equal(faults.length > 0, wanted, wanted ? 'not found' : told(faults));
        const pointers = new Set(
          faults
            .flatMap(({ fault: { at, also = [] } }) => [at, ...also])
            .map(({ field }) => field?.pointer),
        );
        const paths = row.expect.flatMap(({ failedPaths }) => failedPaths ?? []);
        const missed = missedPaths(paths, [...pointers]);
        assert.deepEqual(missed, [], `paths; found ${[...pointers].join(' ')}`);
      },
    })),
  );
});

/**
 * Paths of kubescape that no fault touches. Of those into several objects, which it gives for a
 * role, its binding and the subject together, one is enough: we tell the fault once.
 */
function missedPaths(
  paths: readonly string[],
  pointers: readonly (string | undefined)[],
): readonly string[] {
  const touched = (path: string): boolean => pointers.some((one) => touches(one, path));
  const prefix = /^relatedObjects\[\d+\]\./;
  const related = paths.filter((path) => prefix.test(path));
  const own = paths.filter((path) => !prefix.test(path));
  if (related.length === 0) return own.filter((path) => !touched(path));
  const found = related.some((path) => touched(path.replace(prefix, '')));
  return found ? own.filter((path) => path !== '' && !touched(path)) : related;
}

function told(faults: ReturnType<typeof faultsOf>): string {
  return faults.map((one) => `${one.fault.at.field?.pointer}:${linesOf(one)[0]?.first}`).join(' ');
}

/** Whether a pointer names the same field as a path of kubescape, its parent, or a part of it. */
function touches(pointer: string | undefined, path: string): boolean {
  const steps = path
    .replaceAll(/\[([^\]]+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
  const own = (pointer ?? '').split('/').slice(1);
  const shared = Math.min(steps.length, own.length);
  const same = steps.slice(0, shared).every((step, index) => step === own[index]);
  return same && own.length >= steps.length - 1;
}

interface GatekeeperRow extends CaseRow {
  readonly template: string;
  readonly constraint: Constraint | null;
  readonly inventory: readonly string[];
}

test('gatekeeper-library', needsShared(`${posture}/gatekeeper-library/cases.jsonl`), async () => {
  const rows = casesOf(`${posture}/gatekeeper-library/cases.jsonl`) as readonly GatekeeperRow[];
  await runSuite(
    'gatekeeper',
    rows.map((row) => ({
      id: row.name,
      run: () => {
        const id = row.template;
        const options = gatekeeperOptions(id, row.constraint);
        const around = row.inventory.map((text, at) => [`inventory-${at}.yaml`, text] as const);
        const files = { 'manifest.yaml': row.input, ...Object.fromEntries(around) };
        const faults = faultsOf(family, { tool: 'gatekeeper', id, files, options }).filter(
          ({ fault }) => fault.at.file?.path === 'manifest.yaml',
        );
        assert.equal(faults.length > 0, row.expect.length > 0, told(faults));
      },
    })),
  );
});
