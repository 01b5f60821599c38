/** A request as a hook gets it. Names of headers are in lower case. */
export interface HookRequest {
  method: string
  headers: Readonly<Record<string, string | undefined>>
  query: Readonly<Record<string, string | undefined>>
  body: Buffer
  /** It was not let in, and its body was not read. */
  unread?: boolean
}

/** The form of a request; null where its body is none, whatever its type is said to be. */
export async function formOf({ headers, body }: Pick<HookRequest, 'headers' | 'body'>): Promise<FormData | null> {
  const type = headers['content-type'] ?? ''
  if (mediaTypeOf(type) !== 'multipart/form-data') return null
  return new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => null)
}

/** The type of a body in small letters, without its parameters. */
export function mediaTypeOf(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase()
}
