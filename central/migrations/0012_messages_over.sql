-- Up Migration
-- Of a message that is over nobody need ask again whether a person must look at it: what is left to
-- ask about is what a day has, not what years had.

alter table message add column over boolean not null default false;
drop index message_open;
create index message_open on message (depot, due, id)
  where not over and (state in ('waiting', 'claimed', 'failed') or (state = 'accepted' and reports)
    or (state = 'cancelled' and accepted_at >= ended_at));

-- Down Migration
