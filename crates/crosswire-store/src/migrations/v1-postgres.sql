-- The words of a text as search.rs cuts them.
ALTER TABLE texts ADD COLUMN words tsvector NOT NULL;
CREATE INDEX words_of_texts ON texts USING gin (words);
