import { Copy } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import { useTranslate } from '../../../i18n.ts'
import { copyText, IconButton } from '../../../ui/index.ts'
import { type CodeLanguage, languageOf } from './languages.ts'

/** A part of highlighted code: words, and what they are in the language. */
export interface CodePart {
  text: string
  kind: keyof typeof classes | null
}

const classes = {
  keyword: 'messages-code-keyword',
  string: 'messages-code-string',
  comment: 'messages-code-comment',
  name: 'messages-code-name',
  number: 'messages-code-number',
}

/** Longer code is shown plain: it would hold the window up. */
const mostHighlighted = 30_000

/** A block of code, highlighted once the highlighter is there; with its language and a button that copies it. */
export const CodeBlock = memo(function CodeBlock(props: { code: string; language: string | null; tabbable: boolean }) {
  const { code, tabbable } = props
  const t = useTranslate('composer')
  const language = languageOf(props.language)
  const parts = useHighlighted(code, language)
  return (
    <div className="messages-code">
      <div className="messages-code-head">
        <span>{language?.label ?? t('code')}</span>
        <IconButton
          size="small"
          label={t('copyCode')}
          icon={<Copy />}
          tabIndex={tabbable ? 0 : -1}
          onClick={() => void copyText(code, t('copied'))}
        />
      </div>
      <pre>
        <code>
          {parts.map(({ text, kind }, index) => {
            const key = `${index}`
            return (
              <span key={key} className={kind === null ? undefined : classes[kind]}>
                {text}
              </span>
            )
          })}
        </code>
      </pre>
    </div>
  )
})

function useHighlighted(code: string, language: CodeLanguage | null): CodePart[] {
  const [shown, setShown] = useState<{ code: string; name: string; parts: CodePart[] } | null>(null)
  const name = code.length > mostHighlighted ? undefined : language?.name
  useEffect(() => {
    if (name === undefined) return
    let current = true
    import('./highlight.ts').then(
      ({ highlighted }) => current && setShown({ code, name, parts: highlighted(code, name) }),
      error => console.error('the highlighter did not load', error),
    )
    return () => {
      current = false
    }
  }, [code, name])
  return shown !== null && shown.code === code && shown.name === name ? shown.parts : [{ text: code, kind: null }]
}
