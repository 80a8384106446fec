--
-- PostgreSQL database dump
--

\restrict mtmAgqsqyYFd5TWpgX49SNRZ56z5KceofRVrkcc70zbHx1jYF8M6RfnWhEdLpCg

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: modern(integer); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.modern(a integer) RETURNS integer
    LANGUAGE sql
    RETURN (a + 1);


ALTER FUNCTION public.modern(a integer) OWNER TO postgres;

--
-- Name: tidy(); Type: PROCEDURE; Schema: public; Owner: postgres
--

CREATE PROCEDURE public.tidy()
    LANGUAGE sql
    AS $$DELETE FROM settings WHERE k IS NULL$$;


ALTER PROCEDURE public.tidy() OWNER TO postgres;

--
-- Name: total(bigint); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.total(bigint) RETURNS numeric
    LANGUAGE sql STABLE
    AS $_$SELECT sum(amount) FROM "order" WHERE "from" = $1$_$;


ALTER FUNCTION public.total(bigint) OWNER TO postgres;

--
-- Name: FUNCTION total(bigint); Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON FUNCTION public.total(bigint) IS 'total';


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: account; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.account (
    "accountId" bigint NOT NULL,
    owner_name character varying(80) NOT NULL COLLATE pg_catalog."C",
    opened timestamp with time zone DEFAULT now() NOT NULL,
    closed timestamp with time zone,
    balance numeric(18,2) DEFAULT 0.00 NOT NULL,
    iban text,
    parent bigint,
    CONSTRAINT closing CHECK (((closed IS NULL) OR (closed > opened))),
    CONSTRAINT positive CHECK ((balance >= ('-1000'::integer)::numeric))
);


ALTER TABLE public.account OWNER TO postgres;

--
-- Name: CONSTRAINT positive ON account; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON CONSTRAINT positive ON public.account IS 'pos';


--
-- Name: account_accountId_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public."account_accountId_seq"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public."account_accountId_seq" OWNER TO postgres;

--
-- Name: account_accountId_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public."account_accountId_seq" OWNED BY public.account."accountId";


--
-- Name: cache; Type: TABLE; Schema: public; Owner: postgres
--

CREATE UNLOGGED TABLE public.cache (
    k text NOT NULL,
    v text
)
WITH (fillfactor='70', autovacuum_enabled=off);


ALTER TABLE public.cache OWNER TO postgres;

--
-- Name: country; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.country (
    code character(2) NOT NULL,
    name text NOT NULL,
    area_km2 real
);


ALTER TABLE public.country OWNER TO postgres;

--
-- Name: empty_one; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.empty_one (
    id integer NOT NULL,
    v text
);


ALTER TABLE public.empty_one OWNER TO postgres;

--
-- Name: many_types; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.many_types (
    a smallint,
    b integer,
    c bigint,
    d real,
    e double precision,
    f boolean,
    g text,
    h character varying,
    i character(3),
    j bytea,
    k date,
    l time without time zone,
    m time with time zone,
    n timestamp without time zone,
    o timestamp with time zone,
    p interval,
    q uuid,
    r name,
    s oid,
    t "char",
    u int4range,
    v integer[],
    w cidr,
    x pg_lsn,
    y bit varying(5)
);


ALTER TABLE public.many_types OWNER TO postgres;

--
-- Name: no_columns; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.no_columns (
);


ALTER TABLE public.no_columns OWNER TO postgres;

--
-- Name: order; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."order" (
    "from" bigint NOT NULL,
    "to" bigint NOT NULL,
    at timestamp(3) without time zone NOT NULL,
    amount numeric(10,2) NOT NULL,
    note text,
    CONSTRAINT order_amount_check CHECK ((amount > (0)::numeric))
);


ALTER TABLE public."order" OWNER TO postgres;

--
-- Name: rich; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.rich AS
 WITH big AS (
         SELECT account."accountId",
            account.owner_name,
            account.opened,
            account.closed,
            account.balance,
            account.iban,
            account.parent
           FROM public.account
          WHERE (account.balance > (100)::numeric)
        )
 SELECT b."accountId",
    b.owner_name,
    count(o.*) AS orders
   FROM (big b
     LEFT JOIN public."order" o ON ((o."from" = b."accountId")))
  GROUP BY b."accountId", b.owner_name
  ORDER BY (count(o.*)) DESC;


ALTER TABLE public.rich OWNER TO postgres;

--
-- Name: VIEW rich; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON VIEW public.rich IS 'Rich; people';


--
-- Name: rich_de; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.rich_de AS
 SELECT rich."accountId",
    rich.owner_name,
    rich.orders
   FROM public.rich
  WHERE ((rich.owner_name)::text ~~ 'Ö%'::text);


ALTER TABLE public.rich_de OWNER TO postgres;

--
-- Name: settings; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.settings (
    k text,
    v jsonb,
    j json
);


ALTER TABLE public.settings OWNER TO postgres;

--
-- Name: account accountId; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.account ALTER COLUMN "accountId" SET DEFAULT nextval('public."account_accountId_seq"'::regclass);


