// Small, complete pieces of code in the common languages, for agents whose YAML gives no examples of its own.

interface Language {
  extension: string
  code(name: string, about: string): string
  test(name: string, about: string): string
}

const typescript: Language = {
  extension: 'ts',
  code: (name, about) => `/** Sample for “${about}”: adds up the values of each named entry; entries without a name are left out. */
export function ${name}(entries: readonly { name?: string; value: number }[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { name, value } of entries) {
    if (name === undefined || !Number.isFinite(value)) continue
    totals.set(name, (totals.get(name) ?? 0) + value)
  }
  return totals
}
`,
  test: (name, about) => `import { describe, expect, it } from 'vitest'
import { ${name} } from './${name}'

describe('${about.replaceAll("'", '’')}', () => {
  it('adds up what belongs to one name', () => {
    expect(${name}([{ name: 'a', value: 1 }, { name: 'a', value: 2 }]).get('a')).toBe(3)
  })

  it('leaves out what has no name', () => {
    expect(${name}([{ value: 1 }]).size).toBe(0)
  })
})
`,
}

const python: Language = {
  extension: 'py',
  code: (name, about) => `"""Sample for “${about}”."""
import math


def ${snake(name)}(entries):
    """Add up the values of each named entry; entries without a name are left out."""
    totals = {}
    for entry in entries:
        name, value = entry.get("name"), entry.get("value")
        if name is None or not isinstance(value, (int, float)) or not math.isfinite(value):
            continue
        totals[name] = totals.get(name, 0) + value
    return totals
`,
  test: (name, about) => `"""Tests for ${about}."""
from ${snake(name)} import ${snake(name)}


def test_adds_up_what_belongs_to_one_name():
    assert ${snake(name)}([{"name": "a", "value": 1}, {"name": "a", "value": 2}]) == {"a": 3}


def test_leaves_out_what_has_no_name():
    assert ${snake(name)}([{"value": 1}]) == {}
`,
}

const go: Language = {
  extension: 'go',
  code: (name, about) => `// Package task is a sample for “${about}”.
package task

// Entry is one named value.
type Entry struct {
	Name  string
	Value float64
}

// ${capital(name)} adds up the values of each named entry.
func ${capital(name)}(entries []Entry) map[string]float64 {
	totals := map[string]float64{}
	for _, entry := range entries {
		if entry.Name != "" {
			totals[entry.Name] += entry.Value
		}
	}
	return totals
}
`,
  test: (name) => `package task

import "testing"

func Test${capital(name)}AddsUp(t *testing.T) {
	totals := ${capital(name)}([]Entry{{"a", 1}, {"a", 2}, {"", 5}})
	if totals["a"] != 3 || len(totals) != 1 {
		t.Fatalf("expected only a = 3, got %v", totals)
	}
}
`,
}

const sql: Language = {
  extension: 'sql',
  code: (name, about) => `-- Sample for “${about}”
SELECT name, COUNT(*) AS entries, SUM(value) AS total
FROM ${snake(name)}
WHERE name IS NOT NULL
GROUP BY name
ORDER BY total DESC;
`,
  test: (name) => `-- Expected: no row has an empty name
SELECT COUNT(*) AS violations FROM ${snake(name)} WHERE name = '';
`,
}

const javascript: Language = {
  extension: 'js',
  code: (name, about) =>
    typescript
      .code(name, about)
      .replace(': readonly { name?: string; value: number }[]', '')
      .replace(': Map<string, number> {', ' {')
      .replace('<string, number>', ''),
  test: (name, about) => typescript.test(name, about).replace(`./${name}`, `./${name}.js`),
}

const languages: Readonly<Record<string, Language>> = { typescript, javascript, python, go, sql }

/** Languages without a sample of their own get TypeScript. */
export function codeSample(wish: { language: string; name: string; about: string; test: boolean }): {
  language: string
  path: string
  content: string
} {
  const language = wish.language in languages ? wish.language : 'typescript'
  const { extension, code, test } = languages[language] ?? typescript
  const base = ['python', 'go', 'sql'].includes(language) ? snake(wish.name) : wish.name
  const path = wish.test ? testPath(language, base, extension) : `${base}.${extension}`
  return { language, path, content: (wish.test ? test : code)(wish.name, wish.about) }
}

function testPath(language: string, base: string, extension: string): string {
  if (language === 'python') return `test_${base}.${extension}`
  return `${base}${['go', 'sql'].includes(language) ? '_test' : '.test'}.${extension}`
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
