-- Up Migration
-- A code that takes the place of one that a customer has goes out once its terminal knows it: before
-- that the customer would show one at the door that is wrong there.
alter table message add column awaits_docking boolean not null default false;
create index message_awaiting on message (depot, issue) where awaits_docking;

-- Down Migration
drop index message_awaiting;
alter table message drop column awaits_docking;
