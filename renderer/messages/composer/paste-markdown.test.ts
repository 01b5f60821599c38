import { expect, it } from 'vitest'
import { sendableContentSchema } from '../../../protocol/index.ts'
import { textOf, writtenOf } from './document.ts'
import { looksLikeMarkdown } from './markdown-look.ts'
import { documentOfMarkdown } from './paste-markdown.ts'

const markdown = `# 发布

先看 **这里** 和 *那里*，~~旧的~~，用 \`npm test\`，见 [文档](https://a.example/x)。

1. 一
2. 二
   - 甲
   - [x] 乙

> 引用

\`\`\`ts
const a = 1
\`\`\`

| 型号 | 数量 |
|---|---|
| Air | 2 |

[坏](javascript:alert(1)) <b>html</b> https://a.example`

it('looks like Markdown only where there is some', () => {
  expect(looksLikeMarkdown(markdown)).toBe(true)
  expect(looksLikeMarkdown('```\na\n```')).toBe(true)
  expect(looksLikeMarkdown('[文档](https://a.example)')).toBe(true)
  for (const text of ['收到', '# 1 楼', '- 好的', '1. 一', '3 * 4 * 5', 'a_b_c', '> 好', 'https://a.example/#x', '**'])
    expect(looksLikeMarkdown(text), text).toBe(false)
})

it('becomes a message with its words, and nothing that cannot be sent', () => {
  const written = writtenOf(documentOfMarkdown(markdown))
  expect(sendableContentSchema.safeParse(written).error).toBeUndefined()
  expect(textOf(documentOfMarkdown(markdown))).toBe(
    [
      '发布',
      '先看 这里 和 那里，旧的，用 npm test，见 文档。',
      '1. 一',
      '2. 二',
      '   • 甲',
      '   • ☑ 乙',
      '> 引用',
      'const a = 1',
      '型号\t数量',
      'Air\t2',
      '坏 <b>html</b> https://a.example',
    ].join('\n'),
  )
  expect(JSON.stringify(written)).not.toContain('javascript')
})
