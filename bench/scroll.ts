/** Runs in the page: scrolls up by `step` pixels each frame, to the top or until the time is over. */
export async function scrollUp({ step, frameMs, scrollMs }: { step: number; frameMs: number; scrollMs: number }) {
  const list = document.querySelector('.messages-message-list')
  if (!list) throw new Error('there is no list')
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const began = performance.now()
  let [frames, late, longest, resting] = [0, 0, 0, 0]
  let before = await frame()
  while (performance.now() - began < scrollMs && resting < 60) {
    resting = list.scrollTop <= 0 ? resting + 1 : 0
    list.scrollTop -= step
    const now = await frame()
    const took = now - before
    before = now
    frames++
    // A frame that waited for another comes two or more periods later.
    if (took > frameMs * 1.5) late++
    longest = Math.max(longest, took)
  }
  return { frames, late, longest, ms: performance.now() - began }
}
