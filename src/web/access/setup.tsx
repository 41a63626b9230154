import { useEffect, useState } from 'react'
import { readTemplate, readTemplates } from '../api.ts'
import { keep } from '../kept.ts'
import { errorAt, FormError, PasswordField, TextField, useSubmit } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { Failure } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { newPlant } from '../plant/edit.ts'
import { draftName } from '../plants/draft.ts'
import { go } from '../shell/place.ts'
import type { ViewProps } from '../shell/view.ts'
import { templateSummary } from '../text/templates.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { tellOtherTabs, useAccess } from './access.tsx'
import { finishSetup } from './api.ts'
import { Enrolment } from './enrolment.tsx'
import { Gate, ServerFacts } from './gate.tsx'

const steps = ['administrator', 'second-factor', 'first-plant'] as const
type Step = (typeof steps)[number]

const titles = {
  administrator: 'stepAdministrator',
  'second-factor': 'stepSecondFactor',
  'first-plant': 'stepFirstPlant',
} as const

/** The first run: an administrator, a second factor for it, and a plant to begin with. */
export default function Setup({ params }: ViewProps) {
  const { session } = useAccess()
  const step = steps.find((one) => one === params.step) ?? 'administrator'
  const isIn = session?.state === 'signed-in'
  useEffect(() => {
    if (step === 'administrator' && isIn) go('/setup/second-factor', { replace: true })
    if (step !== 'administrator' && session !== undefined && !isIn) go('/setup', { replace: true })
  }, [step, isIn, session])
  if (step === 'second-factor') return <SecondFactorStep />
  if (step === 'first-plant') return <FirstPlantStep />
  return session === undefined || session.state === 'setup' ? <AdministratorStep /> : <AlreadySetUp />
}

function Steps({ at }: { readonly at: Step }) {
  const text = useText()
  return (
    <ol className="steps-dots" aria-label={text('steps')}>
      {steps.map((step, index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined}>
          {index > 0 && <Icon name="right" size={12} />}
          {text(titles[step])}
        </li>
      ))}
    </ol>
  )
}

const tokenInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('token') ?? ''

function AdministratorStep() {
  const text = useText()
  const { accept } = useAccess()
  const [token, setToken] = useState(tokenInAddress)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    accept(await finishSetup(token.trim(), name.trim(), password))
    tellOtherTabs()
    go('/setup/second-factor', { replace: true })
  })
  return (
    <Gate
      aside={text('whereToken')}
      side={
        <>
          <h2>{text('whereToken')}</h2>
          <div className="term">
            <span className="c">$</span> ign serve{'\n'}
            {text('setupTerminal')}
            {'\n'}
            {`  ${location.origin}/setup#token=…`}
          </div>
          <p className="t2">{text('tokenLost')}</p>
          <ServerFacts />
        </>
      }
    >
      <form className="gate-form" onSubmit={onSubmit}>
        <Steps at="administrator" />
        <h1>{text('setUpServer')}</h1>
        <TextField
          label={text('token')}
          help={text('tokenHelp')}
          error={errorAt(error, 'token')}
          name="token"
          autoComplete="off"
          isMono
          value={token}
          onChange={setToken}
        />
        <TextField
          label={text('yourName')}
          help={text('nameHelp')}
          error={errorAt(error, 'name')}
          name="username"
          autoComplete="username"
          value={name}
          onChange={setName}
        />
        <PasswordField
          label={text('password')}
          help={text('passwordHelp')}
          error={errorAt(error, 'password')}
          name="password"
          autoComplete="new-password"
          knownAs={[name]}
          value={password}
          onChange={setPassword}
        />
        <FormError error={error} fields={['token', 'name', 'password']} />
        <button
          type="submit"
          className="btn primary wide"
          disabled={isBusy || token.trim() === '' || name.trim() === '' || password === ''}
        >
          {text('createAdministrator')}
        </button>
      </form>
    </Gate>
  )
}

function AlreadySetUp() {
  const text = useText()
  return (
    <Gate
      aside={text('thisServer')}
      side={
        <>
          <h2>{text('thisServer')}</h2>
          <ServerFacts />
        </>
      }
    >
      <div className="gate-form">
        <h1>{text('alreadySetUp')}</h1>
        <p className="t2">{text('alreadySetUpText')}</p>
        <a className="btn primary wide" href="/sign-in">
          {text('signIn')}
        </a>
      </div>
    </Gate>
  )
}

function SecondFactorStep() {
  const text = useText()
  const next = () => go('/setup/first-plant')
  return (
    <Gate
      aside={text('secondFactor')}
      side={
        <>
          <h2>{text('secondFactor')}</h2>
          <p className="t2">{text('secondFactorWhy')}</p>
          <p className="t2">{text('later2')}</p>
          <div className="row">
            <button type="button" className="btn" onClick={next}>
              {text('skip2')}
            </button>
          </div>
        </>
      }
    >
      <div className="gate-form">
        <Steps at="second-factor" />
        <h1>{text('setUpSecondFactor')}</h1>
        <Enrolment onDone={next} />
      </div>
    </Gate>
  )
}

function FirstPlantStep() {
  const { text, language } = useLanguage()
  const { value: templates = [], error, reload } = useLoad('', readTemplates)
  const draft = draftName()
  const begin = (plant: string) => {
    keep('draft', plant)
    go('/stack')
  }
  return (
    <Gate
      aside={text('firstPlant')}
      side={
        <>
          <h2>{text('firstPlant')}</h2>
          <p className="t2">{text('firstPlantText')}</p>
          {draft !== undefined && (
            <div className="row">
              <a className="btn" href="/stack">
                {text('continueDraft', { name: draft })}
              </a>
            </div>
          )}
          <div className="row">
            <button type="button" className="btn" onClick={() => begin(newPlant('plant'))}>
              {text('emptyPlant')}
            </button>
          </div>
        </>
      }
    >
      <div className="gate-form">
        <Steps at="first-plant" />
        <h1>{text('firstPlant')}</h1>
        {error && <Failure title={text('notRead', { what: text('templates') })} error={error} onRetry={reload} />}
        <ul className="templates scroll">
          {templates.map((template) => (
            <li key={template.id}>
              <button type="button" className="template" onClick={async () => begin(await readTemplate(template.id))}>
                <b>{template.id}</b>
                <span className="t3">{templateSummary(template, language)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Gate>
  )
}
