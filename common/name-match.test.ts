import { expect, it } from 'vitest'
import { matchesName, rankName } from './name-match.ts'

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

it('a space within a name makes no difference', () => {
  const padded = { name: '张\u3000三', latinName: '', reading: 'zhang san' }
  const plain = { ...padded, name: '张三' }
  for (const named of [padded, plain])
    for (const query of ['张三', '张 三', '張　三', 'zs', 'zhang san']) expect(matchesName(query, named)).toBe(true)
})

it('letters are typed without what keys lack', () => {
  for (const [name, query] of [
    ['Łukasz Groß', 'lukasz gross'],
    ['Søren Æbelø', 'soren aebelo'],
    ['Đặng Thị', 'dang thi'],
    ['Işık', 'isik'],
    ['O’Brien', "o'brien"],
  ] as const)
    expect(matchesName(query, { name, latinName: '', reading: '' })).toBe(true)
})

it.each([
  ['设置', 0],
  ['SETTINGS', 0],
  ['设', 1],
  ['sett', 1],
  ['shezhi', 2],
  ['sz', 2],
  ['settigns', 3],
  ['shezih', 3],
  ['消息', null],
  ['', null],
] as const)('%s ranks %s for the settings', (query, rank) => {
  expect(rankName(query, { name: '设置', latinName: 'Settings', reading: 'she zhi' })).toBe(rank)
})
