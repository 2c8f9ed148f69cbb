import { DETAIL_NAMES, type DetailName, hashDetail, type Plain, placeOf } from './details.ts';
import { detailHashes, type SignedEntry } from './entry.ts';

/**
 * What became of a detail. `none`: it was never there, the driver said nothing. `erased`: the entry
 * names it, and it does not stand beside it any more. `altered`: what stands there is not what the
 * terminal signed for, and is not to be believed.
 */
export type DetailState = 'there' | 'erased' | 'altered' | 'none';
export type DetailStates = { readonly [N in DetailName]: DetailState };

/** Looks at what stands beside an entry. In version 1 it stands in the entry itself. */
export const detailStates = ({ entry, details = {} }: SignedEntry): DetailStates => {
  const { content } = entry;
  if (!('details' in content)) {
    const { place, note, strokes } = readPlain({ entry });
    const stateOf = (said: boolean): DetailState => (said ? 'there' : 'none');
    return {
      place: stateOf(place !== null),
      note: stateOf(note !== ''),
      strokes: stateOf(strokes.length > 0),
    };
  }
  const hashes = detailHashes(entry);
  const stateOf = (name: DetailName): DetailState => {
    if (hashes[name] === null) return 'none';
    const beside = details[name];
    if (beside === undefined) return 'erased';
    return hashDetail(entry, name, beside) === hashes[name] ? 'there' : 'altered';
  };
  return { place: stateOf('place'), note: stateOf('note'), strokes: stateOf('strokes') };
};

/** The details of an entry that are in one of these states. */
export const detailsThat = (states: DetailStates, state: DetailState): readonly DetailName[] =>
  DETAIL_NAMES.filter((name) => states[name] === state);

/** What is personal in an entry of any version, as far as it is there: read it once it is checked. */
export const readPlain = ({
  entry: { content },
  details,
}: Pick<SignedEntry, 'entry' | 'details'>): Plain => {
  if ('details' in content) {
    return {
      place: details?.place?.value ?? null,
      note: details?.note?.value ?? '',
      strokes: details?.strokes?.value ?? [],
    };
  }
  if (content.kind !== 'hand-over' && content.kind !== 'exception') {
    return { place: null, note: '', strokes: [] };
  }
  const place = content.kind === 'hand-over' ? placeOf(content.recipient) : null;
  return { place, note: content.note, strokes: content.strokes };
};
