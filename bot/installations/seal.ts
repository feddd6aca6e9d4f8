// Seals the tokens of workspaces: AES-256-GCM with a key made from CAPSTAN_SECRET_KEY, bound to the workspace they are for.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export interface Seal {
  close(text: string, about: string): string
  /** Throws for what was sealed with another key, for something else, or changed. */
  open(sealed: string, about: string): string
}

const version = 'v1'

export function createSeal(secretKey: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'capstan slack installations', 32))
  return {
    close: (text, about) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [version, ...[nonce, cipher.getAuthTag(), content].map((part) => part.toString('base64url'))].join('.')
    },
    open: (sealed, about) => {
      const [given, ...parts] = sealed.split('.')
      const [nonce, tag, content] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (given !== version || nonce?.length !== 12 || tag?.length !== 16 || !content)
        throw new Error('A sealed token cannot be read: it is damaged.')
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag)
      return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8')
    },
  }
}
