import type { MethodExamples } from './core/feature.ts'
import type { directoryMethods } from './directory.ts'
import { bad, employee } from './sample-rows.ts'

export const directoryMethodExamples: MethodExamples<typeof directoryMethods> = {
  'directory.employees': {
    params: { userIds: ['u_zhouye', 'u_maya'] },
    result: { employees: [employee] },
    invalid: [{}, { userIds: [] }, { userIds: [bad.notAnId] }, { userIds: Array(201).fill('u_zhouye') }],
    invalidResults: [{}, { employees: 'no' }],
  },
}