--
-- Data for Name: account; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.account ("accountId", owner_name, opened, closed, balance, iban, parent) FROM stdin;
1	Öwner 1\t\\	2024-01-02 00:00:00+00	\N	10.01	DE1	\N
2	Öwner 2\t\\	2024-01-03 00:00:00+00	\N	20.02	DE2	\N
3	Öwner 3\t\\	2024-01-04 00:00:00+00	\N	30.03	DE3	\N
4	Öwner 4\t\\	2024-01-05 00:00:00+00	\N	40.04	DE4	\N
5	Öwner 5\t\\	2024-01-06 00:00:00+00	\N	50.05	DE5	\N
6	Öwner 6\t\\	2024-01-07 00:00:00+00	\N	60.06	DE6	\N
7	Öwner 7\t\\	2024-01-08 00:00:00+00	\N	70.07	DE7	\N
8	Öwner 8\t\\	2024-01-09 00:00:00+00	\N	80.08	DE8	\N
9	Öwner 9\t\\	2024-01-10 00:00:00+00	\N	90.09	DE9	\N
10	Öwner 10\t\\	2024-01-11 00:00:00+00	\N	100.10	DE10	\N
11	Öwner 11\t\\	2024-01-12 00:00:00+00	\N	110.11	DE11	1
12	Öwner 12\t\\	2024-01-13 00:00:00+00	\N	120.12	DE12	2
13	Öwner 13\t\\	2024-01-14 00:00:00+00	\N	130.13	DE13	3
14	Öwner 14\t\\	2024-01-15 00:00:00+00	\N	140.14	DE14	4
15	Öwner 15\t\\	2024-01-16 00:00:00+00	\N	150.15	DE15	5
16	Öwner 16\t\\	2024-01-17 00:00:00+00	\N	160.16	DE16	6
17	Öwner 17\t\\	2024-01-18 00:00:00+00	\N	170.17	DE17	7
18	Öwner 18\t\\	2024-01-19 00:00:00+00	\N	180.18	DE18	8
19	Öwner 19\t\\	2024-01-20 00:00:00+00	\N	190.19	DE19	9
20	Öwner 20\t\\	2024-01-21 00:00:00+00	\N	200.20	DE20	10
21	Öwner 21\t\\	2024-01-22 00:00:00+00	\N	210.21	DE21	11
22	Öwner 22\t\\	2024-01-23 00:00:00+00	\N	220.22	DE22	12
23	Öwner 23\t\\	2024-01-24 00:00:00+00	\N	230.23	DE23	13
24	Öwner 24\t\\	2024-01-25 00:00:00+00	\N	240.24	DE24	14
25	Öwner 25\t\\	2024-01-26 00:00:00+00	\N	250.25	DE25	15
26	Öwner 26\t\\	2024-01-27 00:00:00+00	\N	260.26	DE26	16
27	Öwner 27\t\\	2024-01-28 00:00:00+00	\N	270.27	DE27	17
28	Öwner 28\t\\	2024-01-29 00:00:00+00	\N	280.28	DE28	18
29	Öwner 29\t\\	2024-01-30 00:00:00+00	\N	290.29	DE29	19
30	Öwner 30\t\\	2024-01-31 00:00:00+00	\N	300.30	DE30	20
31	Öwner 31\t\\	2024-02-01 00:00:00+00	\N	310.31	DE31	21
\.


--
-- Data for Name: cache; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.cache (k, v) FROM stdin;
k1	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
k2	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
k3	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
\.


--
-- Data for Name: country; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.country (code, name, area_km2) FROM stdin;
DE	Deutschland	357592.5
FR	France	Infinity
XX	\b\fv\r\n	\N
\.


--
-- Data for Name: empty_one; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.empty_one (id, v) FROM stdin;
\.


--
-- Data for Name: many_types; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.many_types (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y) FROM stdin;
-32768	-2147483648	-9223372036854775808	NaN	1e-307	t	é		x  	\\x00ff	0044-03-15 BC	24:00:00	23:59:59.999999+14	infinity	-infinity	-1 years -2 mons +3 days -04:05:06.789	00000000-0000-0000-0000-000000000000	nm	42	z	[1,5)	{{1,2},{NULL,4}}	10.0.0.0/8	16/B374D848	101
\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
\.


--
-- Data for Name: no_columns; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.no_columns  FROM stdin;


\.


