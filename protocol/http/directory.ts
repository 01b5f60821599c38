import { z } from 'zod'
import { employeeSchema, idSchema, lineSchema, pageLimit } from '../index.ts'
import type { Endpoint } from './endpoint.ts'

const departmentSchema = z.object({ id: idSchema, name: z.string().max(200), latinName: z.string().max(200) })
const personSchema = employeeSchema.omit({ deleted: true, revision: true }).extend({
  /** In the order of `departmentIds`; deleted ones are left out. */
  departments: z.array(departmentSchema),
})
const foundSchema = personSchema.omit({ phone: true, staffNo: true, place: true })

const found = {
  id: 'u_lin',
  name: '林晚',
  latinName: 'Wan Lin',
  title: '设计师',
  mail: 'lin@example.com',
  external: false,
  departmentIds: ['d_brand'],
  departments: [{ id: 'd_brand', name: '品牌部', latinName: 'Brand' }],
}

export const directoryEndpoints = {
  'GET /directory/search': {
    summary: 'Employees by name, Latin name, pinyin, initials, title or mail, the best matches first.',
    permission: 'directory.read',
    query: z.object({
      q: lineSchema(100).min(1),
      limit: pageLimit(100, z.coerce.number()).default(20),
    }),
    result: z.object({ people: z.array(foundSchema) }),
    errors: [],
    example: { input: { query: { q: 'linwan' } }, result: { people: [found] } },
  },
  'GET /directory/people/:id': {
    summary: 'An employee with the names of their departments.',
    permission: 'directory.read',
    params: z.object({ id: idSchema }),
    result: personSchema,
    errors: ['not_found'],
    example: {
      input: { params: { id: 'u_lin' } },
      result: { ...found, phone: '', staffNo: '1024', place: '上海' },
    },
  },
} as const satisfies Record<string, Endpoint>
