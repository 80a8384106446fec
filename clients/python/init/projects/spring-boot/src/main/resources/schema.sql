CREATE TABLE invoices (
  id bigserial PRIMARY KEY,
  customer varchar(100) NOT NULL,
  total numeric(10, 2) NOT NULL
);
CREATE INDEX invoices_customer ON invoices (customer);
