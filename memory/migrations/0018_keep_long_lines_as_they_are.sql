-- A long line is read whole for every question that it might answer, dozens of them at a time: unpacking took a third
-- of that. Lines of less than two thousand characters were never packed, and rows that stand stay as they are.
ALTER TABLE utterances ALTER COLUMN text SET STORAGE EXTERNAL;
