-- Handlings are written one step after another; `version` counts the writes, instructions among them.

ALTER TABLE provincial_handlings ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
