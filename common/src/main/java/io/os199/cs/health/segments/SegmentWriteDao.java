package io.os199.cs.health.segments;

import io.os199.cs.health.segments.SegmentReport.Move;

import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Writes of saved segments and their members. */
interface SegmentWriteDao extends SqlObject {
    /**
     * Creates the rows of segments, so that members can refer to them; their figures are written at the end.
     *
     * @param segments a JSON array of {@code segment_id} (for a new one), {@code key, name, criteria}
     */
    @SqlUpdate(
            """
            insert into segments as stored (segment_id, type, key, name, criteria, computed_at, client_count,
                total_arr_amount, created_at, updated_at)
            select segment_id, :type, key, name, criteria, :at, 0, 0, :now, :now
            from jsonb_to_recordset(cast(:segments as jsonb)) as s (segment_id text, key text, name text,
                criteria jsonb)
            order by key
            on conflict (type, key) do update
                set name = excluded.name, criteria = excluded.criteria, updated_at = excluded.updated_at
                where (stored.name, stored.criteria) is distinct from (excluded.name, excluded.criteria)
            """)
    void keep(String segments, SegmentationType type, Instant at, Instant now);

    /**
     * Moves the next clients, in the order of their ids, whose saved segment is not the one that they belong to; a
     * client that stays keeps the day on which it came. If none is returned, all clients are where they belong.
     */
    default List<Moved> move(SegmentOrder order, Instant cut, Instant now, int most) {
        return SegmentDao.query(
                        getHandle(),
                        order,
                        cut,
                        """
                        , kept as (
                            select segment_id, key
                            from segments
                            where type = :type and key = coalesce(:savedKey::text, key)
                        ), wanted as (
                            select l.client_id, k.segment_id, k.key from looked_at l join kept k using (key)
                        ), saved as (
                            select m.client_id, k.segment_id, k.key from segment_members m join kept k using (segment_id)
                        ), differing as (
                            select client_id, s.segment_id as from_id, s.key as from_key, w.segment_id as to_id,
                                w.key as to_key
                            from wanted w
                            full join saved s using (client_id)
                            where w.segment_id is distinct from s.segment_id
                            order by client_id
                            limit :most
                        ), gone as (
                            delete from segment_members m
                            using differing d
                            where m.client_id = d.client_id and m.segment_id = d.from_id
                        ), come as (
                            insert into segment_members (client_id, segment_id, added_at)
                            select client_id, to_id, :now from differing where to_id is not null order by client_id
                        ), changes as (
                            insert into segment_member_changes (client_id, changed_at, type, from_key, to_key)
                            select client_id, :cut, :type, from_key, to_key from differing order by client_id
                            on conflict (client_id, changed_at, type) do update set to_key = excluded.to_key
                        )
                        select client_id, from_key, to_key from differing order by client_id
                        """)
                .bind("type", order.segmentationType())
                .bind("savedKey", SegmentDao.savedKey(order))
                .bind("most", most)
                .bind("cut", cut)
                .bind("now", now)
                .map(ConstructorMapper.of(Moved.class))
                .list();
    }

    /**
     * Writes the segments' figures; a segment whose key this run does not have remains without members and keeps its
     * id.
     *
     * @param figures a JSON array of {@code key, client_count, total_arr_amount, mean_health_score}
     */
    @SqlUpdate(
            """
            update segments as stored
            set client_count = coalesce(f.client_count, 0), total_arr_amount = coalesce(f.total_arr_amount, 0),
                avg_health_score = f.mean_health_score, computed_at = :at, updated_at = :now
            from segments g
            left join jsonb_to_recordset(cast(:figures as jsonb)) as f (key text, client_count int,
                total_arr_amount numeric, mean_health_score numeric) using (key)
            where stored.segment_id = g.segment_id and g.type = :type and g.key = coalesce(:key::text, g.key)
            """)
    void finish(
            String figures, SegmentationType type, @Nullable String key, Instant at, Instant now);

    /**
     * Returns the moves of the run that began at {@code cut}.
     *
     * @param absent the key for clients in no segment; when absent, a client that joined or left the split does not
     *     count as moved
     */
    @SqlQuery(
            """
            select coalesce(from_key, :absent::text) as "from", coalesce(to_key, :absent::text) as "to",
                count(*) as client_count
            from segment_member_changes
            where type = :type and changed_at = :cut
                and coalesce(from_key, :absent::text) <> coalesce(to_key, :absent::text)
            group by 1, 2
            order by 3 desc, 1, 2
            """)
    @RegisterConstructorMapper(Move.class)
    List<Move> moves(SegmentationType type, Instant cut, @Nullable String absent);

    @SqlQuery(
            "select count(*) from segment_member_changes where type = :type and changed_at = :cut")
    long movedCount(SegmentationType type, Instant cut);

    /** A client whose segment has changed. */
    record Moved(String clientId, @Nullable String fromKey, @Nullable String toKey) {}
}
