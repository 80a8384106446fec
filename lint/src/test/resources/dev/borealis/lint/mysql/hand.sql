CREATE TABLE author (
  id INT AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(100) NOT NULL,            # the name
  slug CHAR(20) UNIQUE KEY,
  level TINYINT UNSIGNED DEFAULT 3,
  rating MEDIUMINT,
  amount FIXED(8,2),
  active BOOL DEFAULT TRUE,
  big SERIAL,
  created TIMESTAMP(3) DEFAULT NOW(3),
  token CHAR(36) DEFAULT (uuid()),
  note NATIONAL VARCHAR(50) COMMENT "a ""note""",
  kind ENUM("x","y"),
  INDEX (name),
  INDEX name_slug (name(10), slug)
) ENGINE=InnoDB;
create table if not exists book (
  isbn char(13) primary key,
  author_id int not null references author(id),
  title text(500),
  price dec(6,2) default 0,
  total int generated always as (price * 2) stored,
  foreign key book_author (author_id) references author (id) on delete set null
) comment 'books', row_format=dynamic;
CREATE TABLE other LIKE author;
CREATE UNIQUE INDEX u_title ON book (title(20));
ALTER TABLE book ADD COLUMN pages INT UNSIGNED AFTER title, ADD KEY pages_idx (pages);
ALTER TABLE book MODIFY COLUMN title VARCHAR(200) NOT NULL;
ALTER TABLE book CHANGE pages page_count INT UNSIGNED;
ALTER TABLE book DROP FOREIGN KEY book_author, DROP PRIMARY KEY;
ALTER TABLE book ADD UNIQUE KEY u_isbn (isbn);
ALTER TABLE book AUTO_INCREMENT = 100;
ALTER TABLE book ENGINE=MyISAM;
DROP INDEX u_title ON book;
RENAME TABLE author TO writer;
TRUNCATE TABLE book;
USE shop;
REPLACE INTO book VALUES ('1', 1, 't', 1, DEFAULT);
