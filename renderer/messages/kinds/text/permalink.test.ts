import { expect, test } from 'vitest'
import { textParts } from './MessageText.tsx'
import { permalinkOf } from './permalink.ts'

test('links of messages, conversations and people in a text lead to them; what only begins like one stays a text', () => {
  const kinds = (text: string) => textParts(text, []).map(part => (part.kind === 'link' ? `<${part.url}>` : part.text))
  expect(kinds('见lianqun://conversation/c_1/42，和 https://a.example/x')).toEqual([
    '见',
    '<lianqun://conversation/c_1/42>',
    '，和 ',
    '<https://a.example/x>',
  ])
  expect(kinds('lianqun://person/u1')).toEqual(['<lianqun://person/u1>'])
  expect(kinds('lianqun://settings lianqun://conversation/c/0 lianqun://conversation/c/4/5')).toEqual([
    'lianqun://settings lianqun://conversation/c/0 lianqun://conversation/c/4/5',
  ])
})

test('where it leads', () => {
  expect(permalinkOf('lianqun://conversation/c_1/42')).toEqual({ to: 'conversation', id: 'c_1', seq: 42 })
  expect(permalinkOf('LIANQUN://Conversation/c_1')).toEqual({ to: 'conversation', id: 'c_1', seq: null })
  expect(permalinkOf('lianqun://person/u1')).toEqual({ to: 'person', userId: 'u1' })
  expect(permalinkOf('https://a.example/lianqun://person/u1')).toBeNull()
})
