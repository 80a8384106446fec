--
-- PostgreSQL database dump
--

\restrict xI4Ns7CanJ9oJ8bmeAxldzT8bYTR5LqL0kXKjTLJ6A44Cb1aRheMm6xTp0kMDFu

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
-- Name: order_status; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.order_status AS ENUM (
    'new',
    'paid',
    'shipped'
);


ALTER TYPE public.order_status OWNER TO postgres;

--
-- Name: line_count(bigint); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.line_count(o bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$ SELECT count(*) FROM order_line WHERE order_id = o $$;


ALTER FUNCTION public.line_count(o bigint) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: customer; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.customer (
    id integer NOT NULL,
    email character varying(200) NOT NULL,
    name text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.customer OWNER TO postgres;

--
-- Name: TABLE customer; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON TABLE public.customer IS 'who buys';


--
-- Name: customer_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.customer_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.customer_id_seq OWNER TO postgres;

--
-- Name: customer_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.customer_id_seq OWNED BY public.customer.id;


--
-- Name: orders; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.orders (
    id bigint NOT NULL,
    customer_id integer NOT NULL,
    status public.order_status DEFAULT 'new'::public.order_status NOT NULL,
    placed_on date NOT NULL
);


ALTER TABLE public.orders OWNER TO postgres;

--
-- Name: open_orders; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.open_orders AS
 SELECT o.id,
    c.email
   FROM (public.orders o
     JOIN public.customer c ON ((c.id = o.customer_id)))
  WHERE (o.status = 'new'::public.order_status);


ALTER TABLE public.open_orders OWNER TO postgres;

--
-- Name: order_line; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.order_line (
    order_id bigint NOT NULL,
    line_no integer NOT NULL,
    sku text NOT NULL,
    quantity integer NOT NULL
);


ALTER TABLE public.order_line OWNER TO postgres;

--
-- Name: orders_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.orders_id_seq OWNER TO postgres;

--
-- Name: orders_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;


--
-- Name: product; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.product (
    sku text NOT NULL,
    title text NOT NULL,
    price numeric(10,2) NOT NULL,
    stock integer DEFAULT 0 NOT NULL,
    CONSTRAINT product_price_check CHECK ((price >= (0)::numeric))
);


ALTER TABLE public.product OWNER TO postgres;

--
-- Name: customer id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.customer ALTER COLUMN id SET DEFAULT nextval('public.customer_id_seq'::regclass);


--
-- Name: orders id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);


--
-- Data for Name: customer; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.customer (id, email, name, created_at) FROM stdin;
1	c1@example.com	Name\t1\nline	2026-11-21 19:34:16.495088+00
2	c2@example.com	Name\t2\nline	2026-11-21 19:34:16.495088+00
3	c3@example.com	Name\t3\nline	2026-11-21 19:34:16.495088+00
4	c4@example.com	Name\t4\nline	2026-11-21 19:34:16.495088+00
5	c5@example.com	Name\t5\nline	2026-11-21 19:34:16.495088+00
6	c6@example.com	Name\t6\nline	2026-11-21 19:34:16.495088+00
7	c7@example.com	\N	2026-11-21 19:34:16.495088+00
8	c8@example.com	Name\t8\nline	2026-11-21 19:34:16.495088+00
9	c9@example.com	Name\t9\nline	2026-11-21 19:34:16.495088+00
10	c10@example.com	Name\t10\nline	2026-11-21 19:34:16.495088+00
11	c11@example.com	Name\t11\nline	2026-11-21 19:34:16.495088+00
12	c12@example.com	Name\t12\nline	2026-11-21 19:34:16.495088+00
13	c13@example.com	Name\t13\nline	2026-11-21 19:34:16.495088+00
14	c14@example.com	\N	2026-11-21 19:34:16.495088+00
15	c15@example.com	Name\t15\nline	2026-11-21 19:34:16.495088+00
16	c16@example.com	Name\t16\nline	2026-11-21 19:34:16.495088+00
17	c17@example.com	Name\t17\nline	2026-11-21 19:34:16.495088+00
18	c18@example.com	Name\t18\nline	2026-11-21 19:34:16.495088+00
19	c19@example.com	Name\t19\nline	2026-11-21 19:34:16.495088+00
20	c20@example.com	Name\t20\nline	2026-11-21 19:34:16.495088+00
21	c21@example.com	\N	2026-11-21 19:34:16.495088+00
22	c22@example.com	Name\t22\nline	2026-11-21 19:34:16.495088+00
23	c23@example.com	Name\t23\nline	2026-11-21 19:34:16.495088+00
24	c24@example.com	Name\t24\nline	2026-11-21 19:34:16.495088+00
25	c25@example.com	Name\t25\nline	2026-11-21 19:34:16.495088+00
26	c26@example.com	Name\t26\nline	2026-11-21 19:34:16.495088+00
27	c27@example.com	Name\t27\nline	2026-11-21 19:34:16.495088+00
28	c28@example.com	\N	2026-11-21 19:34:16.495088+00
29	c29@example.com	Name\t29\nline	2026-11-21 19:34:16.495088+00
30	c30@example.com	Name\t30\nline	2026-11-21 19:34:16.495088+00
31	c31@example.com	Name\t31\nline	2026-11-21 19:34:16.495088+00
32	c32@example.com	Name\t32\nline	2026-11-21 19:34:16.495088+00
33	c33@example.com	Name\t33\nline	2026-11-21 19:34:16.495088+00
34	c34@example.com	Name\t34\nline	2026-11-21 19:34:16.495088+00
35	c35@example.com	\N	2026-11-21 19:34:16.495088+00
36	c36@example.com	Name\t36\nline	2026-11-21 19:34:16.495088+00
37	c37@example.com	Name\t37\nline	2026-11-21 19:34:16.495088+00
38	c38@example.com	Name\t38\nline	2026-11-21 19:34:16.495088+00
39	c39@example.com	Name\t39\nline	2026-11-21 19:34:16.495088+00
40	c40@example.com	Name\t40\nline	2026-11-21 19:34:16.495088+00
41	c41@example.com	Name\t41\nline	2026-11-21 19:34:16.495088+00
42	c42@example.com	\N	2026-11-21 19:34:16.495088+00
43	c43@example.com	Name\t43\nline	2026-11-21 19:34:16.495088+00
44	c44@example.com	Name\t44\nline	2026-11-21 19:34:16.495088+00
45	c45@example.com	Name\t45\nline	2026-11-21 19:34:16.495088+00
46	c46@example.com	Name\t46\nline	2026-11-21 19:34:16.495088+00
47	c47@example.com	Name\t47\nline	2026-11-21 19:34:16.495088+00
48	c48@example.com	Name\t48\nline	2026-11-21 19:34:16.495088+00
49	c49@example.com	\N	2026-11-21 19:34:16.495088+00
50	c50@example.com	Name\t50\nline	2026-11-21 19:34:16.495088+00
51	c51@example.com	Name\t51\nline	2026-11-21 19:34:16.495088+00
52	c52@example.com	Name\t52\nline	2026-11-21 19:34:16.495088+00
53	c53@example.com	Name\t53\nline	2026-11-21 19:34:16.495088+00
54	c54@example.com	Name\t54\nline	2026-11-21 19:34:16.495088+00
55	c55@example.com	Name\t55\nline	2026-11-21 19:34:16.495088+00
56	c56@example.com	\N	2026-11-21 19:34:16.495088+00
57	c57@example.com	Name\t57\nline	2026-11-21 19:34:16.495088+00
58	c58@example.com	Name\t58\nline	2026-11-21 19:34:16.495088+00
59	c59@example.com	Name\t59\nline	2026-11-21 19:34:16.495088+00
60	c60@example.com	Name\t60\nline	2026-11-21 19:34:16.495088+00
61	c61@example.com	Name\t61\nline	2026-11-21 19:34:16.495088+00
62	c62@example.com	Name\t62\nline	2026-11-21 19:34:16.495088+00
63	c63@example.com	\N	2026-11-21 19:34:16.495088+00
64	c64@example.com	Name\t64\nline	2026-11-21 19:34:16.495088+00
65	c65@example.com	Name\t65\nline	2026-11-21 19:34:16.495088+00
66	c66@example.com	Name\t66\nline	2026-11-21 19:34:16.495088+00
67	c67@example.com	Name\t67\nline	2026-11-21 19:34:16.495088+00
68	c68@example.com	Name\t68\nline	2026-11-21 19:34:16.495088+00
69	c69@example.com	Name\t69\nline	2026-11-21 19:34:16.495088+00
70	c70@example.com	\N	2026-11-21 19:34:16.495088+00
71	c71@example.com	Name\t71\nline	2026-11-21 19:34:16.495088+00
72	c72@example.com	Name\t72\nline	2026-11-21 19:34:16.495088+00
73	c73@example.com	Name\t73\nline	2026-11-21 19:34:16.495088+00
74	c74@example.com	Name\t74\nline	2026-11-21 19:34:16.495088+00
75	c75@example.com	Name\t75\nline	2026-11-21 19:34:16.495088+00
76	c76@example.com	Name\t76\nline	2026-11-21 19:34:16.495088+00
77	c77@example.com	\N	2026-11-21 19:34:16.495088+00
78	c78@example.com	Name\t78\nline	2026-11-21 19:34:16.495088+00
79	c79@example.com	Name\t79\nline	2026-11-21 19:34:16.495088+00
80	c80@example.com	Name\t80\nline	2026-11-21 19:34:16.495088+00
81	c81@example.com	Name\t81\nline	2026-11-21 19:34:16.495088+00
82	c82@example.com	Name\t82\nline	2026-11-21 19:34:16.495088+00
83	c83@example.com	Name\t83\nline	2026-11-21 19:34:16.495088+00
84	c84@example.com	\N	2026-11-21 19:34:16.495088+00
85	c85@example.com	Name\t85\nline	2026-11-21 19:34:16.495088+00
86	c86@example.com	Name\t86\nline	2026-11-21 19:34:16.495088+00
87	c87@example.com	Name\t87\nline	2026-11-21 19:34:16.495088+00
88	c88@example.com	Name\t88\nline	2026-11-21 19:34:16.495088+00
89	c89@example.com	Name\t89\nline	2026-11-21 19:34:16.495088+00
90	c90@example.com	Name\t90\nline	2026-11-21 19:34:16.495088+00
91	c91@example.com	\N	2026-11-21 19:34:16.495088+00
92	c92@example.com	Name\t92\nline	2026-11-21 19:34:16.495088+00
93	c93@example.com	Name\t93\nline	2026-11-21 19:34:16.495088+00
94	c94@example.com	Name\t94\nline	2026-11-21 19:34:16.495088+00
95	c95@example.com	Name\t95\nline	2026-11-21 19:34:16.495088+00
96	c96@example.com	Name\t96\nline	2026-11-21 19:34:16.495088+00
97	c97@example.com	Name\t97\nline	2026-11-21 19:34:16.495088+00
98	c98@example.com	\N	2026-11-21 19:34:16.495088+00
99	c99@example.com	Name\t99\nline	2026-11-21 19:34:16.495088+00
100	c100@example.com	Name\t100\nline	2026-11-21 19:34:16.495088+00
101	c101@example.com	Name\t101\nline	2026-11-21 19:34:16.495088+00
102	c102@example.com	Name\t102\nline	2026-11-21 19:34:16.495088+00
103	c103@example.com	Name\t103\nline	2026-11-21 19:34:16.495088+00
104	c104@example.com	Name\t104\nline	2026-11-21 19:34:16.495088+00
105	c105@example.com	\N	2026-11-21 19:34:16.495088+00
106	c106@example.com	Name\t106\nline	2026-11-21 19:34:16.495088+00
107	c107@example.com	Name\t107\nline	2026-11-21 19:34:16.495088+00
108	c108@example.com	Name\t108\nline	2026-11-21 19:34:16.495088+00
109	c109@example.com	Name\t109\nline	2026-11-21 19:34:16.495088+00
110	c110@example.com	Name\t110\nline	2026-11-21 19:34:16.495088+00
111	c111@example.com	Name\t111\nline	2026-11-21 19:34:16.495088+00
112	c112@example.com	\N	2026-11-21 19:34:16.495088+00
113	c113@example.com	Name\t113\nline	2026-11-21 19:34:16.495088+00
114	c114@example.com	Name\t114\nline	2026-11-21 19:34:16.495088+00
115	c115@example.com	Name\t115\nline	2026-11-21 19:34:16.495088+00
116	c116@example.com	Name\t116\nline	2026-11-21 19:34:16.495088+00
117	c117@example.com	Name\t117\nline	2026-11-21 19:34:16.495088+00
118	c118@example.com	Name\t118\nline	2026-11-21 19:34:16.495088+00
119	c119@example.com	\N	2026-11-21 19:34:16.495088+00
120	c120@example.com	Name\t120\nline	2026-11-21 19:34:16.495088+00
\.


--
-- Data for Name: order_line; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.order_line (order_id, line_no, sku, quantity) FROM stdin;
1	1	sku2	1
2	1	sku3	1
3	1	sku4	1
4	1	sku5	1
5	1	sku6	1
6	1	sku7	1
7	1	sku8	1
8	1	sku9	1
9	1	sku10	1
10	1	sku11	1
11	1	sku12	1
12	1	sku13	1
13	1	sku14	1
14	1	sku15	1
15	1	sku16	1
16	1	sku17	1
17	1	sku18	1
18	1	sku19	1
19	1	sku20	1
20	1	sku21	1
21	1	sku22	1
22	1	sku23	1
23	1	sku24	1
24	1	sku25	1
25	1	sku26	1
26	1	sku27	1
27	1	sku28	1
28	1	sku29	1
29	1	sku30	1
30	1	sku31	1
31	1	sku32	1
32	1	sku33	1
33	1	sku34	1
34	1	sku35	1
35	1	sku36	1
36	1	sku37	1
37	1	sku38	1
38	1	sku39	1
39	1	sku40	1
40	1	sku41	1
41	1	sku42	1
42	1	sku43	1
43	1	sku44	1
44	1	sku45	1
45	1	sku46	1
46	1	sku47	1
47	1	sku48	1
48	1	sku49	1
49	1	sku50	1
50	1	sku51	1
51	1	sku52	1
52	1	sku53	1
53	1	sku54	1
54	1	sku55	1
55	1	sku56	1
56	1	sku57	1
57	1	sku58	1
58	1	sku59	1
59	1	sku60	1
60	1	sku61	1
61	1	sku62	1
62	1	sku63	1
63	1	sku64	1
64	1	sku65	1
65	1	sku66	1
66	1	sku67	1
67	1	sku68	1
68	1	sku69	1
69	1	sku70	1
70	1	sku71	1
71	1	sku72	1
72	1	sku73	1
73	1	sku74	1
74	1	sku75	1
75	1	sku76	1
76	1	sku77	1
77	1	sku78	1
78	1	sku79	1
79	1	sku80	1
80	1	sku81	1
81	1	sku82	1
82	1	sku83	1
83	1	sku84	1
84	1	sku85	1
85	1	sku86	1
86	1	sku87	1
87	1	sku88	1
88	1	sku89	1
89	1	sku90	1
90	1	sku91	1
91	1	sku92	1
92	1	sku93	1
93	1	sku94	1
94	1	sku95	1
95	1	sku96	1
96	1	sku97	1
97	1	sku98	1
98	1	sku99	1
99	1	sku100	1
100	1	sku101	1
101	1	sku102	1
102	1	sku103	1
103	1	sku104	1
104	1	sku105	1
105	1	sku106	1
106	1	sku107	1
107	1	sku108	1
108	1	sku109	1
109	1	sku110	1
110	1	sku111	1
111	1	sku112	1
112	1	sku113	1
113	1	sku114	1
114	1	sku115	1
115	1	sku116	1
116	1	sku117	1
117	1	sku118	1
118	1	sku119	1
119	1	sku120	1
120	1	sku1	1
1	2	sku3	2
2	2	sku5	2
3	2	sku7	2
4	2	sku9	2
5	2	sku11	2
6	2	sku13	2
7	2	sku15	2
8	2	sku17	2
9	2	sku19	2
10	2	sku21	2
11	2	sku23	2
12	2	sku25	2
13	2	sku27	2
14	2	sku29	2
15	2	sku31	2
16	2	sku33	2
17	2	sku35	2
18	2	sku37	2
19	2	sku39	2
20	2	sku41	2
21	2	sku43	2
22	2	sku45	2
23	2	sku47	2
24	2	sku49	2
25	2	sku51	2
26	2	sku53	2
27	2	sku55	2
28	2	sku57	2
29	2	sku59	2
30	2	sku61	2
31	2	sku63	2
32	2	sku65	2
33	2	sku67	2
34	2	sku69	2
35	2	sku71	2
36	2	sku73	2
37	2	sku75	2
38	2	sku77	2
39	2	sku79	2
40	2	sku81	2
41	2	sku83	2
42	2	sku85	2
43	2	sku87	2
44	2	sku89	2
45	2	sku91	2
46	2	sku93	2
47	2	sku95	2
48	2	sku97	2
49	2	sku99	2
50	2	sku101	2
51	2	sku103	2
52	2	sku105	2
53	2	sku107	2
54	2	sku109	2
55	2	sku111	2
56	2	sku113	2
57	2	sku115	2
58	2	sku117	2
59	2	sku119	2
60	2	sku1	2
61	2	sku3	2
62	2	sku5	2
63	2	sku7	2
64	2	sku9	2
65	2	sku11	2
66	2	sku13	2
67	2	sku15	2
68	2	sku17	2
69	2	sku19	2
70	2	sku21	2
71	2	sku23	2
72	2	sku25	2
73	2	sku27	2
74	2	sku29	2
75	2	sku31	2
76	2	sku33	2
77	2	sku35	2
78	2	sku37	2
79	2	sku39	2
80	2	sku41	2
81	2	sku43	2
82	2	sku45	2
83	2	sku47	2
84	2	sku49	2
85	2	sku51	2
86	2	sku53	2
87	2	sku55	2
88	2	sku57	2
89	2	sku59	2
90	2	sku61	2
91	2	sku63	2
92	2	sku65	2
93	2	sku67	2
94	2	sku69	2
95	2	sku71	2
96	2	sku73	2
97	2	sku75	2
98	2	sku77	2
99	2	sku79	2
100	2	sku81	2
101	2	sku83	2
102	2	sku85	2
103	2	sku87	2
104	2	sku89	2
105	2	sku91	2
106	2	sku93	2
107	2	sku95	2
108	2	sku97	2
109	2	sku99	2
110	2	sku101	2
111	2	sku103	2
112	2	sku105	2
113	2	sku107	2
114	2	sku109	2
115	2	sku111	2
116	2	sku113	2
117	2	sku115	2
118	2	sku117	2
119	2	sku119	2
120	2	sku1	2
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.orders (id, customer_id, status, placed_on) FROM stdin;
1	2	paid	2026-01-02
2	3	shipped	2026-01-03
3	4	new	2026-01-04
4	5	paid	2026-01-05
5	6	shipped	2026-01-06
6	7	new	2026-01-07
7	8	paid	2026-01-08
8	9	shipped	2026-01-09
9	10	new	2026-01-10
10	11	paid	2026-01-11
11	12	shipped	2026-01-12
12	13	new	2026-01-13
13	14	paid	2026-01-14
14	15	shipped	2026-01-15
15	16	new	2026-01-16
16	17	paid	2026-01-17
17	18	shipped	2026-01-18
18	19	new	2026-01-19
19	20	paid	2026-01-20
20	21	shipped	2026-01-21
21	22	new	2026-01-22
22	23	paid	2026-01-23
23	24	shipped	2026-01-24
24	25	new	2026-01-25
25	26	paid	2026-01-26
26	27	shipped	2026-01-27
27	28	new	2026-01-28
28	29	paid	2026-01-29
29	30	shipped	2026-01-30
30	31	new	2026-01-31
31	32	paid	2026-02-01
32	33	shipped	2026-02-02
33	34	new	2026-02-03
34	35	paid	2026-02-04
35	36	shipped	2026-02-05
36	37	new	2026-02-06
37	38	paid	2026-02-07
38	39	shipped	2026-02-08
39	40	new	2026-02-09
40	41	paid	2026-02-10
41	42	shipped	2026-02-11
42	43	new	2026-02-12
43	44	paid	2026-02-13
44	45	shipped	2026-02-14
45	46	new	2026-02-15
46	47	paid	2026-02-16
47	48	shipped	2026-02-17
48	49	new	2026-02-18
49	50	paid	2026-02-19
50	51	shipped	2026-02-20
51	52	new	2026-02-21
52	53	paid	2026-02-22
53	54	shipped	2026-02-23
54	55	new	2026-02-24
55	56	paid	2026-02-25
56	57	shipped	2026-02-26
57	58	new	2026-02-27
58	59	paid	2026-02-28
59	60	shipped	2026-03-01
60	61	new	2026-03-02
61	62	paid	2026-03-03
62	63	shipped	2026-03-04
63	64	new	2026-03-05
64	65	paid	2026-03-06
65	66	shipped	2026-03-07
66	67	new	2026-03-08
67	68	paid	2026-03-09
68	69	shipped	2026-03-10
69	70	new	2026-03-11
70	71	paid	2026-03-12
71	72	shipped	2026-03-13
72	73	new	2026-03-14
73	74	paid	2026-03-15
74	75	shipped	2026-03-16
75	76	new	2026-03-17
76	77	paid	2026-03-18
77	78	shipped	2026-03-19
78	79	new	2026-03-20
79	80	paid	2026-03-21
80	81	shipped	2026-03-22
81	82	new	2026-03-23
82	83	paid	2026-03-24
83	84	shipped	2026-03-25
84	85	new	2026-03-26
85	86	paid	2026-03-27
86	87	shipped	2026-03-28
87	88	new	2026-03-29
88	89	paid	2026-03-30
89	90	shipped	2026-03-31
90	91	new	2026-04-01
91	92	paid	2026-04-02
92	93	shipped	2026-04-03
93	94	new	2026-04-04
94	95	paid	2026-04-05
95	96	shipped	2026-04-06
96	97	new	2026-04-07
97	98	paid	2026-04-08
98	99	shipped	2026-04-09
99	100	new	2026-04-10
100	101	paid	2026-04-11
101	102	shipped	2026-04-12
102	103	new	2026-04-13
103	104	paid	2026-04-14
104	105	shipped	2026-04-15
105	106	new	2026-04-16
106	107	paid	2026-04-17
107	108	shipped	2026-04-18
108	109	new	2026-04-19
109	110	paid	2026-04-20
110	111	shipped	2026-04-21
111	112	new	2026-04-22
112	113	paid	2026-04-23
113	114	shipped	2026-04-24
114	115	new	2026-04-25
115	116	paid	2026-04-26
116	117	shipped	2026-04-27
117	118	new	2026-04-28
118	119	paid	2026-04-29
119	120	shipped	2026-04-30
120	1	new	2026-05-01
\.


--
-- Data for Name: product; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.product (sku, title, price, stock) FROM stdin;
sku1	Thing \\ 1	1.25	1
sku2	Thing \\ 2	2.50	2
sku3	Thing \\ 3	3.75	3
sku4	Thing \\ 4	5.00	4
sku5	Thing \\ 5	6.25	5
sku6	Thing \\ 6	7.50	6
sku7	Thing \\ 7	8.75	7
sku8	Thing \\ 8	10.00	8
sku9	Thing \\ 9	11.25	9
sku10	Thing \\ 10	12.50	10
sku11	Thing \\ 11	13.75	11
sku12	Thing \\ 12	15.00	12
sku13	Thing \\ 13	16.25	13
sku14	Thing \\ 14	17.50	14
sku15	Thing \\ 15	18.75	15
sku16	Thing \\ 16	20.00	16
sku17	Thing \\ 17	21.25	17
sku18	Thing \\ 18	22.50	18
sku19	Thing \\ 19	23.75	19
sku20	Thing \\ 20	25.00	20
sku21	Thing \\ 21	26.25	21
sku22	Thing \\ 22	27.50	22
sku23	Thing \\ 23	28.75	23
sku24	Thing \\ 24	30.00	24
sku25	Thing \\ 25	31.25	25
sku26	Thing \\ 26	32.50	26
sku27	Thing \\ 27	33.75	27
sku28	Thing \\ 28	35.00	28
sku29	Thing \\ 29	36.25	29
sku30	Thing \\ 30	37.50	30
sku31	Thing \\ 31	38.75	31
sku32	Thing \\ 32	40.00	32
sku33	Thing \\ 33	41.25	33
sku34	Thing \\ 34	42.50	34
sku35	Thing \\ 35	43.75	35
sku36	Thing \\ 36	45.00	36
sku37	Thing \\ 37	46.25	37
sku38	Thing \\ 38	47.50	38
sku39	Thing \\ 39	48.75	39
sku40	Thing \\ 40	50.00	40
sku41	Thing \\ 41	51.25	41
sku42	Thing \\ 42	52.50	42
sku43	Thing \\ 43	53.75	43
sku44	Thing \\ 44	55.00	44
sku45	Thing \\ 45	56.25	45
sku46	Thing \\ 46	57.50	46
sku47	Thing \\ 47	58.75	47
sku48	Thing \\ 48	60.00	48
sku49	Thing \\ 49	61.25	49
sku50	Thing \\ 50	62.50	50
sku51	Thing \\ 51	63.75	51
sku52	Thing \\ 52	65.00	52
sku53	Thing \\ 53	66.25	53
sku54	Thing \\ 54	67.50	54
sku55	Thing \\ 55	68.75	55
sku56	Thing \\ 56	70.00	56
sku57	Thing \\ 57	71.25	57
sku58	Thing \\ 58	72.50	58
sku59	Thing \\ 59	73.75	59
sku60	Thing \\ 60	75.00	60
sku61	Thing \\ 61	76.25	61
sku62	Thing \\ 62	77.50	62
sku63	Thing \\ 63	78.75	63
sku64	Thing \\ 64	80.00	64
sku65	Thing \\ 65	81.25	65
sku66	Thing \\ 66	82.50	66
sku67	Thing \\ 67	83.75	67
sku68	Thing \\ 68	85.00	68
sku69	Thing \\ 69	86.25	69
sku70	Thing \\ 70	87.50	70
sku71	Thing \\ 71	88.75	71
sku72	Thing \\ 72	90.00	72
sku73	Thing \\ 73	91.25	73
sku74	Thing \\ 74	92.50	74
sku75	Thing \\ 75	93.75	75
sku76	Thing \\ 76	95.00	76
sku77	Thing \\ 77	96.25	77
sku78	Thing \\ 78	97.50	78
sku79	Thing \\ 79	98.75	79
sku80	Thing \\ 80	100.00	80
sku81	Thing \\ 81	101.25	81
sku82	Thing \\ 82	102.50	82
sku83	Thing \\ 83	103.75	83
sku84	Thing \\ 84	105.00	84
sku85	Thing \\ 85	106.25	85
sku86	Thing \\ 86	107.50	86
sku87	Thing \\ 87	108.75	87
sku88	Thing \\ 88	110.00	88
sku89	Thing \\ 89	111.25	89
sku90	Thing \\ 90	112.50	90
sku91	Thing \\ 91	113.75	91
sku92	Thing \\ 92	115.00	92
sku93	Thing \\ 93	116.25	93
sku94	Thing \\ 94	117.50	94
sku95	Thing \\ 95	118.75	95
sku96	Thing \\ 96	120.00	96
sku97	Thing \\ 97	121.25	97
sku98	Thing \\ 98	122.50	98
sku99	Thing \\ 99	123.75	99
sku100	Thing \\ 100	125.00	100
sku101	Thing \\ 101	126.25	101
sku102	Thing \\ 102	127.50	102
sku103	Thing \\ 103	128.75	103
sku104	Thing \\ 104	130.00	104
sku105	Thing \\ 105	131.25	105
sku106	Thing \\ 106	132.50	106
sku107	Thing \\ 107	133.75	107
sku108	Thing \\ 108	135.00	108
sku109	Thing \\ 109	136.25	109
sku110	Thing \\ 110	137.50	110
sku111	Thing \\ 111	138.75	111
sku112	Thing \\ 112	140.00	112
sku113	Thing \\ 113	141.25	113
sku114	Thing \\ 114	142.50	114
sku115	Thing \\ 115	143.75	115
sku116	Thing \\ 116	145.00	116
sku117	Thing \\ 117	146.25	117
sku118	Thing \\ 118	147.50	118
sku119	Thing \\ 119	148.75	119
sku120	Thing \\ 120	150.00	120
\.


--
-- Name: customer_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.customer_id_seq', 120, true);


--
-- Name: orders_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.orders_id_seq', 120, true);


--
-- Name: customer customer_email_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_email_key UNIQUE (email);


--
-- Name: customer customer_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);


--
-- Name: order_line order_line_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_pkey PRIMARY KEY (order_id, line_no);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: product product_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (sku);


--
-- Name: orders_by_customer; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX orders_by_customer ON public.orders USING btree (customer_id, placed_on DESC);


--
-- Name: product_title; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX product_title ON public.product USING btree (lower(title));


--
-- Name: order_line order_line_order_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);


--
-- Name: order_line order_line_sku_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_sku_fkey FOREIGN KEY (sku) REFERENCES public.product(sku);


--
-- Name: orders orders_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--

\unrestrict xI4Ns7CanJ9oJ8bmeAxldzT8bYTR5LqL0kXKjTLJ6A44Cb1aRheMm6xTp0kMDFu

