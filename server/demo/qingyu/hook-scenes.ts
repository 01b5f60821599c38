import { alertmanager, gitlabPipeline, jenkins } from '../payloads.ts'
import type { DemoHookScene } from '../types.ts'

const jitter = {
  name: 'DeviceReportJitter',
  summary: '设备上报抖动：<苏州|杭州|昆山> <3-9>% 的设备晚到',
  labels: { severity: 'P4', service: 'device-ingest' },
}
const egress = {
  name: 'EgressLatency',
  summary: '杭州出口延迟 <60-90> 毫秒',
  labels: { severity: 'P4', service: '杭州出口' },
  figures: 'mon.qingyu.example/egress',
}
const nightly = {
  id: '88<30-99>',
  repo: 'platform/app-web',
  ref: 'main',
  user: '何凡',
  commit: '<首屏少请求一次|图标换成 v7|“昨天”改用系统自带的格式>',
  url: 'ci.qingyu.example/2.32',
}

/** What comes to the hooks after the story, now and then. */
export const hookScenes: DemoHookScene[] = [
  {
    group: 'oncall',
    night: true,
    deliveries: [
      {
        after: 0,
        ...alertmanager('值班', { ...jitter, since: 5, description: '用户会看到：App 里的读数晚十几秒。' }),
        taken: { by: 'suntianyu', after: 2 },
      },
      { after: 10, ...alertmanager('值班', { ...jitter, since: 15, resolved: true }) },
    ],
  },
  {
    group: 'release-train',
    deliveries: [
      {
        after: 0,
        ...gitlabPipeline({
          ...nightly,
          status: 'running',
          stages: [
            ['构建', 'success', 2],
            ['测试', 'running', 0],
            ['预发', 'created', 0],
          ],
        }),
      },
      {
        after: 6,
        ...gitlabPipeline({
          ...nightly,
          status: 'success',
          stages: [
            ['构建', 'success', 2],
            ['测试', 'success', 5],
            ['预发', 'success', 1],
          ],
          minutes: 8,
        }),
      },
    ],
  },
  {
    group: 'oncall',
    night: true,
    deliveries: [
      {
        after: 0,
        ...alertmanager('值班', { ...egress, since: 5, description: '用户会看到：无感，备用线路可用。' }),
        taken: { by: 'mengfei', after: 3 },
      },
      { after: 12, ...alertmanager('值班', { ...egress, since: 17, resolved: true }) },
    ],
  },
  {
    group: 'quality-gate',
    deliveries: [
      {
        after: 0,
        ...jenkins({
          job: 'Air 2 软件门禁',
          number: '<215-299>',
          status: 'SUCCESS',
          tests: [34, 34],
          minutes: 16,
          url: 'gate.qingyu.example/air2',
        }),
      },
    ],
  },
]
