import { mergeConfig } from 'vitest/config'
import base from '../vitest.config.ts'
export default mergeConfig(base, { resolve: { alias: { graphql: 'graphql/index.js' } } })
