import type { Edit } from './json-places.ts'

/**
 * Changes the text of a field as a person would, so that the field's own undo takes it back. `instead` is called with
 * the new text where the field cannot be edited, such as one that is not shown.
 */
export function editField(
  field: HTMLTextAreaElement,
  { start, end, text }: Edit,
  instead: (text: string) => void,
): void {
  const before = document.activeElement
  field.focus({ preventScroll: true })
  field.setSelectionRange(start, end)
  // The only way to change a field that its history knows of. Chromium, which is all there is here, keeps it.
  const command = text === '' ? 'delete' : 'insertText'
  if (document.activeElement !== field || !document.execCommand(command, false, text))
    instead(field.value.slice(0, start) + text + field.value.slice(end))
  if (before instanceof HTMLElement && before !== field) before.focus({ preventScroll: true })
}

/** Takes back what was written last, as Ctrl+Z does. */
export function undoIn(field: HTMLTextAreaElement): void {
  field.focus({ preventScroll: true })
  document.execCommand('undo')
}
