import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayWidth } from '../report/width.ts';
import { changeLines, explanationLines, networkLines } from './network-report.ts';

const long = 'a-namespace-with-a-long-name/a-deployment-with-an-even-longer-name[Deployment]';
const ports = 'SCTP 1-65535,TCP 1-79,81-442,444-8079,8081-65535,UDP 1-52,54-65535';
const say = {
  allowed: false,
  byDefault: false,
  reasons: [
    { kind: 'NetworkPolicy', name: long, rule: '#1', effect: 'ports', place: 'deploy/a.yaml:7' },
    { kind: 'Ingress', name: 'shop/front', effect: 'ports', place: 'deploy/b.yaml:1' },
  ],
} as const;

for (const lang of ['en', 'zh-CN'] as const) {
  test(`connections in ${lang} fit 80 cells and show no control characters`, () => {
    const lines = [
      ...networkLines(
        [
          {
            name: '',
            kind: 'pod',
            workloads: [long],
            connections: [
              { from: '{ingress}', to: long, ports },
              { from: long, to: 'shop/db\u001b[31m[Pod]', ports: 'all' },
            ],
            open: [{ workload: long, direction: 'ingress', to: 'cluster', who: '*', ports: '' }],
            unprotected: [{ workload: long, directions: ['ingress', 'egress'] }],
          },
          {
            name: 'blue',
            kind: 'user-defined',
            workloads: [],
            connections: [],
            open: [],
            unprotected: [],
          },
        ],
        lang,
      ),
      ...changeLines([{ network: '', from: long, to: long, before: ports, after: 'all' }], lang),
      ...changeLines([], lang),
      ...explanationLines(
        {
          from: 'ingress',
          to: long,
          rulings: [{ allowed: false, ports, egress: say, ingress: say }],
        },
        lang,
      ),
    ];
    // The title of an explanation is one line, however long its ends are.
    const wide = lines.filter((line) => displayWidth(line) > 80 && !line.includes(' → '));
    assert.deepEqual(wide, []);
    assert.ok(lines.every((line) => !line.includes('\u001b')));
    assert.ok(lines.some((line) => line.includes('8081-65535')));
  });
}
