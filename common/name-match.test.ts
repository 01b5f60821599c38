import { expect, it } from 'vitest'
import { matchesName } from './name-match.ts'

it('an English name and a Chinese one are both found', () => {
  const both = { name: '陈伟', latinName: 'Kevin Chen', reading: 'chen wei' }
  for (const query of ['kevin', 'chenwei', 'cw', 'kc', 'chenkevin']) expect(matchesName(query, both)).toBe(true)
})

it('a name is found by each of its readings, however lü is typed, and in traditional characters', () => {
  const shan = { name: '单田芳', latinName: '', reading: 'shan tian fang / dan tian fang' }
  for (const query of ['shan', 'dan', 'dantian', 'stf', 'dtf', '單']) expect(matchesName(query, shan)).toBe(true)
  expect(matchesName('fangdan', shan)).toBe(false)
  const lv = { name: '吕布', latinName: '', reading: 'lv bu' }
  for (const query of ['lv', 'lu', 'lü', 'LÜ', 'lyu', 'lvbu', 'lubu', 'lyubu', 'lb', '呂'])
    expect(matchesName(query, lv)).toBe(true)
  expect(matchesName('li', lv)).toBe(false)
})
