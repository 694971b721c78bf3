-- Until when whoever was invited has an account, if the administrator has chosen a day; the configuration says it if absent.
ALTER TABLE invitations ADD COLUMN account_until_ms BIGINT;
