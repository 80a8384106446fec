
CREATE TABLE sa_author (
	id SERIAL NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	email VARCHAR(254), 
	born DATE, 
	data JSON, 
	PRIMARY KEY (id), 
	UNIQUE (email)
);


CREATE TABLE sa_book (
	id UUID DEFAULT gen_random_uuid() NOT NULL, 
	author_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	price NUMERIC(10, 2), 
	published BOOLEAN DEFAULT false, 
	created TIMESTAMP WITH TIME ZONE DEFAULT now(), 
	PRIMARY KEY (id), 
	CONSTRAINT price_positive CHECK (price > 0), 
	UNIQUE (author_id, title), 
	FOREIGN KEY(author_id) REFERENCES sa_author (id) ON DELETE CASCADE
);

CREATE INDEX ix_sa_book_author_id ON sa_book (author_id);

CREATE INDEX ix_sa_book_lower ON sa_book (lower(title));

CREATE INDEX ix_sa_book_title ON sa_book USING btree (title);

