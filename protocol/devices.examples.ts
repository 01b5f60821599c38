import type { MethodExamples } from './core/feature.ts'
import type { deviceMethods } from './devices.ts'
import { at, device } from './sample-rows.ts'

export const deviceMethodExamples: MethodExamples<typeof deviceMethods> = {
  'device.list': {
    params: {},
    result: { devices: [{ ...device, createdAt: at, lastSeenAt: at, current: true }] },
    invalid: [null, 4],
    invalidResults: [{ devices: null }, {}],
  },
  'device.revoke': {
    params: { deviceId: 'dev_1' },
    result: {},
    invalid: [{}, { deviceId: 1 }],
    invalidResults: [null, 1],
  },
  'device.revokeOthers': {
    params: {},
    result: { revoked: 2 },
    invalid: [null, 4],
    invalidResults: [{}, { revoked: -1 }],
  },
}
