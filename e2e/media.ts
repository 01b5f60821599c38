import { randomUUID } from 'node:crypto'
import { type FileRef, fileRoutes, type SendableContent } from '@lianqun/protocol'
import sharp from 'sharp'
import type { World } from './world.ts'

/* Files of the people of a world, put on the server as their clients do. */

const tokens = new WeakMap<World, Map<string, string>>()

/** An access token of a person. */
async function tokenOf(world: World, userId: string): Promise<string> {
  const known = tokens.get(world) ?? new Map<string, string>()
  tokens.set(world, known)
  const token =
    known.get(userId) ??
    (await world.server.domain.issueSession(userId, { id: randomUUID(), name: 'test', platform: 'test' })).accessToken
  known.set(userId, token)
  return token
}

/** The HTTP side of the server. */
const address = ({ server }: World) => server.url.replace(/^ws/, 'http')

/** Uploads bytes by tus; answers what the server made of them. */
export async function upload(
  world: World,
  userId: string,
  name: string,
  bytes: Uint8Array,
  metadata: Record<string, string> = {},
): Promise<FileRef> {
  const authorization = `Bearer ${await tokenOf(world, userId)}`
  const headers = { authorization, 'tus-resumable': '1.0.0' }
  const encoded = Object.entries({ name, ...metadata })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')
  const made = await fetch(new URL(fileRoutes.uploads, address(world)), {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': encoded },
  })
  const id = made.headers.get('location')?.split('/').at(-1)
  if (id === undefined) throw new Error(`no upload: ${made.status} ${await made.text()}`)
  await fetch(new URL(fileRoutes.upload(id), address(world)), {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  })
  const answer = await fetch(new URL(fileRoutes.uploaded(id), address(world)), { headers: { authorization } })
  const body = (await answer.json()) as FileRef & { file?: FileRef }
  return body.file ?? body
}

/** Sends a content of a person to the group of the world. */
export function send(world: World, senderId: string, content: SendableContent) {
  return world.server.domain.sendMessage({ senderId, conversationId: world.groupId, clientId: null, content })
}

/** A picture with a slope of colours and a word. */
export function picture(word: string, width: number, height: number, hue = 160): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="hsl(${hue} 50% 30%)"/><stop offset="1" stop-color="hsl(${hue + 50} 60% 70%)"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/><circle cx="30%" cy="40%" r="18%" fill="hsl(${hue + 20} 60% 85%)"/><text x="50%" y="60%" font-size="${Math.min(width, height) / 5}" font-family="sans-serif" text-anchor="middle" fill="#fff">${word}</text></svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer()
}

/** Uploads a picture; answers it as a message names it. */
export async function uploadPicture(
  world: World,
  userId: string,
  word: string,
  width = 1_200,
  height = 800,
  hue?: number,
): Promise<FileRef> {
  return upload(world, userId, `${word}.jpg`, await picture(word, width, height, hue))
}
