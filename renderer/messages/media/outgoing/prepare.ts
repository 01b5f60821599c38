import { type GivenKind, shrinkPlan } from './intake.ts'

/** A file as it goes to main, with what the window measured. */
export interface Prepared {
  file: File
  width?: number
  height?: number
  durationMs?: number
  poster?: File
}

/** Makes a file ready: a picture smaller and without what a camera wrote into it, a video with a frame of it. */
export async function prepare(file: File, kind: GivenKind, original: boolean): Promise<Prepared> {
  try {
    if (kind === 'image') return await preparePicture(file, original)
    if (kind === 'video') return await prepareVideo(file)
  } catch (error) {
    // It is sent as it is; the server looks at it.
    console.error('a file is not what its type says', error)
  }
  return { file }
}

async function preparePicture(file: File, original: boolean): Promise<Prepared> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    const { width, height } = bitmap
    const plan = shrinkPlan({ type: file.type, size: file.size, width, height, original })
    if (plan === null) return { file, width, height }
    const small =
      plan.width === width
        ? bitmap
        : await createImageBitmap(bitmap, { resizeWidth: plan.width, resizeHeight: plan.height, resizeQuality: 'high' })
    const canvas = new OffscreenCanvas(plan.width, plan.height)
    canvas.getContext('2d')?.drawImage(small, 0, 0)
    if (small !== bitmap) small.close()
    const blob = await canvas.convertToBlob({ type: plan.type, quality: 0.9 })
    const name = blob.type === file.type ? file.name : file.name.replace(/\.[^.]*$/, '') + extensionOf(blob.type)
    return { file: new File([blob], name, { type: blob.type }), width: plan.width, height: plan.height }
  } finally {
    bitmap.close()
  }
}

function extensionOf(type: string): string {
  return type === 'image/png' ? '.png' : type === 'image/webp' ? '.webp' : '.jpg'
}

const posterPixels = 1_280

/** The size, the length and a frame of a video. */
async function prepareVideo(file: File): Promise<Prepared> {
  const url = URL.createObjectURL(file)
  const video = document.createElement('video')
  const next = (event: string) =>
    new Promise<void>((resolve, reject) => {
      video.addEventListener(event, () => resolve(), { once: true })
      video.addEventListener('error', () => reject(new Error(`a video does not load: ${video.error?.message}`)), {
        once: true,
      })
    })
  try {
    video.muted = true
    video.preload = 'auto'
    const loaded = next('loadeddata')
    video.src = url
    await loaded
    const { videoWidth: width, videoHeight: height, duration } = video
    const prepared: Prepared = { file, width, height }
    if (Number.isFinite(duration)) {
      prepared.durationMs = Math.round(duration * 1_000)
      // The first frame is black in many.
      const sought = next('seeked')
      video.currentTime = Math.min(1, duration / 3)
      await sought
    }
    const scale = Math.min(1, posterPixels / Math.max(width, height))
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
    return { ...prepared, poster: new File([blob], 'poster.jpg', { type: blob.type }) }
  } finally {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(url)
  }
}
