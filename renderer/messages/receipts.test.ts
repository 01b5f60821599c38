import { expect, it } from 'vitest'
import { readersOf, withReceipts } from './receipts.ts'

const member = (id: string, deleted = false, bot?: string) => ({
  userId: id,
  role: 'member' as const,
  nickname: '',
  joinedAt: 0,
  reading: '',
  person: {
    id,
    name: id,
    latinName: id,
    title: '',
    departmentId: '',
    departmentName: '',
    departmentLatinName: '',
    leader: false,
    phone: '',
    external: false,
    deleted,
    ...(bot !== undefined && { bot }),
  },
})

it('marks only move forward', () => {
  const marks = withReceipts(withReceipts(new Map(), [{ userId: 'a', readSeq: 9 }]), [
    { userId: 'a', readSeq: 4 },
    { userId: 'b', readSeq: 1 },
  ])
  expect([...marks]).toEqual([
    ['a', 9],
    ['b', 1],
  ])
})

it('readers are the other members whose mark is at the message or behind it', () => {
  const marks = new Map([
    ['a', 5],
    ['b', 4],
    ['me', 9],
  ])
  const { read, unread } = readersOf(
    5,
    [member('me'), member('a'), member('b'), member('c'), member('gone', true), member('hook', false, 'siren')],
    marks,
    'me',
  )
  expect(read.map(one => one.userId)).toEqual(['a'])
  expect(unread.map(one => one.userId)).toEqual(['b', 'c'])
})
