import type { FileRef } from '@lianqun/protocol'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import type { FileKeeper } from '../files/index.ts'
import { fetchBounded } from './fetch.ts'
import { type LinkPolicy, Refused } from './policy.ts'

const imageBytes = 5 * 1_048_576
/** Pixels of the picture that is decoded, and the longer side of what is kept of it. */
const limitInputPixels = 40_000_000
const keptSide = 800
const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])

/** Where a picture is kept, and as whose. */
export interface KeptAs {
  files: FileKeeper
  uploaderId: string
  name: string
}

/**
 * A picture of the web, small, as a file. @throws Refused for what the policy or the server does not take, an
 * AbortError, errors of the network
 */
export async function fetchPicture(
  address: string,
  { policy, signal, ...kept }: KeptAs & { policy: LinkPolicy; signal: AbortSignal },
): Promise<FileRef> {
  const { bytes } = await fetchBounded(address, policy, {
    accept: 'image/webp,image/png,image/jpeg,image/*;q=0.5',
    types: ['image/', 'application/octet-stream'],
    bytes: imageBytes,
    beginning: false,
    signal,
  })
  return keepPicture(bytes, kept)
}

/** Keeps a picture, small, as a file. By its bytes: what draws by instructions, as SVG does, is not decoded. @throws Refused */
export async function keepPicture(bytes: Uint8Array, { files, uploaderId, name }: KeptAs): Promise<FileRef> {
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? 'unknown'
  if (!pictures.has(type)) throw new Refused(`a picture of type ${type}`)
  const small = await sharp(bytes, { limitInputPixels, failOn: 'error' })
    .autoOrient()
    .resize(keptSide, keptSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
  return files.addBytes(small, { name, uploaderId })
}
