-- Up Migration
-- A code that takes the place of one that a customer has goes out once its terminal knows it: before
-- that the customer would show one at the door that is wrong there.
alter table message add column awaits_docking boolean not null default false;
create index message_awaiting on message (depot, issue) where awaits_docking;
-- Whoever looks for what is due does not look at these each time.
drop index message_next;
create index message_next on message (next_at)
  where state in ('waiting', 'claimed') and not awaits_docking;

-- Down Migration
drop index message_next;
create index message_next on message (next_at) where state in ('waiting', 'claimed');
drop index message_awaiting;
alter table message drop column awaits_docking;
