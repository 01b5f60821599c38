export { isComposing } from '../../common/composition.ts'
export {
  Avatar,
  BotAvatar,
  ConversationAvatar,
  GroupAvatar,
  IconAvatar,
  Logo,
  PresenceDot,
  type PresenceState,
} from './avatar.tsx'

export * from './controls.tsx'
export { cx } from './cx.ts'
export { confirm, DialogHost, showDialog } from './dialogs.tsx'
export { findEmoji, inTone, loadEmoji } from './emoji/data.ts'
export { EmojiPicker } from './emoji/EmojiPicker.tsx'
export {
  noteEmoji,
  /** @public For what offers recent emojis elsewhere. */
  recentEmoji,
  /** @public The same in a component. */
  useRecentEmoji,
} from './emoji/recent.ts'
export { entryOf } from './entry-of.ts'
export {
  copyText,
  EmptyState,
  ErrorState,
  excerpt,
  Highlight,
  MissingRows,
  Skeleton,
  SkeletonRow,
  SkeletonRows,
  ToastHost,
  toast,
  toastError,
} from './feedback.tsx'
export { fileAddress } from './file-address.ts'
export { fileSize } from './file-size.ts'
export { focusWhenThere, layerIsOpen, takeFocus, takeLostFocus } from './focus.ts'
export { FullDialog } from './full-dialog.tsx'
export * from './hooks.ts'
export { LayerBoundary } from './LayerBoundary.tsx'
export { ResizableColumn } from './layout.tsx'
export { botIcon, botIconNames, namedIcon } from './named-icons.tsx'
export * from './names.ts'
export {
  ContextMenu,
  Dialog,
  Menu,
  type MenuEntries,
  MenuHost,
  OverlayMark,
  OverlayProvider,
  Popover,
  PopoverAt,
  useNativeView,
  useOverlay,
} from './overlays.tsx'
export { PasswordField } from './password-field.tsx'
export { RowBoundary } from './RowBoundary.tsx'
export { RowPlace } from './RowPlace.tsx'
export { readHan } from './read-han.ts'
export { ShortcutList } from './shortcuts.tsx'
export { Spinner } from './spinner.tsx'
export * from './times.ts'
export { Tooltip } from './tooltip.tsx'
export { useAction, useBusy } from './use-busy.ts'
export { VirtualList, type VirtualListHandle } from './VirtualList.tsx'
