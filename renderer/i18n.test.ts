import { errors } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { desktopErrors, sectionNames } from '../preload/contract/index.ts'
import type { Catalogue } from './catalogue.ts'
import { strings } from './errors.strings.ts'
import { catalogues, setLanguage, translator, translatorIn } from './i18n.ts'

it('has a text for every error', () => {
  for (const code of [...Object.keys(errors), ...desktopErrors]) expect(Object.keys(strings.zh)).toContain(code)
})

it('calls a section by one name in rail, menu and heading', () => {
  for (const language of ['zh', 'en'] as const) {
    for (const id of ['directory', 'workbench', 'settings'] as const) {
      expect(translatorIn(language, id)('title')).toBe(sectionNames[id].title[language])
    }
  }
})

it('puts the same values into both languages', () => {
  const values = (words: string) => [...new Set(words.match(/\{\{\w+\}\}/gu))].sort()
  for (const [name, catalogue] of Object.entries<Catalogue>(catalogues)) {
    for (const [key, words] of Object.entries(catalogue.zh)) {
      expect(values(catalogue.en[key] ?? ''), `${name}.${key}`).toEqual(values(words))
    }
  }
})

it('counts and puts names in', () => {
  expect(translator('messages')('unreadBy', { count: 3 })).toBe('3 人未读')
  expect(translator('messages')('unreadBy', { count: 12_345 })).toBe('12,345 人未读')
  expect(translatorIn('en', 'messages')('charsOver', { count: 121_999 })).toMatch(/^121,999 characters/)
  expect(translator('messages')('leaveTitle', { name: '<a> & b' })).toBe('退出“<a> & b”？')
})

it('keeps the direction of a name or quote from the words around it', () => {
  const t = translator('messages')
  expect(t('saidBy', { name: 'שלום', text: 'pay \u202e001' })).toBe('\u2068שלום\u2069：pay 001')
  expect(t('leaveTitle', { name: 'عربي\u2069' })).toBe('退出“\u2068عربي\u2069”？')
})

describe('the language', () => {
  beforeEach(() => vi.stubGlobal('document', { documentElement: { lang: '' } }))
  afterEach(() => {
    setLanguage('zh')
    vi.unstubAllGlobals()
  })

  it('has one translator a feature, so that memos hold', () => {
    expect(translatorIn('zh', 'ui')).toBe(translatorIn('zh', 'ui'))
    expect(translatorIn('en', 'ui')).not.toBe(translatorIn('zh', 'ui'))
  })

  it('changes the texts of translators created before', () => {
    const t = translator('ui')
    expect(t('close')).toBe('关闭')
    setLanguage('en')
    expect(t('close')).toBe('Close')
    expect(document.documentElement.lang).toBe('en')
    expect(translatorIn('zh', 'ui')('close')).toBe('关闭')
  })
})
