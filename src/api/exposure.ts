import { readFileSync } from 'node:fs'
import type { FastifyRequest } from 'fastify'
import { actionError } from '../actions/errors.ts'
import { type Config, platformError } from '../platform/index.ts'

/** Who can reach the server, and how. */
export interface Exposure {
  /** Only programs of this machine can. */
  readonly isLocal: boolean
  /** Browsers speak HTTPS, with the server itself or with the proxy. */
  readonly isSecure: boolean
  readonly isProxied: boolean
  /** Where browsers find the server, when that is not what they ask for. */
  readonly publicUrl: string | undefined
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined
}

const isLoopback = (host: string): boolean => /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host)

/**
 * @throws action.address-refused   for an address that others can reach, without TLS and without a proxy
 * @throws platform.setting-invalid for settings that do not go together
 * @throws platform.file-unreadable for a certificate or key that cannot be read
 */
export function exposureOf({ host, tlsCert, tlsKey, trustProxy, publicUrl }: Config): Exposure {
  if ((tlsCert.value === undefined) !== (tlsKey.value === undefined))
    throw platformError('platform.setting-invalid', 'IGN_TLS_CERT and IGN_TLS_KEY are needed together')
  if (trustProxy.value && publicUrl.value === undefined)
    throw platformError('platform.setting-invalid', 'IGN_TRUST_PROXY needs IGN_PUBLIC_URL')
  const tls =
    tlsCert.value === undefined || tlsKey.value === undefined
      ? undefined
      : { cert: readPem(tlsCert.value), key: readPem(tlsKey.value) }
  if (!isLoopback(host.value) && !tls && !trustProxy.value) {
    throw actionError('action.address-refused', `the server does not listen on ${host.value} without TLS`, {
      hint: 'Set IGN_TLS_CERT and IGN_TLS_KEY, or IGN_TRUST_PROXY=1 and IGN_PUBLIC_URL behind a proxy; or leave --host out.',
    })
  }
  return {
    isLocal: isLoopback(host.value) && !trustProxy.value,
    isSecure: tls !== undefined || trustProxy.value,
    isProxied: trustProxy.value,
    publicUrl: publicUrl.value,
    tls,
  }
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw platformError('platform.file-unreadable', `cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** What a page of this server has as its origin. */
export const originOf = ({ headers }: FastifyRequest, { publicUrl, isSecure }: Exposure): string =>
  publicUrl ?? `${isSecure ? 'https' : 'http'}://${headers.host ?? ''}`

/**
 * A page of another origin could point its own name at this machine; such requests carry that name. Over our own TLS
 * nobody else's name gets as far as this.
 */
export function isOwnName(host: string, { publicUrl, tls }: Exposure): boolean {
  if (isLocalName(host)) return true
  return publicUrl === undefined ? tls !== undefined : host === new URL(publicUrl).host
}

/** Names under which nobody but this machine finds itself. */
export function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
