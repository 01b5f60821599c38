import type { ReactNode } from 'react'

/** A labelled field with a character count and an error below. */
export function Field(props: {
  id: string
  label: string
  length: number
  max: number
  error: string
  tall?: boolean
  input: (attributes: {
    id: string
    className: string
    'aria-invalid'?: true
    'aria-describedby'?: string
  }) => ReactNode
}) {
  const { id, label, length, max, error, tall = false, input } = props
  const errorId = `${id}-error`
  return (
    <>
      <label className={tall ? 'field tall' : 'field'} htmlFor={id}>
        <span className="label">
          {label}
          <span className={length > max ? 'count over' : 'count'}>
            {length}/{max}
          </span>
        </span>
        {input({ id, className: 'input', ...(error && { 'aria-invalid': true, 'aria-describedby': errorId }) })}
      </label>
      {error && (
        <p className="field-error" id={errorId} role="alert">
          {error}
        </p>
      )}
    </>
  )
}
