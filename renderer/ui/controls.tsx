import { Check, CircleAlert, Search, X } from 'lucide-react'
import { RadioGroup as RadixRadio, Switch as RadixSwitch } from 'radix-ui'
import { type ComponentProps, type ReactNode, type Ref, useId, useRef } from 'react'
import { useTranslate } from '../i18n.ts'
import { cx } from './cx.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'
import './controls.css'

/** An unread count (99+ beyond 99); nothing for 0. `label` is for screen readers. */
export function Badge({ count, label, className }: { count: number; label?: string; className?: string }) {
  if (count <= 0) return null
  return (
    <span className={cx('badge', count > 99 && 'wide', className)}>
      <span aria-hidden={label ? true : undefined}>{count > 99 ? '99+' : count}</span>
      {label && <span className="visually-hidden">{label}</span>}
    </span>
  )
}

/** A grey dot: something unread in a muted conversation. */
export function Dot({ label }: { label?: string }) {
  return <span className="badge dot">{label && <span className="visually-hidden">{label}</span>}</span>
}

export type Tone = 'plain' | 'brand' | 'warning' | 'danger' | 'success' | 'info'
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={cx('tag', tone !== 'plain' && tone)}>{children}</span>
}

/** Marks a bot, beside its name. */
export function BotTag() {
  const t = useTranslate('ui')
  return <Tag>{t('bot')}</Tag>
}

/** Marks who is of another organisation, beside the name. */
export function ExternalTag() {
  const t = useTranslate('ui')
  return <Tag tone="warning">{t('external')}</Tag>
}

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'plain' | 'primary' | 'quiet' | 'danger'
  size?: 'small' | 'normal' | 'large'
  /** Shows a spinner, keeps the width and takes no clicks. */
  busy?: boolean
  /** As wide as its box. */
  wide?: boolean
}
/** A button with a text. Use one filled (primary) button per area. */
export function Button({
  kind = 'plain',
  size = 'normal',
  busy = false,
  wide,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'button',
        kind !== 'plain' && kind,
        size !== 'normal' && size,
        busy && 'busy',
        wide && 'wide',
        className,
      )}
    >
      <span className="button-label">{children}</span>
      {busy && <Spinner />}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Its accessible name and its tooltip. */
  label: string
  /** Shown in the tooltip: `Ctrl K`. */
  shortcut?: string
  icon: ReactNode
  size?: 'small' | 'normal'
  filled?: boolean
  /** The side of the tooltip; bottom by default. */
  tip?: 'top' | 'bottom'
}
/** A button with only an icon. Set `aria-pressed` on a toggle. */
export function IconButton({
  label,
  shortcut,
  icon,
  size = 'normal',
  filled,
  tip,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut} side={tip}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={cx('icon-button', size === 'small' && 'small', filled && 'filled', className)}
      >
        {icon}
      </button>
    </Tooltip>
  )
}

export interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string
  onChange: (value: string) => void
  /** Its accessible name, and its placeholder by default. */
  label: string
  /** Shown on the right while it is empty: `Ctrl K`. */
  shortcut?: string
  inputRef?: Ref<HTMLInputElement>
}
export function SearchField(props: SearchFieldProps) {
  const { value, onChange, label, shortcut, inputRef, className, role = 'searchbox', ...rest } = props
  const t = useTranslate('ui')
  return (
    <div className={cx('search-field', className)}>
      <Search className="icon-sm" aria-hidden="true" />
      <input
        // Not the type "search": there Escape empties the field, also during a composition.
        type="text"
        role={role}
        enterKeyHint="search"
        spellCheck={false}
        autoComplete="off"
        placeholder={label}
        data-auto-focus={rest.autoFocus || undefined}
        {...rest}
        ref={inputRef}
        aria-label={label}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      {value ? (
        <button type="button" className="clear" aria-label={t('clear')} onClick={() => onChange('')} tabIndex={-1}>
          <X className="icon-sm" />
        </button>
      ) : (
        shortcut && <kbd>{shortcut}</kbd>
      )}
    </div>
  )
}

