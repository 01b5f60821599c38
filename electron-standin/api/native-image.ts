import { readFileSync } from 'node:fs'

interface Size {
  width: number
  height: number
}

const jpegStart = Buffer.from([0xff, 0xd8, 0xff])

/** A holder of encoded image bytes. It reads the size of a PNG but neither scales nor re-encodes. */
export class NativeImage {
  #bytes: Buffer
  #size: Size
  #jpeg: Buffer | undefined
  #template = false
  readonly #representations = new Map<number, Buffer>()

  constructor(bytes: Buffer = Buffer.alloc(0), size: Size = pngSize(bytes)) {
    this.#bytes = bytes
    this.#size = size
  }

  /** A picture of a page, in both formats. */
  static ofPage(png: Buffer, jpeg: Buffer): NativeImage {
    const image = new NativeImage(png)
    image.#jpeg = jpeg
    return image
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0 && this.#representations.size === 0
  }

  toPNG(_options?: { scaleFactor?: number }): Buffer {
    return this.#bytes.length > 0 ? this.#bytes : ([...this.#representations.values()][0] ?? this.#bytes)
  }

  /** @throws Error for any but a picture of a page: images are not re-encoded */
  toJPEG(_quality: number): Buffer {
    if (this.#jpeg === undefined) throw new Error('electron-standin has JPEG only of captured pages.')
    return this.#jpeg
  }

  toDataURL(_options?: { scaleFactor?: number }): string {
    return `data:image/png;base64,${this.toPNG().toString('base64')}`
  }

  getSize(_scaleFactor?: number): Size {
    return { ...this.#size }
  }

  getAspectRatio(): number {
    return this.#size.height ? this.#size.width / this.#size.height : 1
  }

  /** Keeps the bytes and changes only the recorded size. */
  resize(options: { width?: number; height?: number }): NativeImage {
    const ratio = this.getAspectRatio()
    const width = options.width ?? Math.round((options.height ?? this.#size.height) * ratio)
    const height = options.height ?? Math.round(width / ratio)
    return new NativeImage(this.#bytes, { width, height })
  }

  setTemplateImage(option: boolean): void {
    this.#template = option
  }

  isTemplateImage(): boolean {
    return this.#template
  }

  addRepresentation(options: { scaleFactor?: number; buffer?: Buffer; dataURL?: string }): void {
    const bytes = options.buffer ?? (options.dataURL ? bytesOf(options.dataURL) : undefined)
    if (!bytes) return
    this.#representations.set(options.scaleFactor ?? 1, bytes)
    if (this.#bytes.length === 0) this.#size = pngSize(bytes)
  }

  getScaleFactors(): number[] {
    return this.#representations.size > 0 ? [...this.#representations.keys()] : [1]
  }
}

export const nativeImage = {
  createEmpty: () => new NativeImage(),
  createFromPath(path: string): NativeImage {
    try {
      return new NativeImage(readFileSync(path))
    } catch {
      return new NativeImage() // Electron gives an empty image for a path it cannot read.
    }
  },
  /** As in Electron, only PNG and JPEG are read, and a JPEG is not turned as its EXIF says. */
  createFromBuffer: (buffer: Buffer) =>
    pngSize(buffer).width > 0 || buffer.subarray(0, 3).equals(jpegStart)
      ? new NativeImage(Buffer.from(buffer))
      : new NativeImage(),
  createFromDataURL: (dataURL: string) => new NativeImage(bytesOf(dataURL)),
}

function bytesOf(dataURL: string): Buffer {
  const match = /^data:[^,]*?(;base64)?,(.*)$/s.exec(dataURL)
  if (!match) return Buffer.alloc(0)
  return match[1] ? Buffer.from(match[2] ?? '', 'base64') : Buffer.from(decodeURIComponent(match[2] ?? ''))
}

function pngSize(bytes: Buffer): Size {
  const isPng = bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : { width: 0, height: 0 }
}
