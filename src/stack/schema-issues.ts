import { z } from 'zod'
import { formatIssue, type Issue, type Path } from '../core/issue.ts'
import { didYouMean } from '../core/nearest.ts'
import type { StackCode } from './errors.ts'

/** More problems than this help nobody, and a hostile text must not make millions of them. */
export const maxIssues = 200

/** What a schema found wrong, as issues of the plant file. `base` is where the schema's value stands in the file. */
export function schemaIssues(schema: z.ZodType, error: z.ZodError, base: Path): Issue[] {
  return error.issues.slice(0, maxIssues + 1).flatMap((issue) => toIssues(schema, issue, base))
}

/** Each issue once (two brokers find the same rule wrong), and of very many errors the first with a word about the rest. */
export function limited(all: readonly Issue[]): Issue[] {
  const issues = [...new Map(all.map((issue) => [formatIssue(issue), issue])).values()]
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length <= maxIssues) return issues
  return [...errors.slice(0, maxIssues), problem('stack.too-many-problems', [], 'there are more problems than these')]
}

/** `__proto__` is a key that objects hide; a schema would pass it over in silence. */
export function hiddenKeys(root: unknown): Issue[] {
  const issues: Issue[] = []
  const seen = new Set<unknown>()
  const look = (value: unknown, path: Path) => {
    if (typeof value !== 'object' || value === null || seen.has(value) || issues.length > maxIssues) return
    seen.add(value)
    for (const key of Object.keys(value)) {
      if (key === '__proto__') issues.push(problem('stack.unknown-key', [...path, key], `unknown key "${key}"`))
      else look((value as Record<string, unknown>)[key], [...path, key])
    }
  }
  look(root, [])
  return issues
}

function toIssues(schema: z.ZodType, issue: z.core.$ZodIssue, base: Path): Issue[] {
  const path = [...base, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path as Path)
    return issue.keys
      .filter((key) => key !== '__proto__')
      .slice(0, maxIssues + 1)
      .map((key) => ({
        severity: 'error',
        code: 'stack.unknown-key' satisfies StackCode,
        path: [...path, key],
        message: `unknown key "${printable(key)}"`,
        hint: didYouMean(
          key,
          known,
          known.length > 0 ? `Known keys here: ${known.join(', ')}.` : 'No keys are expected here.',
        ),
      }))
  }
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? 'is not allowed as a name'
    const key = printable(String(issue.path.at(-1) ?? ''))
    return [problem('stack.invalid-name', path, `the name "${key}" ${reason}`)]
  }
  if ((issue.code === 'invalid_type' || issue.code === 'invalid_union') && issue.input === undefined) {
    return [
      problem(
        'stack.missing-value',
        path,
        `"${printable(String(path.at(-1)))}" is missing; it ${expected(issue.message)}`,
      ),
    ]
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue)
    if (branch) return branch.flatMap((one) => toIssues(schema, { ...one, path: [...issue.path, ...one.path] }, base))
  }
  const code = codeAt(schema, issue.path as Path)
  return [problem(code, path, `${describe(path)} ${expected(issue.message)}`)]
}

/** Of several forms a value may have, the one it nearly has, or one that says in words what it wants. */
function nearestBranch(issue: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | undefined {
  const ofWords = issue.errors.find((branch) => branch.some((one) => /^must /.test(one.message)))
  const entered = issue.errors.find((branch) =>
    branch.some((one) => one.path.length > 0 || one.code === 'unrecognized_keys' || one.code === 'too_big'),
  )
  return entered ?? (/^must /.test(issue.message) ? undefined : ofWords)
}

const problem = (code: StackCode, path: Path, message: string): Issue => ({ severity: 'error', code, path, message })

/** Texts of zod begin in several ways; ours continue a sentence that begins with the name of the value. */
function expected(message: string): string {
  if (/^(must|is) /.test(message)) return message
  const reason = message.replace(/^Invalid (?:input|option): /, '')
  return `is not valid: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
}

const describe = (path: Path): string => (path.length === 0 ? 'the document' : `"${printable(String(path.at(-1)))}"`)

/** User text inside a message: short and without control characters. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\uFFFD')
  return clean.length > 60 ? `${clean.slice(0, 57)}…` : clean
}

/** Keys that the schema knows at a path, for "did you mean". */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let found: z.ZodType | undefined = schema
  for (const step of path) found = found && descend(unwrap(found), step)
  const at = found && unwrap(found)
  return at instanceof z.ZodObject ? Object.keys(at.shape) : []
}

function codeAt(schema: z.ZodType, path: Path): StackCode {
  let found: z.ZodType | undefined = schema
  for (const step of path) found = found && descend(unwrap(found), step)
  const meta = found?.meta() as { code?: StackCode } | undefined
  return meta?.code ?? 'stack.invalid-value'
}

function descend(schema: z.ZodType, step: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, step) ? schema.shape[step] : undefined
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType
  return undefined
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap() as z.ZodType)
  }
  return schema instanceof z.ZodUnion
    ? ((schema.options.find((option) => option instanceof z.ZodObject) ?? schema) as z.ZodType)
    : schema
}
