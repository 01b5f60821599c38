import { useLianqunContext } from '@lianqun/sdk/react'
import { type Language, languageOfLocale } from '../../common/language.ts'

const shared = {
  zh: {
    loading: '加载中',
    offlineTitle: '当前离线',
    failedTitle: '加载失败',
    retry: '重试',
    listSeparator: '、',
    outsideTitle: '请从连群打开',
    outsideText: '这是连群工作台的应用，请在连群客户端中打开。',
  },
  en: {
    loading: 'Loading',
    offlineTitle: 'You’re offline',
    failedTitle: 'Couldn’t load',
    retry: 'Retry',
    listSeparator: ', ',
    outsideTitle: 'Open in Lianqun',
    outsideText: 'This is a Lianqun workbench app. Open it from the workbench.',
  },
}

/** The shared strings in the client's language. */
export function useSharedStrings(): typeof shared.zh {
  return shared[useLianqunContext().language]
}

/** Joins names with the list separator of a language. */
export function listed(names: readonly string[], language: Language): string {
  return names.join(shared[language].listSeparator)
}

/** The shared strings in the browser's language, without a client. */
export function stringsWithoutClient(): typeof shared.zh {
  return shared[languageOfLocale(navigator.language)]
}

/** Makes a hook that returns an app's strings in the client's language. */
export function stringsHook<T>(catalogues: Record<Language, T>): () => T {
  return () => catalogues[useLianqunContext().language]
}
