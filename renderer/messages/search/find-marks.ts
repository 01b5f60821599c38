import { useEffect } from 'react'
import { matchRanges } from '../../../common/fold.ts'
import { useMessageList } from '../message-list-store.ts'
import { keyOf } from '../message-window.ts'
import { currentIndex, useFinding } from './finding.ts'

/* The words of a query are lit up in the messages that match, without touching what React drew. */

const marks = 'messages-find'
const currentMarks = 'messages-find-current'

/** Elements that begin a line of their own: a word does not go on from one to the next. */
const blocks = 'p, li, pre, blockquote, div, tr, h1, h2, h3, summary, button'

/** The places of a query's words in an element: a word may be in several text nodes, such as when a part is bold. */
function wordRanges(root: Element, query: string): Range[] {
  const nodes: { node: Text; start: number }[] = []
  let text = ''
  let block: Element | null = null
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.nodeName === 'BR') text += '\n'
    if (!(node instanceof Text)) continue
    const own = node.parentElement?.closest(blocks) ?? null
    if (own !== block) text += '\n'
    block = own
    nodes.push({ node, start: text.length })
    text += node.data
  }
  return matchRanges(text, query).flatMap(({ start, end }) => {
    const first = nodes.findLast(one => one.start <= start)
    const last = nodes.findLast(one => one.start < end)
    if (first === undefined || last === undefined) return []
    const range = document.createRange()
    range.setStart(first.node, Math.min(start - first.start, first.node.length))
    range.setEnd(last.node, Math.min(end - last.start, last.node.length))
    return [range]
  })
}

/** Lights up what is found in the list that is shown, as rows come and go; the match where one is stronger. */
export function useFindMarks(): void {
  useEffect(() => {
    let frame = 0
    const draw = () => {
      frame = 0
      const finding = useFinding.getState()
      const { seqs, query } = finding
      const current = seqs[currentIndex(finding)]
      const found = new Set(seqs)
      const keys = new Map(
        useMessageList
          .getState()
          .window.items.filter(({ seq }) => found.has(seq))
          .map(item => [keyOf(item), item.seq]),
      )
      const [others, here]: [Range[], Range[]] = [[], []]
      for (const row of document.querySelectorAll<HTMLElement>('.messages-message-list [data-row]')) {
        const seq = keys.get(row.dataset.row ?? '')
        if (seq === undefined) continue
        for (const words of row.querySelectorAll('.messages-words'))
          (seq === current ? here : others).push(...wordRanges(words, query))
      }
      CSS.highlights.set(marks, new Highlight(...others))
      CSS.highlights.set(currentMarks, new Highlight(...here))
    }
    const soon = () => {
      frame ||= requestAnimationFrame(draw)
    }
    const list = document.querySelector('.messages-chat')
    const observer = new MutationObserver(soon)
    if (list !== null) observer.observe(list, { childList: true, subtree: true, characterData: true })
    const stop = useFinding.subscribe(soon)
    soon()
    return () => {
      observer.disconnect()
      stop()
      cancelAnimationFrame(frame)
      CSS.highlights.delete(marks)
      CSS.highlights.delete(currentMarks)
    }
  }, [])
}
