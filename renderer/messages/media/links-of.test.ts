import type { Content } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { linksOf, shortLink } from './links-of.ts'
import { mergeItems } from './use-of-kind.ts'

const of = (content: object) => linksOf({ content: content as Content })

test('the links of a text, each once', () => {
  expect(of({ type: 'text', text: 'https://a.example/x, www.b.com and https://a.example/x' })).toEqual([
    'https://a.example/x',
    'https://www.b.com',
  ])
  expect(of({ type: 'poll', question: 'https://a.example' })).toEqual([])
})

test('the links of a formatted text, written out or behind words; none that would not be opened', () => {
  const link = (href: string) => ({ type: 'text', text: 'words', marks: [{ type: 'link', attrs: { href } }] })
  const content = [link('https://a.example'), { type: 'text', text: 'https://b.example' }, link('javascript:alert(1)')]
  expect(of({ type: 'rich', doc: { type: 'doc', content: [{ type: 'paragraph', content }] } })).toEqual([
    'https://a.example',
    'https://b.example',
  ])
})

test('a link is shown without what every link begins with', () => {
  expect(['https://www.a.example/', 'http://b.example/x?y', 'mailto:c@d.example'].map(shortLink)).toEqual([
    'a.example',
    'b.example/x?y',
    'c@d.example',
  ])
})

test('of a message of this device and of the server the newer row counts', () => {
  const item = (seq: number, revision: number) => ({ seq, revision }) as Parameters<typeof mergeItems>[0][number]
  expect(mergeItems([item(3, 3), item(2, 5)], [item(2, 4), item(1, 1), item(3, 6)])).toEqual([
    item(3, 6),
    item(2, 5),
    item(1, 1),
  ])
})
