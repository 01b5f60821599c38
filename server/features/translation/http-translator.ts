import { languageTagSchema } from '@lianqun/protocol'
import { NoTranslation, type Translation, type Translator } from './translator.ts'

/** What is read of an answer at most, in bytes: the longest message in a script of three bytes a character, escaped. */
const maxAnswerBytes = 262_144

/**
 * A service that speaks LibreTranslate's `POST /translate`. The whole address is asked, never another one: a redirect
 * is no answer. @throws RangeError for what is no address of the web, or one with an account in it
 */
export function httpTranslator({ url, key }: { url: string; key?: string | undefined }): Translator {
  const address = URL.parse(url)
  if (address === null || !/^https?:$/.test(address.protocol) || address.username !== '' || address.password !== '')
    throw new RangeError('The translation service must be an address with http or https, without an account in it.')
  return async (text, language, signal) => {
    const answer = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        q: text,
        source: 'auto',
        target: language,
        format: 'text',
        ...(key === undefined ? {} : { api_key: key }),
      }),
      signal,
    })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      throw new NoTranslation(`status ${answer.status}`)
    }
    return read(await bodyOf(answer))
  }
}

async function bodyOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.byteLength
    // Leaving the loop cancels what would still come.
    if (size > maxAnswerBytes) throw new NoTranslation('the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** @throws NoTranslation for what is no answer of such a service */
function read(body: string): Translation {
  const said = parse(body) as { translatedText?: unknown; detectedLanguage?: { language?: unknown } | null } | null
  const text = said?.translatedText
  if (typeof text !== 'string' || text.trim() === '') throw new NoTranslation('the answer has no text')
  const from = languageTagSchema.safeParse(said?.detectedLanguage?.language)
  return { text, from: from.success ? from.data : null }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // The error would quote the text.
    throw new NoTranslation('the answer is not JSON')
  }
}
