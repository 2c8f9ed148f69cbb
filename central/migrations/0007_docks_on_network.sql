-- Up Migration
-- When terminals dock is part of every policy.
update depot set policy = policy || '{"docksOnNetwork": false}' where not policy ? 'docksOnNetwork';

-- Down Migration
update depot set policy = policy - 'docksOnNetwork';
