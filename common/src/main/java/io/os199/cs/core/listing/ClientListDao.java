package io.os199.cs.core.listing;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads the segments by which a list can be filtered. */
interface ClientListDao {
    @SqlQuery("select exists (select from segments where segment_id = :segmentId)")
    boolean segmentExists(String segmentId);

    /** A saved segment, as suggested. */
    record SavedSegment(String segmentId, String name) {}

    @SqlQuery("select segment_id, name from segments order by lower(name), segment_id limit :most")
    @RegisterConstructorMapper(SavedSegment.class)
    List<SavedSegment> segments(int most);
}
