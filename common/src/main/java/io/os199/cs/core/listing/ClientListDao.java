package io.os199.cs.core.listing;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads the segments and the managers by which a list can be filtered. */
interface ClientListDao {
    @SqlQuery("select exists (select from segments where segment_id = :segmentId)")
    boolean segmentExists(String segmentId);

    /** A saved segment, as suggested. */
    record SavedSegment(String segmentId, String name) {}

    @SqlQuery("select segment_id, name from segments order by lower(name), segment_id limit :most")
    @RegisterConstructorMapper(SavedSegment.class)
    List<SavedSegment> segments(int most);

    /** Whether a client, or one that has left, has this manager. */
    @SqlQuery(
            """
            select exists (select from clients where lower(csm) in (lower(:csm), lower(btrim(:csm))))
            """)
    boolean csmExists(String csm);

    /** Finds the managers of clients, those with the most similar names first. */
    @SqlQuery(
            """
            select min(csm)
            from clients
            where btrim(csm) <> ''
            group by lower(csm)
            order by similarity(lower(csm), lower(:text)) desc, lower(csm)
            limit :most
            """)
    List<String> nearestCsms(String text, int most);
}
