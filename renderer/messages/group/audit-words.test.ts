import { expect, test } from 'vitest'
import { translatorIn } from '../../i18n.ts'
import { type AuditItem, auditWords } from './audit-words.ts'

const person = (id: string) => ({ id, name: id, latinName: id })
const entry = (action: string, more: Partial<AuditItem> = {}): AuditItem => ({
  id: 1,
  at: 0,
  actor: person('ann'),
  action,
  people: [],
  ...more,
})
const words = (item: AuditItem, language: 'zh' | 'en' = 'en') =>
  auditWords(item, { t: translatorIn(language, 'messages'), language, meId: 'me' })

test('a setting is said as it was and as it became', () => {
  const item = entry('settings', { before: { speak: 'everyone' }, after: { speak: 'admins' } })
  expect(words(item).changes).toEqual([
    { name: 'Who can send messages', before: 'Everyone', after: 'Owner and admins' },
  ])
  expect(words(item, 'zh').what).toBe('ann修改了群设置')
})

test('a name and a description, which may be none', () => {
  expect(words(entry('renamed', { before: { name: '' }, after: { name: 'New' } })).changes).toEqual([
    { name: 'Group name', before: 'none', after: 'New' },
  ])
})

test('who was added, whose request was declined, and who owns it now are named', () => {
  const people = [person('bob')]
  expect(words(entry('added', { after: { userIds: ['bob'] }, people })).what).toBe('ann added bob')
  expect(words(entry('refused', { before: { userIds: ['bob'] }, people })).what).toContain('bob')
  expect(words(entry('owner', { before: { ownerId: 'ann' }, after: { ownerId: 'bob' }, people })).what).toContain('bob')
})

test('an action of a later version, and one with nothing that this one understands, have words', () => {
  expect(words(entry('encrypted', { before: 7, after: null }))).toEqual({
    what: 'ann did something else. Update Lianqun to see what',
    changes: [],
  })
  expect(words(entry('settings', { before: null })).changes).toEqual([])
})
