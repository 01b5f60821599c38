import { expect, it } from 'vitest'
import type { MemberItem } from '../../../preload/contract/index.ts'
import { withMentions } from './paste-mentions.ts'

const member = (userId: string, name: string, latinName = '', deleted = false) =>
  ({ userId, nickname: '', person: { id: userId, name, latinName, deleted } }) as MemberItem
const members = [
  member('zy', '周野', 'Ye Zhou'),
  member('zym', '周野萌', 'Mia'),
  member('w1', '王伟'),
  member('w2', '王伟'),
  member('max', 'Max'),
  member('gone', '林晚', '', true),
]
const found = (text: string, everyone: string | null = '所有人') =>
  withMentions(text, members, everyone).mentions.map(({ userId, offset, length }) => [
    userId,
    text.slice(offset, offset + length),
  ])

it('the whole names of members behind @ mention them, the longest first', () => {
  expect(found('@周野 @周野萌，@Ye Zhou 看下；cc@周野\n@所有人')).toEqual([
    ['zy', '@周野'],
    ['zym', '@周野萌'],
    ['zy', '@Ye Zhou'],
    ['all', '@所有人'],
  ])
})

it('nobody is mentioned by half a name, a name of two, of somebody who left, or in an address', () => {
  expect(found('@周 @王伟 @林晚 @Maxim a@max.example @')).toEqual([])
  expect(found('@所有人', null)).toEqual([])
  expect(found('@max 好')).toEqual([['max', '@max']])
})

it('there are at most as many as a message takes', () => {
  expect(found('@Max '.repeat(300))).toHaveLength(200)
})
