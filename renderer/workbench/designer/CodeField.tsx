import { type KeyboardEvent, memo, type RefObject, useMemo, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { cx, isComposing } from '../../ui/index.ts'
import { editField } from './edit.ts'
import type { Finding } from './findings.ts'

/** More is no text that main checks (`cards.check`). */
const mostLetters = 1_000_000
/** The height of a line, CSS pixels, as in the style sheet. */
const lineHeight = 20

/**
 * A field for JSON with the numbers of its lines. Its letters are drawn by a layer below it, which colours them; writing,
 * input methods and undo are those of the field. The box around both scrolls.
 */
export function CodeField(props: {
  field: RefObject<HTMLTextAreaElement | null>
  value: string
  onChange: (value: string) => void
  /** What is wrong, of this very text. */
  findings: readonly Finding[]
  describedBy: string
}) {
  const { field, value, onChange, findings, describedBy } = props
  const t = useTranslate('designer')
  const [current, setCurrent] = useState(0)
  const lines = useMemo(() => value.split('\n'), [value])
  const marks = useMemo(() => marksOf(lines, findings), [lines, findings])
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const area = event.currentTarget
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || isComposing(event.nativeEvent))
      return
    const line = area.value.slice(area.value.lastIndexOf('\n', area.selectionStart - 1) + 1, area.selectionStart)
    event.preventDefault()
    const deeper = /[[{]\s*$/.test(line) ? '  ' : ''
    const text = `\n${/^ */.exec(line)?.[0] ?? ''}${deeper}`
    editField(area, { start: area.selectionStart, end: area.selectionEnd, text }, onChange)
  }
  return (
    <div className="workbench-code">
      <div className="workbench-code-numbers" aria-hidden="true">
        {lines.map((_, index) => {
          const key = `${index}`
          return (
            <span key={key} className={cx(marks.has(index) && 'workbench-code-bad-number')}>
              {index + 1}
            </span>
          )
        })}
      </div>
      <div className="workbench-code-text">
        <pre aria-hidden="true">
          {lines.map((line, index) => {
            const key = `${index}`
            return <Line key={key} text={line} mark={marks.get(index)} current={index === current} />
          })}
        </pre>
        <textarea
          ref={field}
          className="workbench-code-field"
          aria-label={t('json')}
          aria-invalid={findings.length > 0 || undefined}
          aria-describedby={describedBy}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          wrap="off"
          maxLength={mostLetters}
          value={value}
          onChange={event => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onSelect={({ currentTarget: area }) =>
            setCurrent(area.value.slice(0, area.selectionStart).split('\n').length - 1)
          }
        />
      </div>
    </div>
  )
}

/** Shows the text from its beginning. */
export function showStart(area: HTMLTextAreaElement): void {
  area.setSelectionRange(0, 0)
  area.closest('.workbench-code')?.scrollTo({ top: 0, left: 0 })
}

/** Puts the caret on what is wrong. */
export function showPlace(area: HTMLTextAreaElement, { start, end, line }: Finding): void {
  area.focus({ preventScroll: true })
  area.setSelectionRange(start, end)
  area.closest('.workbench-code')?.scrollTo({ top: Math.max(0, (line - 4) * lineHeight), left: 0 })
}

/** What is marked in each line that has something wrong, as its columns from and to. */
function marksOf(lines: readonly string[], findings: readonly Finding[]): Map<number, string> {
  const marks = new Map<number, string>()
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  for (const { start, end, line } of findings) {
    const from = start - (starts[line - 1] ?? 0)
    if (!marks.has(line - 1)) marks.set(line - 1, `${from} ${from + end - start}`)
  }
  return marks
}

const token = /("(?:[^"\\]|\\.)*"?)(?=(\s*:)?)|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g

/** The class of what {@link token} found. */
function kindOf([, text, colon]: RegExpMatchArray): string {
  if (text === undefined) return 'workbench-code-number'
  return colon ? 'workbench-code-key' : 'workbench-code-string'
}

const Line = memo(function Line(props: { text: string; mark: string | undefined; current: boolean }) {
  const { text, mark, current } = props
  const [from = 0, to = 0] = mark?.split(' ').map(Number) ?? []
  const parts: { text: string; kind: string; at: number }[] = []
  let at = 0
  const plain = (end: number): void => {
    if (end > at) parts.push({ text: text.slice(at, end), kind: '', at })
    at = end
  }
  for (const found of text.matchAll(token)) {
    plain(found.index)
    parts.push({ text: found[0], kind: kindOf(found), at })
    at += found[0].length
  }
  plain(text.length)
  return (
    <span className={cx('workbench-code-line', mark !== undefined ? 'bad' : current && 'current')}>
      {parts.map(part => {
        const wrong = mark !== undefined && part.kind !== '' && part.at < to && part.at + part.text.length > from
        return (
          <span key={part.at} className={cx(part.kind, wrong && 'workbench-code-wrong')}>
            {part.text}
          </span>
        )
      })}
      {'\n'}
    </span>
  )
})
