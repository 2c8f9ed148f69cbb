-- Up Migration
-- What is done about parcels that were not scanned is part of every policy.
update depot set policy = policy || '{"unscanned": "ask"}' where not policy ? 'unscanned';

-- Down Migration
update depot set policy = policy - 'unscanned';
