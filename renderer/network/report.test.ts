import { expect, test } from 'vitest'
import { type Diagnosis, diagnosisFindings } from '../../preload/contract/network.ts'
import { findingText, problemsIn, reportText } from './report.ts'

const diagnosis: Diagnosis = {
  address: 'chat.example.com',
  finished: true,
  steps: [
    { step: 'address', outcome: 'ok', finding: 'address_ok', value: 'chat.example.com', detail: '' },
    { step: 'dns', outcome: 'skipped', finding: 'dns_by_proxy', value: 'chat.example.com', detail: '' },
    { step: 'proxy', outcome: 'failed', finding: 'proxy_refused', value: 'proxy:8080', detail: 'status 403' },
    { step: 'clock', outcome: 'warning', finding: 'clock_fast', value: '11', detail: '' },
  ],
}

test('the report has a line a step, with details', () => {
  expect(reportText(diagnosis, 'zh', '1.2.3', new Date(0))).toBe(
    [
      '连群 1.2.3 连接检查，1970-01-01T00:00:00.000Z',
      'chat.example.com',
      '正常 · 地址: chat.example.com',
      '未检查 · 域名解析: 由代理解析 chat.example.com。',
      '异常 · 网络代理: proxy:8080 不允许访问该地址。请联系管理员放行。 [status 403]',
      '注意 · 电脑时间: 此电脑的时间快了 11 分钟。请在系统设置中开启自动对时。',
    ].join('\n'),
  )
  expect(problemsIn(diagnosis)).toBe(2)
})

test.each(['zh', 'en'] as const)('each finding has a sentence without a gap in %s', language => {
  for (const finding of diagnosisFindings) {
    const text = findingText({ step: 'address', outcome: 'ok', finding, value: 'unreachable', detail: '' }, language)
    expect(text).not.toMatch(/^$|\{\{|undefined/)
  }
})

test('an error code is shown as its sentence, an unknown one as well', () => {
  const step = { step: 'signin', outcome: 'failed', finding: 'signin_failed', detail: '' } as const
  expect(findingText({ ...step, value: 'session_revoked' }, 'en')).toMatch(/signed out/)
  expect(findingText({ ...step, value: 'of a later version' }, 'en')).toMatch(/Something went wrong/)
})
