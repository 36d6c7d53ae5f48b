package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Finds references that begin as typed. Patterns arrive escaped for LIKE. */
interface SuggestionDao {
    @SqlQuery(
            """
            select case
                     when client_id like :pattern || '%' and :typed <> '' then client_id
                     when external_id like :pattern || '%' and :typed <> '' then external_id
                     else name
                   end
            from client_names
            where name_key like '%' || lower(:pattern) || '%'
               or client_id like :pattern || '%'
               or external_id like :pattern || '%'
            order by (name_key like lower(:pattern) || '%') desc, name_key
            limit :limit
            """)
    List<String> clients(String typed, String pattern, int limit);

    @SqlQuery(
            """
            select min(csm)
            from clients
            where csm is not null and lower(csm) like lower(:pattern) || '%'
            group by lower(csm)
            order by lower(csm)
            limit :limit
            """)
    List<String> csms(String pattern, int limit);

    @SqlQuery(
            """
            select segment_id
            from segments
            where lower(name) like lower(:pattern) || '%' or segment_id like :pattern || '%'
            order by lower(name)
            limit :limit
            """)
    List<String> segments(String pattern, int limit);
}