--
-- Data for Name: order; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public."order" ("from", "to", at, amount, note) FROM stdin;
2	8	2025-01-01 00:01:00	1.01	
3	15	2025-01-01 00:02:00	2.01	\\N
4	22	2025-01-01 00:03:00	3.01	\N
5	29	2025-01-01 00:04:00	4.01	
6	6	2025-01-01 00:05:00	5.01	\\N
7	13	2025-01-01 00:06:00	6.01	\N
8	20	2025-01-01 00:07:00	7.01	
9	27	2025-01-01 00:08:00	8.01	\\N
10	4	2025-01-01 00:09:00	9.01	\N
11	11	2025-01-01 00:10:00	10.01	
12	18	2025-01-01 00:11:00	11.01	\\N
13	25	2025-01-01 00:12:00	12.01	\N
14	2	2025-01-01 00:13:00	13.01	
15	9	2025-01-01 00:14:00	14.01	\\N
16	16	2025-01-01 00:15:00	15.01	\N
17	23	2025-01-01 00:16:00	16.01	
18	30	2025-01-01 00:17:00	17.01	\\N
19	7	2025-01-01 00:18:00	18.01	\N
20	14	2025-01-01 00:19:00	19.01	
21	21	2025-01-01 00:20:00	20.01	\\N
22	28	2025-01-01 00:21:00	21.01	\N
23	5	2025-01-01 00:22:00	22.01	
24	12	2025-01-01 00:23:00	23.01	\\N
25	19	2025-01-01 00:24:00	24.01	\N
26	26	2025-01-01 00:25:00	25.01	
27	3	2025-01-01 00:26:00	26.01	\\N
28	10	2025-01-01 00:27:00	27.01	\N
29	17	2025-01-01 00:28:00	28.01	
30	24	2025-01-01 00:29:00	29.01	\\N
1	1	2025-01-01 00:30:00	30.01	\N
2	8	2025-01-01 00:31:00	31.01	
3	15	2025-01-01 00:32:00	32.01	\\N
4	22	2025-01-01 00:33:00	33.01	\N
5	29	2025-01-01 00:34:00	34.01	
6	6	2025-01-01 00:35:00	35.01	\\N
7	13	2025-01-01 00:36:00	36.01	\N
8	20	2025-01-01 00:37:00	37.01	
9	27	2025-01-01 00:38:00	38.01	\\N
10	4	2025-01-01 00:39:00	39.01	\N
11	11	2025-01-01 00:40:00	40.01	
12	18	2025-01-01 00:41:00	41.01	\\N
13	25	2025-01-01 00:42:00	42.01	\N
14	2	2025-01-01 00:43:00	43.01	
15	9	2025-01-01 00:44:00	44.01	\\N
16	16	2025-01-01 00:45:00	45.01	\N
17	23	2025-01-01 00:46:00	46.01	
18	30	2025-01-01 00:47:00	47.01	\\N
19	7	2025-01-01 00:48:00	48.01	\N
20	14	2025-01-01 00:49:00	49.01	
21	21	2025-01-01 00:50:00	50.01	\\N
22	28	2025-01-01 00:51:00	51.01	\N
23	5	2025-01-01 00:52:00	52.01	
24	12	2025-01-01 00:53:00	53.01	\\N
25	19	2025-01-01 00:54:00	54.01	\N
26	26	2025-01-01 00:55:00	55.01	
27	3	2025-01-01 00:56:00	56.01	\\N
28	10	2025-01-01 00:57:00	57.01	\N
29	17	2025-01-01 00:58:00	58.01	
30	24	2025-01-01 00:59:00	59.01	\\N
1	1	2025-01-01 01:00:00	60.01	\N
2	8	2025-01-01 01:01:00	61.01	
3	15	2025-01-01 01:02:00	62.01	\\N
\.


--
-- Data for Name: settings; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.settings (k, v, j) FROM stdin;
a	{"x": [1, 2, {"y": null}]}	{"z" :  1, "z": 2}
a	null	null
\N	\N	"\\u0000"
\.


--
-- Name: account_accountId_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public."account_accountId_seq"', 5000, false);


--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY ("accountId");


--
-- Name: cache cache_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.cache
    ADD CONSTRAINT cache_pkey PRIMARY KEY (k);


--
-- Name: country country_pk; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.country
    ADD CONSTRAINT country_pk PRIMARY KEY (code) INCLUDE (name);


--
-- Name: empty_one empty_one_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.empty_one
    ADD CONSTRAINT empty_one_pkey PRIMARY KEY (id);


--
-- Name: account iban_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT iban_key UNIQUE NULLS NOT DISTINCT (iban);


--
-- Name: order order_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_pkey PRIMARY KEY ("from", at, "to");


--
-- Name: account_hash; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX account_hash ON public.account USING hash (owner_name);


--
-- Name: account_lower; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX account_lower ON public.account USING btree (lower((owner_name)::text));


--
-- Name: account_open; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX account_open ON public.account USING btree (opened) WHERE (closed IS NULL);


--
-- Name: order_to; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX order_to ON public."order" USING btree ("to" DESC NULLS LAST) INCLUDE (amount);


--
-- Name: INDEX order_to; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON INDEX public.order_to IS 'idx';


--
-- Name: account account_parent; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_parent FOREIGN KEY (parent) REFERENCES public.account("accountId") ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;


--
-- Name: order order_from_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_from_fkey FOREIGN KEY ("from") REFERENCES public.account("accountId");


--
-- Name: order to_fk; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."order"
    ADD CONSTRAINT to_fk FOREIGN KEY ("to") REFERENCES public.account("accountId") MATCH FULL ON UPDATE CASCADE NOT VALID;


--
-- PostgreSQL database dump complete
--

\unrestrict mtmAgqsqyYFd5TWpgX49SNRZ56z5KceofRVrkcc70zbHx1jYF8M6RfnWhEdLpCg

