-- Whether HR lets the person work at present: active or suspended. Leaving is told by `employment`.
ALTER TABLE people ADD COLUMN hr_state TEXT NOT NULL DEFAULT 'active';
