-- Up Migration

-- Depots' secrets are sealed with a key of their own, and no longer with the master key itself: so a
-- process that runs needs the master key only when it opens the others, and it can be rolled meanwhile.
alter table central_key
  drop constraint central_key_purpose_check,
  add constraint central_key_purpose_check check (purpose in ('root', 'manifest', 'time', 'receipt',
    'pass', 'audit', 'issuing', 'code-sealing', 'token-sealing', 'sign-in', 'webhooks',
    'agreement-sealing'));

-- Down Migration

delete from central_key where purpose = 'agreement-sealing';
alter table central_key
  drop constraint central_key_purpose_check,
  add constraint central_key_purpose_check check (purpose in ('root', 'manifest', 'time', 'receipt',
    'pass', 'audit', 'issuing', 'code-sealing', 'token-sealing', 'sign-in', 'webhooks'));
