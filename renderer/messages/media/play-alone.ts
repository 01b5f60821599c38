let playing: HTMLMediaElement | null = null

/** Called when a sound or a video starts: another that plays stops. */
export function playAlone(element: HTMLMediaElement): void {
  if (playing !== null && playing !== element) playing.pause()
  playing = element
}
