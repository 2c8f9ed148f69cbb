import type { ReactNode } from 'react';

/** Icons are told apart by their shape alone. They only repeat words, so they are not read out. */
export const Icon = ({
  stroke = 9,
  turns = false,
  children,
}: {
  stroke?: number;
  /** Points the way of reading, and so the other way where that is from right to left. */
  turns?: boolean;
  children: ReactNode;
}) => (
  <svg
    viewBox="0 0 100 100"
    className={turns ? 'turns' : undefined}
    fill="none"
    stroke="currentColor"
    strokeWidth={stroke}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    {children}
  </svg>
);

export const AcceptedIcon = () => (
  <Icon>
    <circle cx="50" cy="50" r="44" />
    <path d="M29 52l15 15 28-33" />
  </Icon>
);

export const RefusedIcon = () => (
  <Icon stroke={15}>
    <path d="M16 16l68 68M84 16L16 84" />
  </Icon>
);

export const UncertainIcon = () => (
  <Icon stroke={12}>
    <path d="M28 32c1-30 46-30 46 0 0 20-23 18-23 38" />
    <path d="M51 91v.1" strokeWidth={16} />
  </Icon>
);

export const TickIcon = () => (
  <Icon stroke={14}>
    <path d="M14 54l24 24 48-56" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon stroke={14}>
    <path d="M20 20l60 60M80 20L20 80" />
  </Icon>
);

export const LockIcon = () => (
  <Icon stroke={11}>
    <rect x="16" y="44" width="68" height="48" rx="8" />
    <path d="M30 44V30a20 20 0 0 1 40 0v14" />
  </Icon>
);

export const WaitIcon = () => (
  <Icon stroke={9}>
    <circle cx="50" cy="50" r="38" strokeDasharray="6 18" />
  </Icon>
);

export const BusyIcon = () => (
  <Icon stroke={12}>
    <circle cx="50" cy="50" r="38" opacity="0.25" />
    <path d="M50 12a38 38 0 0 1 38 38" className="turning" />
  </Icon>
);

export const BackIcon = () => (
  <Icon stroke={11} turns>
    <path d="M88 50H14M46 16L12 50l34 34" />
  </Icon>
);

export const DeleteIcon = () => (
  <Icon stroke={8}>
    <path d="M34 18h56v64H34L8 50z" />
    <path d="M48 38l24 24M72 38L48 62" />
  </Icon>
);

/** The key that makes a space. */
export const SpaceIcon = () => (
  <Icon stroke={10}>
    <path d="M10 46v28h80V46" />
  </Icon>
);

export const DockIcon = () => (
  <Icon stroke={10}>
    <path d="M50 8v44M30 34l20 20 20-20" />
    <path d="M10 58v32h80V58" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon stroke={9}>
    <path d="M54 12H14v76h40" />
    <path d="M38 50h52M70 28l22 22-22 22" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon stroke={10}>
    <circle cx="42" cy="42" r="30" />
    <path d="M64 64l26 26" />
  </Icon>
);

export const HistoryIcon = () => (
  <Icon stroke={9}>
    <path d="M12 30a42 42 0 1 1-4 30M12 8v24h24" />
    <path d="M50 26v26l18 12" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon stroke={8}>
    <circle cx="50" cy="50" r="42" />
    <path d="M50 46v28" strokeWidth={11} />
    <path d="M50 27v.1" strokeWidth={13} />
  </Icon>
);

export const PersonIcon = () => (
  <Icon stroke={10}>
    <circle cx="50" cy="30" r="20" />
    <path d="M12 92c2-52 74-52 76 0" />
  </Icon>
);

export const ScanIcon = () => (
  <Icon stroke={6}>
    <path d="M6 30V6h24M70 6h24v24M94 70v24H70M30 94H6V70" />
    <path d="M24 24h18v18H24zM58 24h18v18H58zM24 58h18v18H24z" />
    <path d="M58 58h8v8M76 62v14H62" />
  </Icon>
);

export const NetworkIcon = ({ on }: { on: boolean }) => (
  <Icon stroke={11}>
    {on ? (
      <circle cx="50" cy="50" r="34" fill="currentColor" />
    ) : (
      <>
        <circle cx="50" cy="50" r="34" />
        <path d="M26 74l48-48" />
      </>
    )}
  </Icon>
);

export const ScannerIcon = ({ on }: { on: boolean }) => (
  <Icon stroke={9}>
    {on ? (
      <path d="M10 16v68M30 16v68M46 16v68M70 16v68M90 16v68" />
    ) : (
      <path d="M10 16v68M90 16v68M34 34l32 32M66 34L34 66" />
    )}
  </Icon>
);

