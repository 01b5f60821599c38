/* What the rest of main uses of files. */

export { fileError } from './blobs.ts'
export { isDangerous, localName } from './names.ts'
