// Continuous text about a subject, of a wanted length and tone. Chooses among phrases; knows nothing of agents.
import { type Phrases, phrasesFor } from './phrases.ts'
import type { Random } from './random.ts'

export interface ProseWish {
  subject: string
  words: number
  tone: string
  random: Random
}

export interface ProseWriter {
  /** Paragraphs separated by blank lines, at least `words` long and at most one sentence longer. */
  write(words: number): string
}

const sentencesPerParagraph = 5

/** One writer per text: it does not repeat a sentence until it has used them all. */
export function createProseWriter({ subject, tone, random }: Omit<ProseWish, 'words'>): ProseWriter {
  const phrases = phrasesFor(tone)
  const used = new Set<string>()
  return {
    write(words) {
      const paragraphs: string[][] = []
      let left = words
      for (let position = 0; left > 0; position++) {
        const sentence = fresh(phrases, { position: position % sentencesPerParagraph, subject, random, used })
        if (position % sentencesPerParagraph === 0) paragraphs.push([])
        paragraphs.at(-1)?.push(sentence)
        left -= countWords(sentence)
      }
      return paragraphs.map((sentences) => sentences.join(' ')).join('\n\n')
    },
  }
}

export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

interface Draw {
  position: number
  subject: string
  random: Random
  used: Set<string>
}

/** A paragraph claims something, explains it, gives an example, advises, and leads on. */
function fresh(phrases: Phrases, { position, subject, random, used }: Draw): string {
  const pool = phrases.sentences[position % phrases.sentences.length] ?? []
  let sentence = ''
  for (let tries = 0; tries < 40; tries++) {
    sentence = compose(random.pick(pool), { subject, random, phrases })
    if (!used.has(sentence)) break
  }
  used.add(sentence)
  return sentence
}

function compose(template: string, { subject, random, phrases }: { subject: string; random: Random; phrases: Phrases }): string {
  const text = template
    .replaceAll('{subject}', subject)
    .replace(/\{aspect\}/g, () => random.pick(phrases.aspects))
    .replace(/\{who\}/g, () => random.pick(phrases.people))
    .replace(/\{sign\}/g, () => random.pick(phrases.signs))
    .replace(/\{span\}/g, () => random.pick(phrases.spans))
  return text.charAt(0).toUpperCase() + text.slice(1)
}
