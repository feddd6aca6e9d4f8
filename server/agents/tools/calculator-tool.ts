// The calculator as a tool for models.
import { z } from 'zod'
import { calculate } from './calculator.ts'
import { defineTool, type Tool } from './tool.ts'

export const calculatorTool: Tool = defineTool({
  name: 'calculator',
  description: 'Works out an arithmetic expression exactly, for example 12 * (3 + 4), 15 / 100 * 80, 10! or sqrt(2).',
  input: z.object({ expression: z.string().describe('The expression; no variables, no units.') }),
  run: ({ expression }) => calculate(expression),
})
