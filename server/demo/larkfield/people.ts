import { keys } from '../transcript.ts'
import type { DemoDepartment, DemoPerson } from '../types.ts'

const tops: [key: string, name: string, leader: string][] = [
  ['exec', 'Executive office', 'harriet'],
  ['product', 'Product', 'morgan'],
  ['engineering', 'Engineering', 'dev'],
  ['design', 'Design', 'ines'],
  ['sales', 'Shops and fleets', 'callum'],
  ['operations', 'Operations', 'agnes'],
  ['support', 'Rider support', 'joy'],
  ['people', 'People and finance', 'rosalind'],
  ['partners', 'Partners', ''],
]
const inner: [key: string, parent: string, name: string, leader: string][] = [
  ['software', 'engineering', 'Software', 'tomasz'],
  ['mechanical', 'engineering', 'Frames and motors', 'bea'],
  ['shops', 'sales', 'Shops', 'nkechi'],
  ['fleets', 'sales', 'Fleets', 'pieter'],
  ['workshop', 'operations', 'Workshop', 'gareth'],
  ['logistics', 'operations', 'Logistics', 'sunita'],
  ['hanmei', 'partners', 'Hanmei Motors', ''],
  ['ghent', 'partners', 'Ghent Post', ''],
]

/** The organisation, in the order the directory shows. */
export const departments: DemoDepartment[] = [
  ...tops.map(([key, name, leader]) => ({ key, parent: null, name, leader })),
  ...inner.map(([key, parent, name, leader]) => ({ key, parent, name, leader })),
].map(({ key, parent, name, leader }, order) => ({
  key,
  parent,
  name,
  latinName: '',
  order,
  leaders: leader ? [leader] : [],
}))

type Row = [key: string, name: string, departments: string, title: string, place?: string]

const rows: Row[] = [
  ['harriet', 'Harriet Larkfield', 'exec', 'Founder and CEO'],
  ['oluwaseun', 'Oluwaseun Bello', 'exec', 'Chief operating officer'],
  ['morgan', 'Morgan Ellis', 'product', 'Head of product'],
  ['yuki', 'Yuki Tanaka', 'product', 'Product manager, app'],
  ['fergus', 'Fergus Boyle', 'product', 'Product manager, bikes'],
  ['amara', 'Amara Osei', 'product', 'Rider research'],
  ['leo', 'Leo Santos', 'product', 'Associate product manager (new)'],
  ['dev', 'Dev Raman', 'engineering', 'Head of engineering'],
  ['tomasz', 'Tomasz Wilk', 'software', 'Lead, software'],
  ['priyanka', 'Priyanka Shah', 'software', 'Back-end engineer'],
  ['hugo', 'Hugo Lindqvist', 'software', 'App engineer', 'Gothenburg'],
  ['mina', 'Mina Farouk', 'software', 'Site reliability'],
  ['bea', 'Bea Whitcombe', 'mechanical', 'Lead, frames and motors'],
  ['rhys', 'Rhys Pritchard', 'mechanical', 'Motor engineer'],
  ['clementine', 'Clémentine Roux', 'mechanical', 'Test engineer'],
  ['ines', 'Inês Carvalho', 'design', 'Head of design'],
  ['jasper', 'Jasper Hale', 'design', 'Industrial designer'],
  ['wren', 'Wren Adeyemi', 'design', 'Brand designer'],
  ['callum', 'Callum Reid', 'sales', 'Head of shops and fleets'],
  ['nkechi', 'Nkechi Eze', 'shops', 'Shops manager'],
  ['bo', 'Bo Andersen', 'shops', 'Shop lead, Copenhagen', 'Copenhagen'],
  ['marguerite', 'Marguerite Blanc', 'shops', 'Shop lead, Lyon', 'Lyon'],
  ['pieter', 'Pieter de Vries', 'fleets', 'Fleet accounts', 'Utrecht'],
  ['agnes', 'Agnes Kowal', 'operations', 'Head of operations'],
  ['gareth', 'Gareth Pugh', 'workshop', 'Workshop foreman'],
  ['tilly', 'Tilly Marsh', 'workshop', 'Mechanic'],
  ['sunita', 'Sunita Rao', 'logistics', 'Logistics manager'],
  ['ambrose', 'Ambrose Finch', 'logistics', 'Warehouse', 'Avonmouth'],
  ['joy', 'Joy Mbeki', 'support', 'Head of rider support'],
  ['kit', 'Kit Donnelly', 'support', 'Rider support'],
  ['solveig', 'Solveig Dahl', 'support', 'Rider support', 'Gothenburg'],
  ['rosalind', 'Rosalind Grey', 'people', 'Head of people and finance'],
  ['ezra', 'Ezra Cohen', 'people', 'Finance'],
  ['maeve', 'Maeve Connolly', 'people', 'Office and hiring'],
  ['stan', 'Stan Novak', 'people', 'IT'],
  ['lin', 'Lin Wei-Han (Hanmei Motors)', 'hanmei', 'Account manager', 'Taichung'],
  ['annelies', 'Annelies Maes (Ghent Post)', 'ghent', 'Fleet manager', 'Ghent'],
]

/** The domains of the partners' mail, by department: they are no employees. */
const partners = new Map([
  ['hanmei', 'hanmei.example'],
  ['ghent', 'ghentpost.example'],
])

/** Everyone in the directory. */
export const people: DemoPerson[] = rows.map(([key, name, list, title, place], index) => {
  const of = keys(list)
  const partner = of.map(department => partners.get(department)).find(domain => domain !== undefined)
  return {
    key,
    name,
    latinName: '',
    departments: of,
    title,
    phone: `+44 117 496 0${String(100 + index)}`,
    mail: `${key}@${partner ?? 'larkfield.example'}` as DemoPerson['mail'],
    staffNo: partner === undefined ? `LF-${String(11 + index * 3).padStart(3, '0')}` : '',
    place: place ?? 'Bristol',
    ...(key === 'morgan' ? { admin: true } : {}),
    ...(partner === undefined ? {} : { external: true }),
  }
})
