import { Eye, EyeOff, Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslate } from '../i18n.ts'
import { Field, type FieldProps } from './controls.tsx'

type Props = Pick<FieldProps, 'label' | 'value' | 'onChange' | 'error' | 'hint' | 'inputRef' | 'autoFocus'> & {
  autoComplete: 'current-password' | 'new-password'
}

/** A password that can be shown, with a hint while Caps Lock is on. */
export function PasswordField(props: Props) {
  const t = useTranslate('ui')
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  return (
    <Field
      {...props}
      icon={<Lock aria-hidden="true" />}
      type={shown ? 'text' : 'password'}
      hint={capsLock ? t('capsLock') : props.hint}
      maxLength={500}
      onKeyUp={event => setCapsLock(event.getModifierState('CapsLock'))}
      onBlur={() => setCapsLock(false)}
      trailing={
        <button
          type="button"
          className="show-password"
          aria-label={t(shown ? 'hidePassword' : 'showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </button>
      }
    />
  )
}
