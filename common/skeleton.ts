import { fold } from './fold.ts'

/*
 * What two names that look alike have in common, after the skeletons of https://www.unicode.org/reports/tr39/#Confusable_Detection:
 * a small table in place of theirs, for the letters that stand in names here.
 */

/** Letters that are drawn like others: pairs, in the case in which they are. */
const lookAlikes = new Map(
  [
    // Cyrillic
    'АA ВB ЕE ІI ЈJ КK МM НH ОO РP СC ЅS ТT УY ҮY ХX ԚQ ԜW Ԍg ЬB ӀI',
    'аa вb еe іi јj кk мm нh оo рp сc ѕs тt уy үy хx ԁd һh ԛq ԝw ӏl ьb гr пn',
    // Greek
    'ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX',
    'αa βb εe ηn ιi κk μm νv οo ρp τt υu χx γy ωw',
    // Armenian, Cherokee and Lisu are left out: no name here has them beside Latin letters.
    'ɑa ɡg ɩi ʟl ɴn ʀr ꜱs ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz',
    // Kana that are drawn like Chinese characters
    'エ工 ロ口 ト卜 カ力 ニ二 ハ八 タ夕 ー一 チ千 ミ三',
  ]
    .join(' ')
    .split(' ')
    .map(pair => [...pair] as [string, string]),
)

/** Digits and letters that are one stroke or one ring: in lower case. */
const strokes: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', i: 'l', '|': 'l' }

const ignorable = /\p{Default_Ignorable_Code_Point}/gu
/** Spaces, marks and signs make no difference. */
const notLetters = /[^\p{L}\p{N}|]/gu

const drawn = (text: string): string => [...text].map(character => lookAlikes.get(character) ?? character).join('')

/** The skeleton of a name: names that look alike have the same. Empty for a name without letters and digits. */
export function skeletonOf(name: string): string {
  // A mark may stand between what is composed, and composing may bring forth what is ignored.
  const plain = name.replace(ignorable, '').normalize('NFKC').replace(ignorable, '')
  return drawn(fold(drawn(plain)))
    .toLowerCase()
    .replace(notLetters, '')
    .replace(/[01i|]/g, character => strokes[character] ?? character)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}
