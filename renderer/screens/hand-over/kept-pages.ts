import type { StopView } from '../../../shared/terminal/view/view.ts';

type Parcels = StopView['parcels'];

/** As many as fit on every screen in keys for a glove. */
const ON_A_PAGE = 8;

/** The parcels page by page, those first that nobody has scanned: they are the ones that stay. */
export const pagesOf = (parcels: Parcels): readonly Parcels[] => {
  const ordered = [
    ...parcels.filter(({ scanned }) => !scanned),
    ...parcels.filter(({ scanned }) => scanned),
  ];
  return Array.from({ length: Math.ceil(ordered.length / ON_A_PAGE) }, (_, page) =>
    ordered.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE),
  );
};
