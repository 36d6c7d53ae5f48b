package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/** Contacts without a name. */
interface ContactNameDao {
    /** Fills in missing names; returns the client of each contact that was given a name. */
    @SqlQuery(
            """
            with known as (
                select distinct on (lower(btrim(g.email))) lower(btrim(g.email)) as email, btrim(g.name) as name
                from jsonb_to_recordset(cast(:known as jsonb)) as g (email text, name text)
                where btrim(g.name) <> ''
                order by lower(btrim(g.email)), g.name)
            update contacts c
            set name = k.name, updated_at = :now
            from known k
            where lower(c.email) = k.email and (c.name is null or btrim(c.name) = '')
            returning c.client_id
            """)
    List<String> fill(String known, Instant now);
}
