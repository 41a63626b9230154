import type { Kysely, Transaction } from 'kysely'

/**
 * What the database holds. Times are milliseconds since 1970. What must not be readable in a stolen copy is a digest
 * (sessions, tokens, recovery codes), a slow hash (passwords) or sealed with the key of the vault (TOTP, secrets and
 * files of plants).
 */
export interface Tables {
  readonly users: UserRow
  readonly sessions: SessionRow
  readonly api_tokens: ApiTokenRow
  readonly recovery_codes: RecoveryCodeRow
  readonly sign_in_failures: SignInFailureRow
  readonly setup_links: SetupLinkRow
  readonly oidc_requests: OidcRequestRow
  readonly audit: AuditRow
  readonly plants: PlantRow
  readonly plant_versions: PlantVersionRow
  readonly plant_secrets: PlantSecretsRow
  readonly plant_files: PlantFileRow
  readonly file_pieces: FilePieceRow
  readonly jobs: JobRow
  readonly job_events: JobEventRow
  readonly repeats: RepeatRow
}

/** Queries, in a transaction or not. */
export type Queries = Kysely<Tables> | Transaction<Tables>

export interface UserRow {
  /** Lower case; never changes. */
  name: string
  display_name: string
  role: string
  /** Null for who signs in at the OpenID provider only. */
  password: string | null
  oidc_issuer: string | null
  oidc_subject: string | null
  /** Sealed. */
  totp_secret: string | null
  totp_confirmed_at: number | null
  /** Newest time step that a code was accepted for; an older or the same one is a replay. */
  totp_step: number | null
  disabled_at: number | null
  created_at: number
  signed_in_at: number | null
}

export interface SessionRow {
  /** For lists and for ending it; opens nothing. */
  id: string
  digest: string
  /** `second-factor` opens nothing but the second step of signing in. */
  kind: 'full' | 'second-factor'
  user_name: string
  created_at: number
  seen_at: number
  ends_at: number
  address: string
  agent: string
  /** Secret of a second factor that this session is setting up; sealed. */
  begun_totp: string | null
}

export interface ApiTokenRow {
  id: string
  digest: string
  user_name: string
  title: string
  /** The most that the token may; its user's role limits it too. */
  role: string
  created_at: number
  ends_at: number
  used_at: number | null
}

export interface RecoveryCodeRow {
  user_name: string
  digest: string
  used_at: number | null
}

export interface SignInFailureRow {
  /** `account:ada` or `address:192.0.2.1`. */
  subject: string
  failures: number
  last_at: number
  locked_until: number
}

export interface SetupLinkRow {
  digest: string
  ends_at: number
}

/** A sign-in that is under way at the OpenID provider. */
export interface OidcRequestRow {
  /** Of the state that comes back in the address. */
  digest: string
  /** Of the cookie of the browser that began. */
  browser_digest: string
  nonce: string
  verifier: string
  ends_at: number
}

export interface AuditRow {
  /** Sorts by time. */
  id: string
  at: number
  /** `user:ada`, `token:ada/backup`, `shell:root`, `server`, `anonymous`. */
  actor: string
  action: string
  target: string
  /** `begun` stays where the process died on the way. */
  outcome: 'begun' | 'done' | 'refused' | 'failed'
  code: string | null
  address: string | null
  request_id: string | null
  /** 1 where something was changed or may have been; 0 for what only read, and for what was refused. */
  changed: number
  /** How often a session did the same read within some minutes; 1 for all else. */
  times: number
}

export interface PlantRow {
  id: string
  name: string
  /** The newest one of `plant_versions`. */
  version: number
  read_role: string
  write_role: string
  created_at: number
  created_by: string
  updated_at: number
  updated_by: string
  /** JSON: what the newest version becomes. */
  summary: string
  /** JSON: what the last run of all probes has shown. */
  proof: string | null
}

/** Added and never changed. */
export interface PlantVersionRow {
  plant_id: string
  version: number
  at: number
  by: string
  note: string
  text: string
  /** Problems that keep it from being generated; null for what was kept before they were counted. */
  errors: number | null
}

/** The secrets of a plant as a whole. */
export interface PlantSecretsRow {
  plant_id: string
  /** Counts up, so that of two who change them at once one begins again. */
  revision: number
  sealed: string
}

/** A file that a plant names: its contents are found by their digest, once for all plants. */
export interface PlantFileRow {
  plant_id: string
  /** As the plant file names it. */
  path: string
  sha256: string
  bytes: number
  kind: 'module' | 'backup'
  at: number
  by: string
}

export interface FilePieceRow {
  sha256: string
  /** Counts from 0. */
  number: number
  sealed: Uint8Array
}

export interface JobRow {
  id: string
  action: string
  title: string
  plant_id: string | null
  read_role: string
  state: string
  done: number
  total: number
  started_at: number
  started_by: string
  /** When the server that runs it last said so. */
  alive_at: number
  /** 1 when somebody wants its end. */
  stop_wanted: number
  ended_at: number | null
  /** JSON. */
  result: string | null
  code: string | null
  message: string | null
}

/** Added and never changed. */
export interface JobEventRow {
  job_id: string
  /** Counts from 1 within the job. */
  number: number
  at: number
  kind: string
  /** JSON. */
  data: string
}

/** A request that came with an `Idempotency-Key`. */
export interface RepeatRow {
  actor: string
  key: string
  /** Of the whole request. */
  digest: string
  begun_at: number
  /** JSON; null while it is being carried out. */
  answer: string | null
}