export interface FieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  label: string
  value: string
  onChange: (value: string) => void
  /** A sentence under the field; turns it red. */
  error?: ReactNode
  hint?: ReactNode
  /** Beside the label, on the right. */
  aside?: ReactNode
  icon?: ReactNode
  /** After the input, inside the border. */
  trailing?: ReactNode
  compact?: boolean
  inputRef?: Ref<HTMLInputElement>
}
/** A labelled text field. */
export function Field(props: FieldProps) {
  const { label, value, onChange, error, hint, aside, icon, trailing, compact, inputRef, className, ...rest } = props
  const id = useId()
  return (
    <div className={cx('field', className)}>
      <label htmlFor={id}>
        {label}
        {aside && <span className="optional">{aside}</span>}
      </label>
      <div className={cx('input', compact && 'compact', Boolean(error) && 'invalid')}>
        {icon}
        <input
          autoComplete="off"
          spellCheck={false}
          data-auto-focus={rest.autoFocus || undefined}
          {...rest}
          id={id}
          ref={inputRef}
          value={value}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-note` : undefined}
          onChange={event => onChange(event.target.value)}
        />
        {trailing}
      </div>
      {error ? (
        <div className="field-error" id={`${id}-note`} role="alert">
          <CircleAlert className="icon-sm" aria-hidden="true" />
          <span>{error}</span>
        </div>
      ) : (
        hint && (
          <div className="field-hint" id={`${id}-note`}>
            {hint}
          </div>
        )
      )}
    </div>
  )
}

/** A switch with its label on the left. */
export function Switch(props: {
  label: string
  hint?: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="switch-row">
      <label className="text" htmlFor={id}>
        {props.label}
        {props.hint && <small>{props.hint}</small>}
      </label>
      <RadixSwitch.Root
        id={id}
        className="switch"
        checked={props.checked}
        disabled={props.disabled}
        onCheckedChange={props.onChange}
      >
        <RadixSwitch.Thumb asChild>
          <span />
        </RadixSwitch.Thumb>
      </RadixSwitch.Root>
    </div>
  )
}

/** A switch beside what it is about, which says what it is to screen readers alone. */
export function BareSwitch(props: {
  label: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <RadixSwitch.Root
      className="switch"
      aria-label={props.label}
      checked={props.checked}
      disabled={props.disabled}
      onCheckedChange={props.onChange}
    >
      <RadixSwitch.Thumb asChild>
        <span />
      </RadixSwitch.Thumb>
    </RadixSwitch.Root>
  )
}

export interface Option<V extends string> {
  value: V
  label: string
  hint?: string
  icon?: ReactNode
}
interface ChoiceProps<V extends string> {
  label: string
  value: V
  options: readonly Option<V>[]
  onChange: (value: V) => void
}
/** A choice of one of a few options, side by side. */
export function Segmented<V extends string>(props: ChoiceProps<V>) {
  return (
    <RadioRow {...props} className="segmented">
      {({ icon, label }) => (
        <>
          {icon}
          {label}
        </>
      )}
    </RadioRow>
  )
}

interface RadioRowProps<V extends string, O extends { value: V }> {
  label: string
  value: V
  options: readonly O[]
  onChange: (value: V) => void
  className: string
  optionClassName?: string
  /** What an option shows. */
  children: (option: O) => ReactNode
}
/**
 * Radio buttons in a row. Radix selects what an arrow key moves to while that key is held, and moves the focus a moment
 * later: a key that is up again by then would move the focus alone.
 */
function RadioRow<V extends string, O extends { value: V }>(props: RadioRowProps<V, O>) {
  const { label, value, options, onChange, className, optionClassName } = props
  const moves = useRef(false)
  return (
    <RadixRadio.Root
      className={className}
      aria-label={label}
      value={value}
      onValueChange={next => onChange(next as V)}
      onKeyDown={event => {
        moves.current = event.key.startsWith('Arrow')
      }}
      orientation="horizontal"
    >
      {options.map(option => (
        <RadixRadio.Item
          key={option.value}
          value={option.value}
          className={optionClassName}
          onFocus={event => {
            if (!moves.current) return
            moves.current = false
            event.preventDefault()
            onChange(option.value)
          }}
        >
          {props.children(option)}
        </RadixRadio.Item>
      ))}
    </RadixRadio.Root>
  )
}

/** The icon of a check box; the row around it has the role. */
export function CheckMark({ on, disabled }: { on: boolean; disabled?: boolean }) {
  return (
    <span className={cx('checkbox', on && 'on', disabled && 'disabled')} aria-hidden="true">
      {on && <Check />}
    </span>
  )
}

export interface Chip<V extends string> {
  value: V
  label: string
  /** Before the label. */
  mark?: ReactNode
  count?: number
}
/** Filters in a row, one of which is on. */
export function Chips<V extends string>(props: {
  label: string
  value: V
  chips: readonly Chip<V>[]
  onChange: (value: V) => void
  className?: string
}) {
  const { chips, className, ...choice } = props
  return (
    <RadioRow {...choice} options={chips} className={cx('chips', className)} optionClassName="chip">
      {({ mark, label, count }) => (
        <>
          {mark}
          {label}
          {count ? <b>{count > 99 ? '99+' : count}</b> : null}
        </>
      )}
    </RadioRow>
  )
}
