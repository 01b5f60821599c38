/** How texts of Han are read, in syllables; the dictionary is loaded once, when it is first asked for. */
export async function readHan(texts: readonly string[]): Promise<string[]> {
  const { pinyin } = await import('pinyin-pro')
  return texts.map(text => pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(' '))
}
