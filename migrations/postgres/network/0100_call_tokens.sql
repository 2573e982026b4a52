-- Tokens of calls, each taken by one process: what another has taken, also before it was started
-- again, is not taken once more. Rows of tokens that are over are deleted.
CREATE TABLE call_tokens (
    token      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder     TEXT COLLATE "C" NOT NULL,
    good_until BIGINT           NOT NULL
);
