--
-- PostgreSQL database dump
--


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

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: articles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.articles (
    story text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    outlet text COLLATE pg_catalog."C",
    url text COLLATE pg_catalog."C",
    published text COLLATE pg_catalog."C",
    added_by text NOT NULL COLLATE pg_catalog."C",
    added_at text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: audit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit (
    seq bigint NOT NULL,
    at text NOT NULL COLLATE pg_catalog."C",
    who text NOT NULL COLLATE pg_catalog."C",
    what text NOT NULL COLLATE pg_catalog."C",
    details text NOT NULL COLLATE pg_catalog."C",
    previous text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: decisions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.decisions (
    story text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    revision bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    kept_by text NOT NULL COLLATE pg_catalog."C",
    kept_at text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: invitations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitations (
    token text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    expires_at text NOT NULL COLLATE pg_catalog."C",
    used_by text COLLATE pg_catalog."C",
    used_at text COLLATE pg_catalog."C"
);


--
-- Name: meta; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.meta (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: originals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.originals (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    packed bytea NOT NULL
);


--
-- Name: refinery_schema_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.refinery_schema_history (
    version integer NOT NULL,
    name character varying(255),
    applied_on character varying(255),
    checksum character varying(255)
);


--
-- Name: seen; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.seen (
    viewer text NOT NULL COLLATE pg_catalog."C",
    story text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    token text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    expires_at text NOT NULL COLLATE pg_catalog."C",
    revoked_at text COLLATE pg_catalog."C"
);


--
-- Name: stories; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.stories (
    id text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    archived bigint NOT NULL,
    revision bigint NOT NULL
);


--
-- Name: texts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.texts (
    n bigint NOT NULL,
    story text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    words tsvector NOT NULL
);


--
-- Name: users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.users (
    folded text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    password text NOT NULL COLLATE pg_catalog."C",
    disabled bigint NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C"
);


--
-- Data for Name: articles; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.articles VALUES ('s761480b08540', 'de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c', 1, 'post.txt', 'Halvik Post', 'https://halvik-post.example/1', NULL, 'Ada', '2025-10-01T00:00:01Z');
INSERT INTO public.articles VALUES ('scf240d680acf', 'de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c', 1, 'a.txt', NULL, NULL, NULL, 'Ada', '2025-10-01T00:00:06Z');


--
-- Data for Name: audit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit VALUES (1, '2025-10-01T00:00:00Z', 'Ada', 'create-story', '{"story":"s761480b08540","title":"The ferry"}', '0000000000000000000000000000000000000000000000000000000000000000', 'adc3fa50ae80bc74ff6d86e30be3834661ffc0cb4b0ad23b16476faa7ec0da1a');
INSERT INTO public.audit VALUES (2, '2025-10-01T00:00:01Z', 'Ada', 'add-article', '{"name":"post.txt","outlet":"Halvik Post","published":null,"revision":1,"sha256":"de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c","story":"s761480b08540","url":"https://halvik-post.example/1"}', 'adc3fa50ae80bc74ff6d86e30be3834661ffc0cb4b0ad23b16476faa7ec0da1a', '1809728c48cd23f80fecb87dd42ac5d058f9874aef49af0514cad2f31538c824');
INSERT INTO public.audit VALUES (3, '2025-10-01T00:00:02Z', 'Ada', 'set-text', '{"article":"de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c","sha256":"a60ff87c4f0e05da2488d772bebd2dad11c512b577b8b31be01875770a5473e4","story":"s761480b08540"}', '1809728c48cd23f80fecb87dd42ac5d058f9874aef49af0514cad2f31538c824', '492a7c7a449e95b8eaada013a99dc7ef831cad9d259940e43a5b207322492108');
INSERT INTO public.audit VALUES (4, '2025-10-01T00:00:03Z', 'Ada', 'add-decision', '{"decision":"d1","revision":2,"seq":1,"sha256":"a09c6802d50c7c5356ed19132ef0c201db22cce8a7d156389f78e98c2ad4f99c","story":"s761480b08540"}', '492a7c7a449e95b8eaada013a99dc7ef831cad9d259940e43a5b207322492108', 'cad824b640f334b768b3f33fe65fa80c5eba56d83e5426ea47b8be472247bd2c');
INSERT INTO public.audit VALUES (5, '2025-10-01T00:00:04Z', 'Ada', 'add-decision', '{"decision":"d2","revision":3,"seq":2,"sha256":"f04858d4d1142037c183d15949faeb63e1a645b13596a716ed394da6902393f2","story":"s761480b08540"}', 'cad824b640f334b768b3f33fe65fa80c5eba56d83e5426ea47b8be472247bd2c', 'e1955c4eacc7b27dc62b3f113a82121ebb824b02ab23c1806953e8edd9310148');
INSERT INTO public.audit VALUES (6, '2025-10-01T00:00:05Z', 'Ada', 'create-story', '{"story":"scf240d680acf","title":"Put away"}', 'e1955c4eacc7b27dc62b3f113a82121ebb824b02ab23c1806953e8edd9310148', 'c95c11cacf8ba130d97cb5fafa0f56902c75cb9ba713f217dacfc056e5c2f7fb');
INSERT INTO public.audit VALUES (7, '2025-10-01T00:00:06Z', 'Ada', 'add-article', '{"name":"a.txt","outlet":null,"published":null,"revision":1,"sha256":"de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c","story":"scf240d680acf","url":null}', 'c95c11cacf8ba130d97cb5fafa0f56902c75cb9ba713f217dacfc056e5c2f7fb', '2a6d66f313b3170710c0404eb5b2c602eca68a83d871694b9336cd572e90b35b');
INSERT INTO public.audit VALUES (8, '2025-10-01T00:00:07Z', 'Ada', 'archive-story', '{"archived":true,"story":"scf240d680acf"}', '2a6d66f313b3170710c0404eb5b2c602eca68a83d871694b9336cd572e90b35b', 'aca6541ab2d5ebfe739cf2e9991dd8a892b3286d6d96777b3cee0d91dfc5cc23');
INSERT INTO public.audit VALUES (9, '2025-10-01T00:00:08Z', 'Ada', 'create-user', '{"role":"admin","user":"Bo"}', 'aca6541ab2d5ebfe739cf2e9991dd8a892b3286d6d96777b3cee0d91dfc5cc23', '1eb8c6d42c5aee77a5c19a54d0f923852ee90d2c303c0357bc8a96550d20487b');
INSERT INTO public.audit VALUES (10, '2025-10-01T00:00:09Z', 'Ada', 'open-session', '{"expires":"2025-10-01T00:16:40Z","user":"Bo"}', '1eb8c6d42c5aee77a5c19a54d0f923852ee90d2c303c0357bc8a96550d20487b', 'c3ad7cb832220f3ec9e75ad90834e196f8fc914fc7a5c3b56751f261024ad8d1');
INSERT INTO public.audit VALUES (11, '2025-10-01T00:00:10Z', 'Ada', 'invite', '{"expires":"2025-10-01T00:16:40Z","role":"reader"}', 'c3ad7cb832220f3ec9e75ad90834e196f8fc914fc7a5c3b56751f261024ad8d1', 'bac74b64c05404f2c6fd5a5e3b29bd4898d94a2b277495d3e84d361b85bb2767');
INSERT INTO public.audit VALUES (12, '2025-10-01T00:00:11Z', 'Ada', 'invite', '{"expires":"2025-10-01T00:16:40Z","role":"editor"}', 'bac74b64c05404f2c6fd5a5e3b29bd4898d94a2b277495d3e84d361b85bb2767', 'd293b94dba86837943dc476a4e1ac85b64ef17a9134d1d877b2b879eb681b217');
INSERT INTO public.audit VALUES (13, '2025-10-01T00:00:12Z', 'Cy', 'create-user', '{"role":"editor","user":"Cy"}', 'd293b94dba86837943dc476a4e1ac85b64ef17a9134d1d877b2b879eb681b217', '4638e77fe5f3e67a06241bdb440a48e857594d28d4c71dc43a4cbe807ceb7d26');
INSERT INTO public.audit VALUES (14, '2025-10-01T00:00:12Z', 'Cy', 'accept-invitation', '{"from":"Ada","user":"Cy"}', '4638e77fe5f3e67a06241bdb440a48e857594d28d4c71dc43a4cbe807ceb7d26', 'bc277bb99c3daf4765207def683219dd6db0987ce51228420f2eee9a458df5a1');
INSERT INTO public.audit VALUES (15, '2025-10-01T00:00:13Z', 'Bo', 'see', '{"revision":2,"story":"s761480b08540"}', 'bc277bb99c3daf4765207def683219dd6db0987ce51228420f2eee9a458df5a1', '90710a0d1a64d9407742de3e0d2011a47948a88f92cd2148b3e1dbdc78481ea3');


--
-- Data for Name: decisions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.decisions VALUES ('s761480b08540', 1, 2, 'd1', '{"id":"d1","by":"Ada","at":"2025-10-01T00:00:01Z","decision":"note","on":[],"text":"one\nline 🚢"}', 'Ada', '2025-10-01T00:00:03Z');
INSERT INTO public.decisions VALUES ('s761480b08540', 2, 3, 'd2', '{"id":"d2","by":"Ada","at":"2025-10-01T00:00:01Z","decision":"note","on":[],"text":"two"}', 'Ada', '2025-10-01T00:00:04Z');


--
-- Data for Name: invitations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.invitations VALUES ('2348f998744212575d85959674f9607ab26f67708a917157472832386337c904', 'reader', 'Ada', '2025-10-01T00:00:10Z', '2025-10-01T00:16:40Z', NULL, NULL);
INSERT INTO public.invitations VALUES ('f839161355091fcd9e33f571e0b11c60217a5009f9973e769c13d7858db162cc', 'editor', 'Ada', '2025-10-01T00:00:11Z', '2025-10-01T00:16:40Z', 'cy', '2025-10-01T00:00:12Z');


--
-- Data for Name: meta; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.meta VALUES ('created-by', 'crosswire 0.1.0');


--
-- Data for Name: originals; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.originals VALUES ('de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c', 15, '\x789c0bc94855484b2d2aaa54284ecccbd603002b520565');


--
-- Data for Name: refinery_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.refinery_schema_history VALUES (1, 'first', '2026-11-28T15:24:02.108733737Z', '11178237318442825794');


--
-- Data for Name: seen; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.seen VALUES ('bo', 's761480b08540', 2);


--
-- Data for Name: sessions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sessions VALUES ('3f3af1ecebbd1410ab417ec0d27bbfcb5d340e177ae159b59fc8626c2dfd9175', 'bo', '2025-10-01T00:00:09Z', '2025-10-01T00:16:40Z', NULL);


--
-- Data for Name: stories; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.stories VALUES ('s761480b08540', 'The ferry', 'Ada', '2025-10-01T00:00:00Z', 0, 3);
INSERT INTO public.stories VALUES ('scf240d680acf', 'Put away', 'Ada', '2025-10-01T00:00:05Z', 1, 1);


--
-- Data for Name: texts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.texts VALUES (1, 's761480b08540', 'de1d7fb49d9d61aa69ccd7f49200dc0f4889bde4fe3d8db4d793985bb2ca4c4c', 'Post', 'The ferry “Halvik” sank.', '''ferry'' ''halvik'' ''post'' ''sank'' ''the''');


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.users VALUES ('bo', 'Bo', 'admin', '$argon2id$x', 0, 'Ada', '2025-10-01T00:00:08Z');
INSERT INTO public.users VALUES ('cy', 'Cy', 'editor', '$argon2id$y', 0, 'Cy', '2025-10-01T00:00:12Z');


--
-- Name: articles articles_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (story, sha256);


--
-- Name: articles articles_story_revision_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_story_revision_key UNIQUE (story, revision);


--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (seq);


--
-- Name: decisions decisions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (story, seq);


--
-- Name: decisions decisions_story_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_story_id_key UNIQUE (story, id);


--
-- Name: decisions decisions_story_revision_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_story_revision_key UNIQUE (story, revision);


--
-- Name: invitations invitations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (token);


--
-- Name: meta meta_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (name);


--
-- Name: originals originals_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.originals
    ADD CONSTRAINT originals_pkey PRIMARY KEY (sha256);


--
-- Name: refinery_schema_history refinery_schema_history_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refinery_schema_history
    ADD CONSTRAINT refinery_schema_history_pkey PRIMARY KEY (version);


--
-- Name: seen seen_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seen
    ADD CONSTRAINT seen_pkey PRIMARY KEY (viewer, story);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token);


--
-- Name: stories stories_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_pkey PRIMARY KEY (id);


--
-- Name: texts texts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.texts
    ADD CONSTRAINT texts_pkey PRIMARY KEY (n);


--
-- Name: texts texts_story_sha256_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.texts
    ADD CONSTRAINT texts_story_sha256_key UNIQUE (story, sha256);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (folded);


--
-- Name: sessions_of_holder; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_of_holder ON public.sessions USING btree (holder);


--
-- Name: words_of_texts; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX words_of_texts ON public.texts USING gin (words);


--
-- Name: articles articles_sha256_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_sha256_fkey FOREIGN KEY (sha256) REFERENCES public.originals(sha256);


--
-- Name: articles articles_story_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_story_fkey FOREIGN KEY (story) REFERENCES public.stories(id);


--
-- Name: decisions decisions_story_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_story_fkey FOREIGN KEY (story) REFERENCES public.stories(id);


--
-- Name: invitations invitations_used_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_used_by_fkey FOREIGN KEY (used_by) REFERENCES public.users(folded);


--
-- Name: seen seen_story_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seen
    ADD CONSTRAINT seen_story_fkey FOREIGN KEY (story) REFERENCES public.stories(id);


--
-- Name: sessions sessions_holder_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_holder_fkey FOREIGN KEY (holder) REFERENCES public.users(folded);


--
-- Name: texts texts_story_sha256_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.texts
    ADD CONSTRAINT texts_story_sha256_fkey FOREIGN KEY (story, sha256) REFERENCES public.articles(story, sha256);


--
-- PostgreSQL database dump complete
--


