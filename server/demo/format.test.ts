import { sendableContentSchema } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { formatted } from './format.ts'

test('a text of the demo with marks, a list and code is a formatted message that a client could send', () => {
  const text = '**门禁**：@周野 看 `npm test`\n- 一\n- 二\n```bash\nnpm run load\n```'
  const content = formatted({ type: 'text', text, mentions: [{ userId: 'u', offset: 7, length: 3 }] })
  const line = (...content: object[]) => ({ type: 'paragraph', content })
  const words = (text: string, mark?: string) => ({ type: 'text', text, ...(mark && { marks: [{ type: mark }] }) })
  expect(content).toEqual({
    type: 'rich',
    doc: {
      type: 'doc',
      content: [
        line(
          words('门禁', 'bold'),
          words('：'),
          { type: 'mention', attrs: { userId: 'u', label: '周野' } },
          words(' 看 '),
          words('npm test', 'code'),
        ),
        {
          type: 'bulletList',
          content: ['一', '二'].map(item => ({ type: 'listItem', content: [line(words(item))] })),
        },
        { type: 'codeBlock', attrs: { language: 'bash' }, content: [words('npm run load')] },
      ],
    },
  })
  expect(sendableContentSchema.safeParse(content).success).toBe(true)
})

test('a text without format stays a text', () => {
  const content = { type: 'text' as const, text: '3 * 4，a-b', mentions: [] }
  expect(formatted(content)).toBe(content)
})
