CREATE TABLE products (
  id serial PRIMARY KEY,
  name text NOT NULL,
  tags text[]
);
CREATE INDEX products_name ON products (name);
