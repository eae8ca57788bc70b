import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needsDaemon, startDocker } from '../test/kit/daemon.ts';
import { buildTar } from '../test/kit/oci.ts';
import { compare, ratioTable } from './kit/compare.ts';
import type { Contestant } from './kit/compare.ts';

const root = join(import.meta.dirname, '..');
const node = process.execPath;
const built = join(root, 'dist/plimsoll.js');
if (!existsSync(built)) throw new Error('Cannot measure: run "npm run build" first');
const { skip } = needsDaemon('dockerd');
if (skip !== false) throw new Error(`Cannot measure: this bench ${skip}`);

const containers = 100;

/** The same questions as `plimsoll host` asks, eight at a time, and nothing done with the answers. */
const bareCalls = (socketPath: string): string => `
const { Agent, request } = require('node:http');
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const ask = (path) => new Promise((resolve, reject) => {
  const sent = request({ socketPath: ${JSON.stringify(socketPath)}, path, agent }, (message) => {
    const parts = [];
    message.on('data', (part) => parts.push(part));
    message.on('end', () => resolve(Buffer.concat(parts)));
  });
  sent.on('error', reject);
  sent.end();
});
(async () => {
  const [, list] = await Promise.all(['/info', '/containers/json?all=1', '/version', '/networks', '/images/json'].map(ask));
  const ids = JSON.parse(list.toString()).map((row) => row.Id);
  await Promise.all(ids.flatMap((id) => ['json', 'changes'].map((what) => ask('/containers/' + id + '/' + what))));
  agent.destroy();
})();
`;

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const daemon = await startDocker('overlay2');
const base = daemon.tcp.replace('tcp:', 'http:');
try {
  await daemon.post('/images/create?fromSrc=-&repo=bench&tag=1', buildTar([{ path: 'x' }]));
  for (let at = 0; at < containers; at += 1) {
    const body = JSON.stringify({
      Image: 'bench:1',
      Cmd: ['/x'],
      HostConfig: { NetworkMode: 'none' },
    });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${base}/containers/create?name=c${at}`, { method: 'POST', headers, body });
  }
  const bare = join(folder, 'bare.cjs');
  writeFileSync(bare, bareCalls(daemon.host.replace('unix://', '')));
  const program = `env DOCKER_HOST=${daemon.host} ${node} ${built}`;
  const contestants: Contestant[] = [
    { name: 'bare API calls (floor)', command: `${node} ${bare}` },
    { name: '`plimsoll host`', command: `${program} host`, target: 3 },
    { name: '`plimsoll host -f json`', command: `${program} host -f json`, target: 3 },
    { name: '`plimsoll` (the doctor)', command: program, target: 3 },
  ];
  const measured = compare(contestants, 9);
  console.log(ratioTable(`A machine with ${containers} containers`, contestants, measured));
} finally {
  for (let at = 0; at < containers; at += 1)
    await fetch(`${base}/containers/c${at}?force=1`, { method: 'DELETE' });
  await daemon.stop();
  rmSync(folder, { recursive: true });
}
