// The Web API as one table: what carries out which method.
import type { SlackMethod } from '../blocks/limits.ts'
import type { Method } from './call.ts'
import { chatMethods } from './method-chat.ts'
import { fileMethods } from './method-files.ts'
import { peopleMethods } from './method-people.ts'
import { viewMethods } from './method-views.ts'

export const methods: { readonly [name in SlackMethod]: Method } = { ...chatMethods, ...viewMethods, ...peopleMethods, ...fileMethods }
