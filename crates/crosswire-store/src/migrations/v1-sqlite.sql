-- The words of a text as search.rs cuts them, with a space between: `ascii` cuts at spaces alone. The rowid is texts.n.
CREATE VIRTUAL TABLE words USING fts5 (body, content = '', contentless_delete = 1, detail = none, tokenize = "ascii");
