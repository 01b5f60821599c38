export { Avatar, ConversationAvatar, GroupAvatar, IconAvatar, Logo } from './avatar.tsx'
export * from './controls.tsx'
export { cx } from './cx.ts'
export { ConfirmDialog, type ConfirmOptions, confirm, DialogHost, showDialog } from './dialogs.tsx'
export {
  EmptyState,
  ErrorState,
  Highlight,
  Skeleton,
  SkeletonRow,
  SkeletonRows,
  Spinner,
  type Toast,
  ToastHost,
  toast,
  toastError,
} from './feedback.tsx'
export * from './hooks.ts'
export { ResizableColumn } from './layout.tsx'
export * from './names.ts'
export {
  ContextMenu,
  Dialog,
  type DialogProps,
  Menu,
  type MenuEntries,
  type MenuItem,
  OverlayMark,
  OverlayProvider,
  Popover,
  type PopoverProps,
  Tooltip,
  useOverlay,
} from './overlays.tsx'
export * from './times.ts'
export { VirtualList, type VirtualListHandle, type VirtualListProps } from './VirtualList.tsx'
