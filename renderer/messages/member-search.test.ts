import { describe, expect, it } from 'vitest'
import { firstOption, mentionOptions } from './MentionList.tsx'

const person = (id: string, name: string, latinName: string, reading: string) => ({
  userId: id,
  role: 'member' as const,
  nickname: '',
  joinedAt: 0,
  reading,
  person: {
    id,
    name,
    latinName,
    title: '',
    departmentId: '',
    departmentName: '',
    departmentLatinName: '',
    leader: false,
    phone: '',
    external: false,
    deleted: false,
  },
})

describe('whom an @ may mean', () => {
  const members = [
    person('zy', '周野', 'Ye Zhou', 'zhou ye'),
    person('sh', '苏禾', '', 'su he'),
    person('me', '陈屿', 'Yu Chen', 'chen yu'),
  ]
  const ids = (query: string) =>
    mentionOptions(members, query, { language: 'zh', meId: 'me', everyone: '所有人' }).map(option => option.id)

  it('is everyone and the others', () => {
    expect(ids('')).toEqual(['all', 'zy', 'sh'])
    for (const query of ['所', 'all', 'suoyou', 'syr']) expect(ids(query)).toEqual(['all'])
    expect(ids('陈')).toEqual([])
  })

  it('is with Enter the first person, and everyone only where no person is meant', () => {
    const chosen = (query: string) => {
      const options = mentionOptions(members, query, { language: 'zh', meId: 'me', everyone: '所有人' })
      return options[firstOption(options)]?.id
    }
    expect([chosen(''), chosen('s'), chosen('所有人')]).toEqual(['zy', 'sh', 'all'])
    const alone = mentionOptions(members.slice(2), '', { language: 'zh', meId: 'me', everyone: '所有人' })
    expect(alone).toEqual([])
  })

  it.each(['野', 'z', 'zhou', 'zhouye', 'zy', 'zhouy', 'zye', 'ye', 'yez', 'yezhou', 'ye zhou', 'Zhou Ye', 'yz'])(
    'is found by the name, how it is read, the Latin name in either order, and initials: %s',
    query => expect(ids(query)).toEqual(['zy']),
  )

  it('is found by pinyin where there is no Latin name', () => {
    for (const query of ['suhe', 'sh', 'he']) expect(ids(query)).toEqual(['sh'])
  })

  it('is not found by what is in the middle of a word', () => {
    for (const query of ['hou', 'zz', 'zyx', '-']) expect(ids(query)).toEqual([])
  })
})
