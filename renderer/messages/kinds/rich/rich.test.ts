import { expect, it } from 'vitest'
import type { RichNode } from '../../../../common/rich-text.ts'
import { highlighted } from './highlight.ts'
import { htmlOfRich } from './html.ts'
import { codeLanguages, languageOf } from './languages.ts'
import { runsOf } from './runs.ts'

const link = (text: string, href: string, ...marks: string[]): RichNode => ({
  type: 'text',
  text,
  marks: [...marks.map(type => ({ type })), { type: 'link', attrs: { href } }],
})
const shown = (...nodes: RichNode[]) =>
  runsOf(nodes).map(run => (run.kind === 'link' ? [run.url, run.runs.map(({ text }) => text).join('')] : run))

it('a link whose words read as another address shows where it leads, also when they are in parts', () => {
  const evil = 'https://evil.example/login'
  expect(shown(link('https://bank.com', evil))).toEqual([[evil, evil]])
  expect(shown(link('https://ba', evil), link('nk.com', evil, 'bold'))).toEqual([[evil, evil]])
  expect(shown(link('bank.com', evil))).toEqual([[evil, evil]])
  expect(shown(link('boss@bank.com', 'mailto:thief@evil.example'))).toEqual([
    ['mailto:thief@evil.example', 'mailto:thief@evil.example'],
  ])
  expect(shown(link('看这里', evil))).toEqual([[evil, '看这里']])
  expect(shown(link('https://evil.example/', evil))).toEqual([[evil, 'https://evil.example/']])
  expect(shown(link(' ', evil))).toEqual([[evil, evil]])
})

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'https://a:b@evil.example',
  '/x',
  'https://',
])('what cannot be opened is no link: %s', href => {
  expect(runsOf([link('x', href)])).toEqual([{ kind: 'text', text: 'x', marks: [] }])
})

it('HTML for the clipboard is of the known elements, and escapes words', () => {
  const doc: RichNode = {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: '<b>&', marks: [{ type: 'bold' }, { type: 'glow' }] },
          { type: 'mention', attrs: { userId: 'u_a"><img>', label: '周<野>' } },
          link('x', 'https://a.example/?q="'),
        ],
      },
      { type: 'codeBlock', attrs: { language: 'ts' }, content: [{ type: 'text', text: 'a < b' }] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }] },
    ],
  }
  expect(htmlOfRich(doc)).toBe(
    '<p><strong>&lt;b&gt;&amp;</strong><span data-mention="u_a&quot;&gt;&lt;img&gt;">@周&lt;野&gt;</span>' +
      '<a href="https://a.example/?q=&quot;">x</a></p><pre><code class="language-ts">a &lt; b</code></pre>' +
      '<ul><li><p></p></li></ul>',
  )
})

it('each language is known to the highlighter, which loses nothing of the code', () => {
  const code = 'const a = "好" // 1\n<b class="x">#if</b>\n\tselect * from t;'
  for (const { name } of codeLanguages)
    expect(
      highlighted(code, name)
        .map(({ text }) => text)
        .join(''),
    ).toBe(code)
  expect(highlighted('const a = 1', 'typescript')).toEqual([
    { text: 'const', kind: 'keyword' },
    { text: ' a = ', kind: null },
    { text: '1', kind: 'number' },
  ])
  expect(languageOf(' TSX ')?.name).toBe('typescript')
  expect(languageOf('constructor')).toBeNull()
})
