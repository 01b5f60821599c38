/** One turn of what is given to a model. */
export interface Turn {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** Who answers: any service that streams text. */
export interface Provider {
  /** What is shown beside its answers. */
  model: string
  /** The answer in pieces. @throws ProviderError, an AbortError */
  answer(turns: readonly Turn[], signal: AbortSignal): AsyncIterable<string>
}

/** Why there is no answer, in words for the person who asked. */
export class ProviderError extends Error {}

export interface OpenAiOptions {
  /** The address below which `/chat/completions` is, such as `http://10.0.0.5:8000/v1`. */
  url: string
  model: string
  /** Sent as a bearer; none by default. */
  key?: string | undefined
}

/** Most characters of one line of the stream: what has no end is no answer. */
const longestLine = 1_000_000

/** A service that speaks OpenAI's chat completions, as vLLM, Ollama and most others do. */
export function openAiProvider({ url, model, key }: OpenAiOptions): Provider {
  return {
    model,
    async *answer(turns, signal) {
      const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ model, messages: turns, stream: true }),
        redirect: 'error',
        signal,
      }).catch(error => {
        if (signal.aborted) throw error
        throw new ProviderError('cannot be reached')
      })
      if (!response.ok || response.body === null) {
        await response.body?.cancel()
        throw new ProviderError(`answers HTTP ${response.status}`)
      }
      for await (const data of eventsOf(response.body)) {
        if (data === '[DONE]') return
        const piece = pieceOf(data)
        if (piece !== '') yield piece
      }
    },
  }
}

/** The data of server-sent events (https://html.spec.whatwg.org/#server-sent-events), a line each. */
async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = ''
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${text}`.split(/\r\n|\r|\n/)
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw new ProviderError('sends a line without an end')
    for (const line of lines) if (line.startsWith('data:')) yield line.slice('data:'.length).trim()
  }
  if (rest.startsWith('data:')) yield rest.slice('data:'.length).trim()
}

function pieceOf(data: string): string {
  try {
    const { choices, error } = JSON.parse(data) as {
      choices?: { delta?: { content?: unknown } }[]
      error?: { message?: unknown }
    }
    if (error !== undefined) throw new ProviderError(String(error.message ?? 'failed').slice(0, 200))
    const piece = choices?.[0]?.delta?.content
    return typeof piece === 'string' ? piece : ''
  } catch (error) {
    if (error instanceof ProviderError) throw error
    throw new ProviderError('sends what is no answer')
  }
}
