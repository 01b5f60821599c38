/* A voice note that says nothing in particular: syllables of a hummed voice, as PCM in a WAV. */

const rate = 16_000

/** How open the mouth is for the vowels, in Hz: the two resonances that tell them apart. */
const vowels: readonly [number, number][] = [
  [730, 1_090],
  [530, 1_840],
  [300, 870],
  [570, 840],
  [390, 1_990],
]

/** What lets a resonance through a band around `hz`. */
function resonance(hz: number, width: number): (sample: number) => number {
  const r = Math.exp((-Math.PI * width) / rate)
  const [a, b] = [2 * r * Math.cos((2 * Math.PI * hz) / rate), -r * r]
  let [one, two] = [0, 0]
  return sample => {
    const out = sample * (1 - r) + a * one + b * two
    ;[two, one] = [one, out]
    return out
  }
}

/** A voice of a pitch, in Hz, for about `seconds`; the same words give the same sound. */
function hum(seconds: number, pitch: number, seed: number): Float32Array {
  const samples = new Float32Array(Math.round(seconds * rate))
  let luck = seed * 9_301 + 49_297
  const next = () => {
    luck = (luck * 9_301 + 49_297) % 233_280
    return luck / 233_280
  }
  let at = Math.round(rate * 0.12)
  while (at < samples.length - rate * 0.3) {
    const length = Math.round(rate * (0.11 + next() * 0.13))
    const vowel = vowels[Math.floor(next() * vowels.length)] ?? [500, 1_500]
    const [first, second] = vowel.map((hz, index) => resonance(hz, 70 + index * 40)) as [
      (sample: number) => number,
      (sample: number) => number,
    ]
    const tone = pitch * (0.88 + next() * 0.3)
    const loud = 0.6 + next() * 0.4
    let phase = 0
    for (let i = 0; i < length && at + i < samples.length; i++) {
      const part = i / length
      phase += (tone * (1.06 - part * 0.16)) / rate
      if (phase >= 1) phase -= 1
      // A string of soft pulses, as a throat makes them.
      const source = phase < 0.4 ? Math.sin((phase / 0.4) * Math.PI) : 0
      const swell = Math.sin(Math.min(1, part * 4) * (Math.PI / 2)) * Math.min(1, (1 - part) * 5)
      samples[at + i] = (first(source) * 1.3 + second(source)) * swell * loud
    }
    at += length + Math.round(rate * (next() < 0.2 ? 0.22 + next() * 0.2 : next() * 0.05))
  }
  return samples
}

/** A voice note, its loudness as a message names it (0 to 100) and its length in milliseconds. */
export function voice(seconds: number, pitch: number, seed: number) {
  const samples = hum(seconds, pitch, seed)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0.001)
  const data = Buffer.alloc(samples.length * 2)
  samples.forEach((sample, index) => {
    data.writeInt16LE(Math.round((sample / peak) * 24_000), index * 2)
  })
  const bars = 48
  const each = samples.length / bars
  const waveform = Array.from({ length: bars }, (_, bar) => {
    const part = samples.subarray(Math.floor(bar * each), Math.floor((bar + 1) * each))
    return Math.round((part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / peak) * 100)
  })
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(data.length, 40)
  return { bytes: Buffer.concat([head, data]), waveform, durationMs: Math.round((samples.length / rate) * 1_000) }
}
