SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET default_tablespace = '';
SET default_table_access_method = heap;

--
-- Name: ra_articles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ra_articles (
    id bigint NOT NULL,
    title character varying,
    body text,
    position integer DEFAULT 0 NOT NULL,
    created_at timestamp(6) without time zone NOT NULL,
    updated_at timestamp(6) without time zone NOT NULL
);

--
-- Name: ra_articles_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.ra_articles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.ra_articles_id_seq OWNED BY public.ra_articles.id;

CREATE TABLE public.ra_schema_migrations (
    version character varying NOT NULL
);

ALTER TABLE ONLY public.ra_articles ALTER COLUMN id SET DEFAULT nextval('public.ra_articles_id_seq'::regclass);

ALTER TABLE ONLY public.ra_articles
    ADD CONSTRAINT ra_articles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ra_schema_migrations
    ADD CONSTRAINT ra_schema_migrations_pkey PRIMARY KEY (version);

CREATE INDEX index_ra_articles_on_title ON public.ra_articles USING btree (title);

SET search_path TO public;

INSERT INTO "ra_schema_migrations" (version) VALUES
('20260101000000'),
('20260102000000');
