import type { ReactNode } from 'react';

/** Why it did not work; read out when it comes. */
export const Fault = ({ children }: { readonly children: ReactNode }) => (
  <p className="fault" role="alert">
    {children}
  </p>
);
