import { expect, it } from 'vitest'
import { didYouMean, strangersAmong } from '../../server/did-you-mean.ts'

const known = ['copywriter', 'editor', 'link-checker']

it('a word that is nearly one of those known is taken for it, and another one for none', () => {
  expect(didYouMean('editr', known)).toBe(', did you mean "editor"?')
  expect(didYouMean('spreadsheet', known)).toBe('')
})

it('names that nobody has are told, and those of others are not', () => {
  expect(strangersAmong(['copywriter', 'editr', 'zzz'], known)).toEqual(['there is no editr, did you mean "editor"?', 'there is no zzz'])
})
