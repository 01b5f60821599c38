import { type ReactNode, useEffect, useState } from 'react'

/** Milliseconds that a short notice stays. */
const toastMs = 4_000

/** A short notice at the foot of the page: what shows it, and its element. */
export function useToast(): { showToast: (text: string) => void; toast: ReactNode } {
  const [text, setText] = useState('')
  useEffect(() => {
    if (!text) return
    const timer = setTimeout(() => setText(''), toastMs)
    return () => clearTimeout(timer)
  }, [text])
  const toast = text && (
    <div className="toast" role="status">
      {text}
    </div>
  )
  return { showToast: setText, toast }
}
