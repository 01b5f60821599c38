export { httpTranslator } from './http-translator.ts'
export { translationHandlers } from './methods.ts'
export { Translations } from './translations.ts'
