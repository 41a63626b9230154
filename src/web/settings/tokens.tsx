import { useState } from 'react'
import { createToken, readTokens, revokeToken, type TokenSummary } from '../access/api.ts'
import { isAtLeast, type Role, roles } from '../access/role.ts'
import { CopyButton } from '../parts/copy.tsx'
import { FormError, SelectField, TextField, useSubmit } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { Blank, CommandLine, useNow } from '../parts/states.tsx'
import { ago, day } from '../parts/time.ts'
import { useKept } from '../parts/use-kept.ts'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { useAsking } from '../shell/place.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { Panel } from './panel.tsx'

const lifetimesDays = [1, 7, 30, 90, 180, 365] as const

interface Made {
  readonly name: string
  readonly token: string
}

/** Tokens for scripts: made, shown once, revoked. */
export function Tokens({ role }: { readonly role: Role }) {
  const text = useText()
  const loaded = useLoad('', readTokens)
  const { value, reload } = loaded
  const { what, ask, close } = useAsking()
  const isAdding = what === 'token'
  const [made, setMade] = useState<Made>()
  const [revoked, setRevoked] = useState<TokenSummary>()
  const add = (
    <button type="button" className="btn s" onClick={() => ask('token')} disabled={isAdding}>
      <Icon name="plus" />
      {text('newToken')}
    </button>
  )
  return (
    <Panel title={text('apiTokens')} lead={text('tokensText')} actions={value && value.length > 0 ? add : undefined}>
      {made && <ShownOnce made={made} onDone={() => setMade(undefined)} />}
      {isAdding && (
        <NewToken
          role={role}
          onCancel={close}
          onMade={(token) => {
            close()
            setMade(token)
            reload()
          }}
        />
      )}
      {revoked && (
        <Revocation
          token={revoked}
          onDone={() => {
            setRevoked(undefined)
            reload()
          }}
          onCancel={() => setRevoked(undefined)}
        />
      )}
      <Whole loaded={loaded} what={text('apiTokens')} command="ign user token list" rows={2}>
        {(tokens) =>
          tokens.length > 0 ? (
            <TokenTable tokens={tokens} onRevoke={setRevoked} />
          ) : (
            !isAdding &&
            !made && (
              <Blank icon="key" title={text('noTokens')} actions={add} command="ign user token create --help">
                {text('noTokensText')}
              </Blank>
            )
          )
        }
      </Whole>
    </Panel>
  )
}

interface NewTokenProps {
  readonly role: Role
  readonly onCancel: () => void
  readonly onMade: (made: Made) => void
}

function NewToken({ role, onCancel, onMade }: NewTokenProps) {
  const text = useText()
  const allowed = roles.filter((one) => isAtLeast(role, one))
  const [name, setName, forgetName] = useKept('token.name', '')
  const [asked, setAsked, forgetAsked] = useKept('token.role', 'viewer')
  const [days, setDays, forgetDays] = useKept('token.days', '90')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    const { token } = await createToken({ name: name.trim(), role: asked as Role, expiresInDays: Number(days) })
    for (const forgetIt of [forgetName, forgetAsked, forgetDays]) forgetIt()
    onMade({ name: name.trim(), token })
  })
  return (
    <form className="box sunk" onSubmit={onSubmit}>
      <div className="fields">
        <TextField label={text('tokenName')} name="token-name" autoComplete="off" value={name} onChange={setName} />
        <SelectField
          label={text('role')}
          value={asked}
          onChange={setAsked}
          choices={allowed.map((one) => ({ value: one, label: text(one) }))}
        />
        <SelectField
          label={text('expiresIn')}
          value={days}
          onChange={setDays}
          choices={lifetimesDays.map((count) => ({ value: String(count), label: text('days', { count }) }))}
        />
      </div>
      <FormError error={error} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={isBusy || name.trim() === ''}>
          {text('createToken')}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          {text('cancel')}
        </button>
      </div>
    </form>
  )
}

function ShownOnce({ made, onDone }: { readonly made: Made; readonly onDone: () => void }) {
  const text = useText()
  return (
    <div className="box sunk" role="status">
      <h3>{text('tokenOnce', { name: made.name })}</h3>
      <p className="t2">{text('tokenOnceText')}</p>
      <div className="cli">
        <span data-testid="token">{made.token}</span>
        <CopyButton content={made.token} />
      </div>
      <p className="t3 xs">{text('tokenUse')}</p>
      <CommandLine line={`curl -H "Authorization: Bearer $IGN_TOKEN" ${location.origin}/api/v1/catalog`} />
      <div className="row">
        <button type="button" className="btn primary" onClick={onDone}>
          {text('tokenKept')}
        </button>
      </div>
    </div>
  )
}

interface RevocationProps {
  readonly token: TokenSummary
  readonly onDone: () => void
  readonly onCancel: () => void
}

function Revocation({ token, onDone, onCancel }: RevocationProps) {
  const text = useText()
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await revokeToken(token.id)
    onDone()
  })
  return (
    <form className="box sunk" onSubmit={onSubmit}>
      <p>{text('revokeSure', { name: token.name })}</p>
      <FormError error={error} />
      <div className="row">
        <button type="submit" className="btn danger" disabled={isBusy}>
          {text('revokeOf', { name: token.name })}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          {text('cancel')}
        </button>
      </div>
    </form>
  )
}

interface TableProps {
  readonly tokens: readonly TokenSummary[]
  readonly onRevoke: (token: TokenSummary) => void
}

function TokenTable({ tokens, onRevoke }: TableProps) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{text('tokenName')}</th>
          <th scope="col">{text('role')}</th>
          <th scope="col">{text('expires')}</th>
          <th scope="col">{text('lastUsed')}</th>
          <th scope="col">
            <span className="vh">{text('revoke')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td>{token.name}</td>
            <td>{text(token.role)}</td>
            <td className="nowrap">
              {day(token.expiresAt, language)}{' '}
              {token.isExpired && <span className="badge warn">{text('expired')}</span>}
            </td>
            <td className="nowrap">{token.usedAt === null ? text('never') : ago(token.usedAt, now, language)}</td>
            <td className="num">
              <button
                type="button"
                className="btn s"
                aria-label={text('revokeOf', { name: token.name })}
                onClick={() => onRevoke(token)}
              >
                {text('revoke')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
