export type Tree = { readonly [key: string]: string | Tree };

/** Every text of a language by its path: `status.label` → 'Device status'. */
export const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [[here, value]] : leaves(value, here);
  });
