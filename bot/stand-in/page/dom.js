// Builds elements. Text goes in as text, never as markup.

/** Handlers by `onclick` and the like, everything else as attributes; children that are nothing are left out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value') element.value = value
    else element.setAttribute(name, value === true ? '' : value)
  }
  append(element, children)
  return element
}

export function append(element, children) {
  for (const child of children.flat(4)) {
    if (child === undefined || child === null || child === false || child === '') continue
    element.append(child)
  }
  return element
}

/** Keeps the nodes whose key is unchanged, so that focus, scrolling and open menus survive. */
export function reconcile(parent, items, make) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]))
  const nodes = items.map((item) => {
    const key = item.key
    const node = known.get(key) ?? make(item)
    node.dataset.key = key
    return node
  })
  const wanted = new Set(nodes)
  for (const node of [...parent.children]) if (!wanted.has(node)) node.remove()
  for (const [index, node] of nodes.entries())
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null)
}

const safeSchemes = ['http:', 'https:', 'mailto:']

export function link(address, ...children) {
  const isSafe = URL.canParse(address) && safeSchemes.includes(new URL(address).protocol)
  return isSafe ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...children) : h('span', null, ...children)
}
