import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain } from '../fault.ts';
import { objectOf, listOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Devices that every container has anyway. */
const harmless: ReadonlySet<string> = new Set([
  '/dev/null',
  '/dev/zero',
  '/dev/full',
  '/dev/random',
  '/dev/urandom',
  '/dev/tty',
]);

/** Devices of the host given to the container. */
export const devices: CheckRule<ContainerView> = {
  id: 'CTR-DEVICES',
  aliases: { 'docker-bench': ['5.18'], cdk: ['mount-disk'] },
  severity: 'medium',
  family: 'devices',
  title: { en: 'Host devices exposed', 'zh-CN': '暴露了主机设备' },
  message: {
    en: '{container} is given {count} devices of the host',
    'zh-CN': '{container} 获得了 {count} 个主机设备',
  },
  why: {
    en: 'A disk or memory device is the host itself; any device is a driver that was not written for hostile users.',
    'zh-CN': '磁盘或内存设备就是主机本身；任何设备背后的驱动都不是为恶意用户编写的。',
  },
  advice: {
    en: 'Give only the device that is needed, without write (:r) where reading is enough.',
    'zh-CN': '只给出需要的设备；只读即可时使用 :r。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/run/#device'],
  bad: [
    '{"Name": "/web", "HostConfig": {"Devices": [{"PathOnHost": "/dev/sda", "PathInContainer": "/dev/sda", "CgroupPermissions": "rwm"}]}}',
    '{"Name": "/web", "HostConfig": {"DeviceCgroupRules": ["a *:* rwm"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"Devices": []}}',
    '{"Name": "/web", "HostConfig": {"Devices": null}}',
    '{"Name": "/web", "HostConfig": {"Devices": [{"PathOnHost": "/dev/null", "PathInContainer": "/dev/null"}]}}',
  ],
  check: (view, answer) => {
    const given = listOf(view.host['Devices'])
      .map((entry) => textOf(objectOf(entry)['PathOnHost']) ?? '')
      .filter((path) => !harmless.has(path));
    const rules = textsOf(view.host['DeviceCgroupRules']);
    if (given.length + rules.length === 0) return;
    const raw = given.filter((path) =>
      /^\/dev\/(?:sd|vd|xvd|nvme|dm-|mapper\/|md|mem$|kmem$|port$)/.test(path),
    );
    const pointer = given.length > 0 ? '/HostConfig/Devices' : '/HostConfig/DeviceCgroupRules';
    const fault = settingFault(view, {
      pointer,
      observed: [...given, ...rules].join(', '),
      wanted: { en: 'none', 'zh-CN': '无' },
      command: runAgain(view, '--device PATH:PATH:r'),
    });
    answer.fail({
      ...fault,
      params: { container: view.subject, count: given.length + rules.length },
      ...(raw.length > 0 ? { severity: 'high' } : {}),
    });
  },
};
