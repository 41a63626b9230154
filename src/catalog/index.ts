export { abilities, services } from './catalog.gen.ts'
export * from './model.ts'
