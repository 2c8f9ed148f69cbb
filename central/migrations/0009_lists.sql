-- Up Migration
-- What lists page by, the newest first, in one order: a cursor is then one place in an index.

drop index entry_hand_over;
drop index entry_exception;
drop index entry_sign_in;
create index entry_hand_over on entry (depot, received_at, terminal, sequence)
  where kind = 'hand-over';
create index entry_exception on entry (depot, received_at, terminal, sequence)
  where kind = 'exception';
create index entry_sign_in on entry (depot, received_at, terminal, sequence)
  where kind in ('signed-in', 'signed-out', 'sign-in-refused');

-- Hand-overs whose place in the log of their terminal another entry has: listed with the others.
create index finding_displaced on finding (depot, received_at, terminal, sequence, id)
  where code in ('forked', 'broken-chain', 'gap') and entry->'content'->>'kind' = 'hand-over';

create index message_due on message (depot, due, id);
-- What somebody may have to look at.
drop index message_open;
create index message_open on message (depot, due, id)
  where state in ('waiting', 'claimed', 'accepted', 'failed')
    or (state = 'cancelled' and accepted_at >= ended_at);

-- How the stops of a route stand is counted in the index alone.
drop index delivery_route;
create index delivery_route on delivery (depot, route, status);

-- What a delivery is searched by: the words of its customer and address without accents, as the
-- terminal has them (`shared/protocol/search/fold.ts`), and the ends of its number and of its labels.
create function searched(customer text, address text[]) returns tsvector
  language sql immutable parallel safe as $$
  select to_tsvector('simple', regexp_replace(
    translate(replace(replace(replace(lower(
      regexp_replace(normalize(customer || ' ' || array_to_string(address, ' '), NFKD),
        '[\u0300-\u036f\u064b-\u065f]', '', 'g')),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ŁłØøĐđı', 'llooddi'),
    '[^a-z0-9\u0080-\uffff]+', ' ', 'g'))
$$;
create index delivery_searched on delivery using gin (searched(customer, address));
create index delivery_phone_end on delivery (depot, reverse(phone) text_pattern_ops)
  where phone is not null;
create index parcel_label_end on parcel (depot, reverse(label) text_pattern_ops);

-- What a file is: a table, or one delivery as JSON in each line.
alter table import add column kind text not null default 'table'
  check (kind in ('table', 'json-lines'));

-- Raised by each act that gives a route to somebody, or takes it away.
alter table route add column version integer not null default 1 check (version >= 1);

-- Down Migration
