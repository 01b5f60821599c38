import type { NativeImage } from 'electron'

/**
 * The app's icon in the given size, or undefined where the system takes it from the program: Windows and macOS. Made
 * once, because each notification would send and decode the large picture again.
 */
export function ownIcon(options: {
  platform: NodeJS.Platform
  path: string
  /** Width and height in pixels. */
  size: number
  imageFrom: (path: string) => NativeImage
}): NativeImage | undefined {
  const { platform, path, size, imageFrom } = options
  return platform === 'linux' ? imageFrom(path).resize({ width: size, height: size, quality: 'best' }) : undefined
}