export const CallIcon = () => (
  <Icon stroke={9}>
    <path d="M22 12l16-2 9 22-12 10c5 12 12 19 24 24l10-12 21 9-2 16c-2 8-9 11-17 10C38 84 15 60 12 29c-1-8 2-15 10-17z" />
  </Icon>
);

export const NobodyHomeIcon = () => (
  <Icon stroke={9}>
    <path d="M22 92V10h56v82M8 92h84" />
    <path d="M63 50v.1" strokeWidth={14} />
  </Icon>
);

export const RefusedByCustomerIcon = () => (
  <Icon stroke={9}>
    <circle cx="50" cy="50" r="42" />
    <path d="M26 50h48" strokeWidth={13} />
  </Icon>
);

export const DamagedIcon = () => (
  <Icon stroke={9}>
    <path d="M12 26h76v62H12z" />
    <path d="M54 26L42 46l16 12-12 30" />
  </Icon>
);

export const WrongAddressIcon = () => (
  <Icon stroke={9}>
    <path d="M50 94C30 68 18 54 18 38a32 32 0 0 1 64 0c0 16-12 30-32 56z" />
    <path d="M40 28l20 20M60 28L40 48" />
  </Icon>
);

export const NoAccessIcon = () => (
  <Icon stroke={9}>
    <path d="M18 18v74M50 18v74M82 18v74M6 38h88M6 72h88" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon stroke={10}>
    <circle cx="50" cy="50" r="40" />
    <path d="M50 26v26l18 12" />
  </Icon>
);

export const HandInIcon = () => (
  <Icon stroke={10}>
    <path d="M50 62V12M28 34l22-22 22 22" />
    <path d="M10 60v30h80V60" />
  </Icon>
);

export const ForwardIcon = () => (
  <Icon stroke={12} turns>
    <path d="M34 14l36 36-36 36" />
  </Icon>
);

export const NeighbourIcon = () => (
  <Icon stroke={9}>
    <path d="M6 52L32 26l26 26M14 46v44h36V46" />
    <path d="M62 34l10-10 22 22M68 90h18V40" />
  </Icon>
);

export const SafePlaceIcon = () => (
  <Icon stroke={9}>
    <path d="M8 44L50 10l42 34M18 38v52M82 38v52" />
    <path d="M34 62h32v28H34z" />
  </Icon>
);

/** Stays in the van. */
export const KeepIcon = () => (
  <Icon stroke={9}>
    <path d="M6 74V24h54v50M60 40h18l16 18v16H80M60 74H46M20 74H6" />
    <circle cx="33" cy="76" r="11" />
    <circle cx="73" cy="76" r="11" />
  </Icon>
);

export const SignatureIcon = () => (
  <Icon stroke={9}>
    <path d="M8 70c16-8 34-62 20-60-14 4-6 62 8 58 10-4 8-24 14-24 8 0-2 26 8 26 8 0 8-12 14-12s2 12 8 12h10" />
  </Icon>
);

export const NoteIcon = () => (
  <Icon stroke={9}>
    <path d="M16 10h68v80H16zM32 34h36M32 52h36M32 70h18" />
  </Icon>
);

export const ToolIcon = () => (
  <Icon stroke={9}>
    <path d="M62 12a26 26 0 0 0-22 37L13 76l11 11 27-27a26 26 0 0 0 36-30L71 46 54 29z" />
  </Icon>
);

/** Half in the light, half in the dark. */
export const DisplayIcon = () => (
  <Icon stroke={8}>
    <circle cx="50" cy="50" r="26" />
    <path d="M50 24a26 26 0 0 1 0 52z" fill="currentColor" />
    <path d="M50 4v8M50 88v8M4 50h8M88 50h8M17 17l6 6M77 77l6 6M83 17l-6 6M23 77l-6 6" />
  </Icon>
);

/** As full as it is; with a bolt while it is charged. */
export const BatteryIcon = ({ percent, charging }: { percent: number; charging: boolean }) => (
  <Icon>
    <rect x="8" y="28" width="74" height="44" rx="8" />
    <path d="M92 44v12" />
    {charging ? (
      <path d="M52 34L34 52h20L38 68" strokeWidth={7} />
    ) : (
      <path d={`M20 50h${Math.round(percent / 2)}`} strokeWidth={24} strokeLinecap="butt" />
    )}
  </Icon>
);
