-- Up Migration
-- Messages that follow a change: that the arrival is another one, that the delivery does not take
-- place. Of an issue there is one message with its code, and as many others as there were changes.
alter table message
  add column kind text not null default 'code' check (kind in ('code', 'time-changed', 'cancelled')),
  -- The arrival that its text says; null: it was not written yet.
  add column says timestamptz,
  drop constraint message_depot_issue_key;
create unique index message_code on message (depot, issue) where kind = 'code';
create index message_issue on message (depot, issue);

update message set says = delivery.arrival
  from issue join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
  where message.depot = issue.depot and message.issue = issue.id and message.attempts > 0;

-- A depot's own sentences are by kind, then by language.
update depot set texts = jsonb_build_object('code', texts) where texts <> '{}';

-- Down Migration
