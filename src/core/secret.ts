import { inspect } from 'node:util'

const masked = '[secret]'

/** A value that must not be seen. Printing, logging and JSON give `[secret]`; only `reveal()` gives the value. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The one way to the value; easy to search for in a review. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return masked
  }

  toJSON(): string {
    return masked
  }

  [inspect.custom](): string {
    return masked
  }
}

/**
 * Where a secret chosen by the user comes from: `env:NAME`, `file:PATH`, `vault:NAME`, or a value that arrived in a
 * request and was wrapped at once.
 */
export type SecretSource = string | Secret

export const secretReference = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|vault:[a-z0-9][a-z0-9._/-]*)$/
