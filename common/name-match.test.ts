import { expect, it } from 'vitest'
import { matchesName } from './name-match.ts'

it('an English name and a Chinese one are both found', () => {
  const both = { name: '陈伟', latinName: 'Kevin Chen', reading: 'chen wei' }
  for (const query of ['kevin', 'chenwei', 'cw', 'kc', 'chenkevin']) expect(matchesName(query, both)).toBe(true)
})
