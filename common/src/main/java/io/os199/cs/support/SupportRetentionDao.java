package io.os199.cs.support;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Deletes expired rows from the tables of portals and searches. */
interface SupportRetentionDao {
    @SqlUpdate(
            """
            delete from portal_visits
            where (client_id, day) in (
                select client_id, day
                from portal_visits
                where day < cast(cast(:before as timestamptz) at time zone 'UTC' as date)
                limit :most)
            """)
    int deleteVisits(Instant before, int most);

    @SqlUpdate(
            """
            delete from portal_resource_views
            where (client_id, day, resource_id) in (
                select client_id, day, resource_id
                from portal_resource_views
                where day < cast(cast(:before as timestamptz) at time zone 'UTC' as date)
                limit :most)
            """)
    int deleteViews(Instant before, int most);

    @SqlUpdate(
            """
            delete from kb_searches
            where search_id in (
                select search_id
                from kb_searches
                where at < :before
                order by at
                limit :most)
            """)
    int deleteSearches(Instant before, int most);
}
