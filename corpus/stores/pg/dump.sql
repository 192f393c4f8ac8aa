--
-- PostgreSQL database dump
--

\restrict nFdjEdXfeeb7hJEWtn1JEXeKRTku0Cd3zsJ4kmhdjuCZTOfb81CAyp9YhXCJ20K

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
-- Name: team_a; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA team_a;


ALTER SCHEMA team_a OWNER TO postgres;

--
-- Name: global_states_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.global_states_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.global_states_id_seq OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: states; Type: TABLE; Schema: team_a; Owner: postgres
--

CREATE TABLE team_a.states (
    id bigint DEFAULT nextval('public.global_states_id_seq'::regclass) NOT NULL,
    name text,
    data text
);


ALTER TABLE team_a.states OWNER TO postgres;

--
-- Data for Name: states; Type: TABLE DATA; Schema: team_a; Owner: postgres
--

COPY team_a.states (id, name, data) FROM stdin;
1	default	{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "serial": 3,\n  "lineage": "ad11e041-3653-93f8-44b1-08ca2083afd4",\n  "outputs": {},\n  "resources": [\n    {\n      "mode": "managed",\n      "type": "terraform_data",\n      "name": "a",\n      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",\n      "instances": [\n        {\n          "schema_version": 0,\n          "attributes": {\n            "id": "8f52f687-422c-fd52-7d81-dea01b983c4f",\n            "input": {\n              "value": "3",\n              "type": "string"\n            },\n            "output": {\n              "value": "3",\n              "type": "string"\n            },\n            "triggers_replace": null\n          },\n          "sensitive_attributes": []\n        }\n      ]\n    },\n    {\n      "mode": "managed",\n      "type": "terraform_data",\n      "name": "slow",\n      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",\n      "instances": [\n        {\n          "schema_version": 0,\n          "attributes": {\n            "id": "546003c8-919d-ef55-f122-eba7e3b3be7e",\n            "input": null,\n            "output": null,\n            "triggers_replace": {\n              "value": "3",\n              "type": "string"\n            }\n          },\n          "sensitive_attributes": []\n        }\n      ]\n    }\n  ],\n  "check_results": null\n}\n
4	staging	{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "serial": 2,\n  "lineage": "6c04f702-a783-e90d-f75e-0ddbdc99d5ac",\n  "outputs": {},\n  "resources": [\n    {\n      "mode": "managed",\n      "type": "terraform_data",\n      "name": "a",\n      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",\n      "instances": [\n        {\n          "schema_version": 0,\n          "attributes": {\n            "id": "a0c89933-10bc-5f36-e774-a2f5816ceec9",\n            "input": {\n              "value": 1,\n              "type": "number"\n            },\n            "output": {\n              "value": 1,\n              "type": "number"\n            },\n            "triggers_replace": null\n          },\n          "sensitive_attributes": []\n        }\n      ]\n    },\n    {\n      "mode": "managed",\n      "type": "terraform_data",\n      "name": "slow",\n      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",\n      "instances": [\n        {\n          "schema_version": 0,\n          "attributes": {\n            "id": "23765e90-4cc2-6072-3b36-f6c0a7ff2aa1",\n            "input": null,\n            "output": null,\n            "triggers_replace": {\n              "value": 1,\n              "type": "number"\n            }\n          },\n          "sensitive_attributes": []\n        }\n      ]\n    }\n  ],\n  "check_results": null\n}\n
\.


--
-- Name: global_states_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.global_states_id_seq', 5, true);


--
-- Name: states states_name_key; Type: CONSTRAINT; Schema: team_a; Owner: postgres
--

ALTER TABLE ONLY team_a.states
    ADD CONSTRAINT states_name_key UNIQUE (name);


--
-- Name: states states_pkey; Type: CONSTRAINT; Schema: team_a; Owner: postgres
--

ALTER TABLE ONLY team_a.states
    ADD CONSTRAINT states_pkey PRIMARY KEY (id);


--
-- Name: states_by_name; Type: INDEX; Schema: team_a; Owner: postgres
--

CREATE UNIQUE INDEX states_by_name ON team_a.states USING btree (name);


--
-- PostgreSQL database dump complete
--

\unrestrict nFdjEdXfeeb7hJEWtn1JEXeKRTku0Cd3zsJ4kmhdjuCZTOfb81CAyp9YhXCJ20K

