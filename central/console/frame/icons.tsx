import type { ReactNode } from 'react';

/** Icons are told apart by their shape alone. They repeat words, so they are not read out. */
const Icon = ({ children }: { readonly children: ReactNode }) => (
  <svg
    className="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    {children}
  </svg>
);

export const DepotIcon = () => (
  <Icon>
    <path d="M3 21V9l9-6 9 6v12" />
    <path d="M7 21v-8h10v8M7 17h10" />
  </Icon>
);
export const RouteIcon = () => (
  <Icon>
    <circle cx="6" cy="19" r="2.5" />
    <circle cx="18" cy="5" r="2.5" />
    <path d="M8.5 19H15a3.5 3.5 0 0 0 0-7H9a3.5 3.5 0 0 1 0-7h6.5" />
  </Icon>
);
/** Scales: something is weighed. */
export const SettleIcon = () => (
  <Icon>
    <path d="M12 3v18M7 21h10M5 6h14" />
    <path d="M5 6l-3 8h6zM19 6l-3 8h6z" />
  </Icon>
);
export const MessageIcon = () => (
  <Icon>
    <path d="M4 4h16v12H9l-5 4z" />
    <path d="M8 8.5h8M8 12h5" />
  </Icon>
);
export const TerminalIcon = () => (
  <Icon>
    <rect x="6" y="2" width="12" height="20" rx="2" />
    <path d="M10 18h4" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M13 2H6v20h12V7z" />
    <path d="M13 2v5h5M12 11v7M9 15l3 3 3-3" />
  </Icon>
);
export const ProofIcon = () => (
  <Icon>
    <path d="M12 2l8 3v6c0 5-3.5 9-8 11-4.5-2-8-6-8-11V5z" />
    <path d="M8.5 12l2.5 2.5 4.5-5" />
  </Icon>
);
export const ReportsIcon = () => (
  <Icon>
    <path d="M4 20h16M7 20v-7M12 20V5M17 20v-10" strokeWidth="2.6" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M4 7h9M19 7h1M4 17h1M11 17h9" />
    <circle cx="16" cy="7" r="3" />
    <circle cx="8" cy="17" r="3" />
  </Icon>
);
export const MenuIcon = () => (
  <Icon>
    <path d="M4 6h16M4 12h16M4 18h16" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="10.5" cy="10.5" r="6.5" />
    <path d="M15.5 15.5L21 21" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="M5 5l14 14M19 5L5 19" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="4" />
    <path d="M4 21c1-5 4-7 8-7s7 2 8 7" />
  </Icon>
);
export const TickIcon = () => (
  <Icon>
    <path d="M4 13l5 5L20 6" strokeWidth="3" />
  </Icon>
);
/** Something that a person must look at. */
export const AlertIcon = () => (
  <Icon>
    <path d="M12 3L2 21h20z" />
    <path d="M12 10v5M12 18v.1" />
  </Icon>
);
/** On the way, as planned. */
export const RoadIcon = () => (
  <Icon>
    <path d="M8 3L4 21M16 3l4 18M12 4v3M12 11v3M12 18v3" />
  </Icon>
);
export const LateIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 7v5l4 2" />
  </Icon>
);
/** Waits for somebody to put it into its dock. */
export const DockIcon = () => (
  <Icon>
    <path d="M12 3v11M7 9l5 5 5-5M4 20h16" />
  </Icon>
);
