import { type ReactNode, useEffect, useState } from 'react'

/** How long a toast is shown, in milliseconds. */
const toastMs = 4_000

/** A toast at the bottom of the page: the function that shows it, and its element. */
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
