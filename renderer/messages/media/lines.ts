import type { ContentOf } from '@lianqun/protocol'
import { oneLine } from '../../../common/text.ts'
import { type Language, translatorIn } from '../../i18n.ts'
import { playTime, voiceSeconds } from './times.ts'

/*
 * Pictures, videos, voice notes and files as one line.
 */

const words = (language: Language) => translatorIn(language, 'media')

function captioned(line: string, caption: string | undefined): string {
  const text = caption === undefined ? '' : oneLine(caption)
  return text === '' ? line : `${line} ${text}`
}

export function imageLine({ images, caption }: ContentOf<'image'>, language: Language): string {
  const t = words(language)
  return captioned(images.length > 1 ? t('imagesLine', { count: images.length }) : t('imageLine'), caption)
}

export function videoLine({ file, caption }: ContentOf<'video'>, language: Language): string {
  const t = words(language)
  const line = file.durationMs === undefined ? t('videoLineBare') : t('videoLine', { time: playTime(file.durationMs) })
  return captioned(line, caption)
}

export function voiceLine({ file }: ContentOf<'voice'>, language: Language): string {
  return words(language)('voiceLine', { seconds: voiceSeconds(file.durationMs) })
}

export function fileLine({ file }: ContentOf<'file'>, language: Language): string {
  return words(language)('fileLine', { name: oneLine(file.name) })
}
