import { type Accept, password, type ServiceContext } from '../../model.ts'
import { type DatabaseClaim, type DatabaseOffer, roleName } from './ability.ts'

/**
 * Login of a page for people to look at databases: it reads the shared database and no more. Who has to change
 * something logs in there with another login.
 */
export const toolClaim = ({ instance }: ServiceContext, offer: DatabaseOffer): DatabaseClaim => {
  const role = roleName(instance.name)
  return {
    database: offer.sharedDatabase,
    role,
    password: password(`${instance.name}.${offer.host}.database-password`, undefined, role),
    access: 'reader',
  }
}

/** A page where people type the password: it is mounted for the probe alone. */
export const typedLogin: Accept<'database'>['connect'] = (context, offer) => {
  const claim = toolClaim(context, offer)
  return { claim, parts: { secrets: [{ need: claim.password }] } }
}
