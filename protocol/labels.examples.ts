import type { MethodExamples } from './core/feature.ts'
import type { Label, labelMethods } from './labels.ts'

const label: Label = {
  id: '0198c5a1-7c3e-7b1a-9f00-2b6f5d1e8a02',
  name: '上市',
  hue: 6,
  rules: [
    { kind: 'name', value: 'Air 2' },
    { kind: 'member', value: 'u_zhouye' },
  ],
  deleted: false,
  revision: 11,
}
const { id, name, hue } = label
const written = { id, name, hue, rules: [{ kind: 'name' as const, value: 'Air 2' }] }

export const labelMethodExamples: MethodExamples<typeof labelMethods> = {
  'label.set': {
    params: written,
    result: { label },
    invalid: [
      {},
      { ...written, name: ' ' },
      { ...written, name: '标'.repeat(21) },
      { ...written, hue: 9 },
      { ...written, id: 'a b' },
      { ...written, rules: [{ kind: 'kind', value: 'channel' }] },
      { ...written, rules: [{ kind: 'weather', value: 'rain' }] },
      { ...written, rules: Array.from({ length: 11 }, () => written.rules[0]) },
    ],
    invalidResults: [{}, { label: { ...label, revision: null } }],
  },
  'label.delete': {
    params: { id },
    result: { label: { ...label, name: '', rules: [], deleted: true } },
    invalid: [{}, { id: '' }],
    invalidResults: [{}, { label: { ...label, deleted: 'yes' } }],
  },
}
