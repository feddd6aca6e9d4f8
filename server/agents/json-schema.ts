// The one set-up of ajv: formats on, no coercion, everything wrong reported at once. Knows nothing of agents.
import { Ajv } from 'ajv'
import formatsModule from 'ajv-formats'

export function createAjv(options: { useDefaults?: boolean } = {}): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    coerceTypes: false,
    useDefaults: options.useDefaults ?? false,
    strict: false,
    allowUnionTypes: true,
    logger: false,
  })
  formatsModule.default(ajv)
  return ajv
}
