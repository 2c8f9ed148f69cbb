import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentType, createElement, use } from 'react';

/**
 * Without a connection a page that is loaded anew is gone, with all that is on it: nobody is to take
 * this for a file that an upgrade has taken away.
 */
const load = async <T,>(part: () => Promise<T>): Promise<T> => {
  try {
    return await part();
  } catch (cause) {
    throw navigator.onLine ? cause : new Error('There is no connection.', { cause });
  }
};

/** A page of its own address, loaded when somebody first goes there. */
export const lazyPage: typeof lazyRouteComponent = (page, name) =>
  lazyRouteComponent(() => load(page), name);

/**
 * A part of a page, loaded when it is first shown. Where that fails it is loaded anew the next time:
 * `React.lazy` would fail for good.
 */
export const lazyPart = <Props extends object>(
  part: () => Promise<ComponentType<Props>>,
): ComponentType<Props> => {
  let loading: Promise<ComponentType<Props>> | undefined;
  const begin = (): Promise<ComponentType<Props>> => {
    const begun = load(part);
    begun.catch(() => {
      loading = undefined;
    });
    return begun;
  };
  return (props) => {
    loading ??= begin();
    return createElement(use(loading), props);
  };
};
