import type { MethodExamples } from './core/feature.ts'
import type { fileMethods } from './files.ts'
import { file } from './sample-rows.ts'

const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

export const fileMethodExamples: MethodExamples<typeof fileMethods> = {
  'file.claim': {
    params: { sha256, name: '报价单.xlsx' },
    result: { file },
    invalid: [
      { sha256: 'x', name: 'a' },
      { sha256, name: ' ' },
    ],
    invalidResults: [{}, { file: { ...file, size: -1 } }],
  },
}
