import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Card } from '@lianqun/protocol'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { CardView } from './CardView.tsx'
import { foldedHeight } from './Fold.tsx'
import { freshMemory, memoryOf } from './memory.ts'

const card: Card = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'x' }], actions: [] }

function shown(unfolded: boolean, language: 'zh' | 'en' = 'zh'): string {
  const host = {
    language,
    act: async () => ({ answer: 'done' as const }),
    openLink: () => {},
    pictureOf: () => null,
    mentionOf: () => null,
  }
  return renderToStaticMarkup(<CardView card={card} host={host} memory={{ ...freshMemory(), unfolded }} />)
}

describe('a high card', () => {
  it('is folded until its reader asks for all of it, also before it is measured', () => {
    expect(shown(false)).toMatch(/class="messages-card-fold folded"/)
    expect(shown(false)).not.toContain('aria-expanded')
    const css = readFileSync(join(import.meta.dirname, 'card.css'), 'utf8')
    expect(css).toContain(`.messages-card-fold.folded { max-height: ${foldedHeight}px; overflow: clip; }`)
  })

  it('says that it is unfolded, and what the button is about', () => {
    const html = shown(true)
    expect(html).toMatch(/class="messages-card-fold"/)
    const id = /id="([^"]+)" class="messages-card-fold"/.exec(html)?.[1]
    expect(html).toMatch(/<button type="button" class="messages-card-unfold" aria-expanded="true"/)
    expect(html).toContain(`aria-controls="${id}"`)
    expect(html).toContain('收起')
    expect(shown(true, 'en')).toContain('Show less')
  })

  it('stays unfolded while it is not on the screen, and as another version', () => {
    memoryOf('c/1').unfolded = true
    expect(memoryOf('c/1').unfolded).toBe(true)
    expect(memoryOf('c/2').unfolded).toBe(false)
  })
})
