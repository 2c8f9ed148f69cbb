const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string>>;

const fill = <E extends Element>(
  element: E,
  attributes: Attributes,
  children: readonly (Node | string)[],
): E => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** An element with its attributes and children. Text is text: nothing here reads markup. */
export const element = <N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[N] => fill(document.createElement(name), attributes, children);

/** The same, of SVG. */
export const drawing = (name: 'svg' | 'path', attributes: Attributes, ...children: Node[]): Node =>
  fill(document.createElementNS(SVG, name), attributes, children);
