import { memo } from 'react'
import { type JsonPart, jsonParts } from './json-parts.ts'
import './hooks.css'

const classes: Record<NonNullable<JsonPart['kind']>, string> = {
  key: 'messages-hooks-key',
  string: 'messages-hooks-string',
  number: 'messages-hooks-number',
  word: 'messages-hooks-word',
}

/** A text with JSON in it, colored; a long one scrolls. `label`: what it is, for screen readers. */
export const JsonView = memo(function JsonView({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <section className="messages-hooks-json selectable" aria-label={label} tabIndex={0}>
      <pre>
        {jsonParts(text).map(({ text: words, kind }, index) => {
          const key = `${index}`
          return (
            <span key={key} className={kind === null ? undefined : classes[kind]}>
              {words}
            </span>
          )
        })}
      </pre>
    </section>
  )
})
