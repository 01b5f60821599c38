import { catalogue } from '../../catalogue.ts'

export const strings = catalogue({
  zh: {
    translate: '翻译',
    hideTranslation: '收起翻译',
    translating: '正在翻译…',
    translation: '译文',
    translated: '译文',
    translatedFrom: '译自{{language}}',
    alreadyIn: '原文就是{{language}}',
    unchanged: '译文与原文相同',
    failed: '翻译失败：{{reason}}',
    needsConnection: '翻译需要联网。请检查网络后重试。',
    retry: '重试',
    hide: '收起',
  },
  en: {
    translate: 'Translate',
    hideTranslation: 'Hide translation',
    translating: 'Translating…',
    translation: 'Translation',
    translated: 'Translated',
    translatedFrom: 'Translated from {{language}}',
    alreadyIn: 'This is already in {{language}}',
    unchanged: 'The translation is the same',
    failed: 'Couldn’t translate: {{reason}}',
    needsConnection: 'Translating needs a connection. Check your network and try again.',
    retry: 'Try again',
    hide: 'Hide',
  },
})
