export { MessagesSection } from './MessagesSection.tsx'
export { PeoplePicker, type PeoplePickerProps } from './PeoplePicker.tsx'
export { startDirect, startGroup } from './StartGroup.tsx'
