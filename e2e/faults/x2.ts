import { Person } from './person.ts'
void Person
console.log('since process', performance.now())
