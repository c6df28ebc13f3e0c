-- no parameters
-- returns nothing; run only under schema_lock, because IF NOT EXISTS has a race
CREATE SCHEMA IF NOT EXISTS crt;
CREATE TABLE IF NOT EXISTS crt.schema_version (
    number     integer     PRIMARY KEY,
    name       text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL);
