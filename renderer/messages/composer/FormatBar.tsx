import { type Editor, useEditorState } from '@tiptap/react'
import { Bold, Code, Italic, Link, List, ListOrdered, SquareCode, Strikethrough, TextQuote, X } from 'lucide-react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { Button, IconButton, isComposing, isMac, shortcut } from '../../ui/index.ts'
import { codeLanguages, languageOf } from '../kinds/rich/languages.ts'
import { linkAddress } from './extensions.ts'

interface Format {
  name: string
  key: 'bold' | 'italic' | 'strike' | 'bulletList' | 'orderedList' | 'quote' | 'inlineCode' | 'codeBlock'
  icon: ReactElement
  keys: string
  run(editor: Editor): void
}

const withShift = (key: string) => (isMac ? `⇧⌘${key}` : `Ctrl Shift ${key}`)
const formats: (Format | null)[] = [
  {
    name: 'bold',
    key: 'bold',
    icon: <Bold />,
    keys: shortcut('B'),
    run: editor => editor.chain().focus().toggleBold().run(),
  },
  {
    name: 'italic',
    key: 'italic',
    icon: <Italic />,
    keys: shortcut('I'),
    run: editor => editor.chain().focus().toggleItalic().run(),
  },
  {
    name: 'strike',
    key: 'strike',
    icon: <Strikethrough />,
    keys: withShift('S'),
    run: editor => editor.chain().focus().toggleStrike().run(),
  },
  null,
  {
    name: 'bulletList',
    key: 'bulletList',
    icon: <List />,
    keys: withShift('8'),
    run: editor => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    key: 'orderedList',
    icon: <ListOrdered />,
    keys: withShift('7'),
    run: editor => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'blockquote',
    key: 'quote',
    icon: <TextQuote />,
    keys: withShift('B'),
    run: editor => editor.chain().focus().toggleBlockquote().run(),
  },
  null,
  {
    name: 'code',
    key: 'inlineCode',
    icon: <Code />,
    keys: shortcut('E'),
    run: editor => editor.chain().focus().toggleCode().run(),
  },
  {
    name: 'codeBlock',
    key: 'codeBlock',
    icon: <SquareCode />,
    keys: isMac ? '⌥⌘C' : 'Ctrl Alt C',
    run: editor => editor.chain().focus().toggleCodeBlock().run(),
  },
]

/** The bar with the formats of the text at the cursor. */
export function FormatBar({ editor, onClose }: { editor: Editor; onClose?: () => void }) {
  const t = useTranslate('composer')
  const [linking, setLinking] = useState(false)
  const active = useEditorState({
    editor,
    selector: ({ editor }) => ({
      names: formats.flatMap(format => (format && editor.isActive(format.name) ? [format.name] : [])).join(),
      link: editor.isActive('link'),
      code: editor.isActive('codeBlock') ? String(editor.getAttributes('codeBlock').language ?? '') : null,
    }),
  })
  const names = active.names.split(',')
  if (linking) return <LinkField editor={editor} onClose={() => setLinking(false)} />
  return (
    <div className="messages-format" role="toolbar" aria-label={t('formatBar')}>
      {formats.map((format, index) => {
        const key = `${index}`
        if (format === null) return <span key={key} className="messages-format-line" />
        return (
          <IconButton
            key={key}
            label={t(format.key)}
            shortcut={format.keys}
            icon={format.icon}
            aria-pressed={names.includes(format.name)}
            onMouseDown={event => event.preventDefault()}
            onClick={() => format.run(editor)}
          />
        )
      })}
      <IconButton label={t('link')} icon={<Link />} aria-pressed={active.link} onClick={() => setLinking(true)} />
      {active.code !== null && (
        <select
          className="messages-format-language"
          aria-label={t('codeLanguage')}
          value={languageOf(active.code)?.name ?? ''}
          onChange={event =>
            editor
              .chain()
              .focus()
              .updateAttributes('codeBlock', { language: event.target.value || null })
              .run()
          }
        >
          <option value="">{t('plainText')}</option>
          {codeLanguages.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
      <span className="messages-format-hint">{t('markdownToo')}</span>
      {onClose && <IconButton label={t('hideFormat')} icon={<X />} onClick={onClose} />}
    </div>
  )
}

/** Where the selected words lead; without a selection the address is written there itself. */
function LinkField({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const t = useTranslate('composer')
  const [text, setText] = useState(() => String(editor.getAttributes('link').href ?? ''))
  const [bad, setBad] = useState(false)
  const [had] = useState(() => editor.isActive('link'))
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const close = () => {
    onClose()
    editor.commands.focus()
  }
  const save = () => {
    const href = linkAddress(text)
    if (href === null) return setBad(true)
    const chain = editor.chain().focus()
    if (had) chain.extendMarkRange('link').setLink({ href }).run()
    else if (editor.state.selection.empty) chain.insertContent({ type: 'text', text: text.trim() }).run()
    else chain.setLink({ href }).run()
    onClose()
  }
  return (
    <div className="messages-format">
      <Link className="icon-sm" aria-hidden="true" />
      <input
        ref={field}
        className="messages-format-address"
        aria-label={t('linkAddress')}
        aria-invalid={bad || undefined}
        placeholder="https://"
        value={text}
        onChange={event => {
          setText(event.target.value)
          setBad(false)
        }}
        onKeyDown={event => {
          if (isComposing(event.nativeEvent)) return
          if (event.key === 'Enter') save()
          else if (event.key === 'Escape') close()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {bad && (
        <span className="messages-format-bad" role="alert">
          {t('linkBad')}
        </span>
      )}
      {had && (
        <Button
          size="small"
          kind="quiet"
          onClick={() => {
            editor.chain().focus().extendMarkRange('link').unsetLink().run()
            onClose()
          }}
        >
          {t('linkRemove')}
        </Button>
      )}
      <Button size="small" onClick={save}>
        {t('linkSave')}
      </Button>
      <IconButton label={t('hideFormat')} icon={<X />} onClick={close} />
    </div>
  )
}
