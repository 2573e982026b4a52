-- Handlings are written one step after another; `version` counts the writes.

ALTER TABLE city_handlings ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
