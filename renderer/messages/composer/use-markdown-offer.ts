import type { Editor } from '@tiptap/core'
import { useCallback, useState } from 'react'
import { toastError } from '../../ui/index.ts'

interface Offer {
  text: string
  from: number
  to: number
}

/** A text that was pasted and could be formatted; the offer ends with the next change of the text. */
export function useMarkdownOffer() {
  const [offer, setOffer] = useState<Offer | null>(null)
  const end = useCallback(() => setOffer(null), [])
  const convert = async (editor: Editor) => {
    if (offer === null) return
    const { documentOfMarkdown } = await import('./paste-markdown.ts')
    const { from, to, text } = offer
    const content = documentOfMarkdown(text).content ?? []
    editor.chain().focus().insertContentAt({ from, to }, content).run()
    setOffer(null)
  }
  return {
    offered: offer !== null,
    offer: (text: string, from: number, to: number) => setOffer({ text, from, to }),
    convert: (editor: Editor) => void convert(editor).catch(toastError),
    end,
  }
}
