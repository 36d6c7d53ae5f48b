package io.os199.cs.retention.satisfaction;

import io.os199.cs.core.ClientGroups;
import io.os199.cs.core.Respondent;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads the scores in several spans of days at once, which may overlap; groups and clients are read from the first
 * span.
 */
@PlannedForItsValues
interface RatingWindowDao {
    /** The spans, numbered from 1. */
    String SPANS =
            SatisfactionDao.CHOSEN
                    + """
                    , span as (
                        select s.no, s.start::timestamp at time zone 'UTC' as from_at,
                            s.until::timestamp at time zone 'UTC' as until_at
                        from unnest(cast(:starts as date[]), cast(:ends as date[])) with ordinality as s (start, until, no)
                    )
                    """;

    /** The latest answer of each contact in each span. */
    String ANSWERS =
            SPANS
                    + """
                    , rating as (
                        select distinct on (w.no, r.client_id, person.key) w.no, r.client_id, r.score, r.responded_at as at
                        from span w
                        join survey_responses r on r.responded_at >= w.from_at and r.responded_at < w.until_at
                        join chosen c using (client_id)
                    """
                    + Respondent.SQL
                    + """
                        where r.kind = :measure
                        order by w.no, r.client_id, person.key, r.responded_at desc, r.response_id desc
                    )
                    """;

    /** The tickets that were rated in each span. */
    String TICKETS =
            SPANS
                    + """
                    , rating as (
                        select w.no, t.client_id, t.satisfaction as score, t.satisfaction_scale, t.satisfaction_at as at
                        from span w
                        join tickets t on t.satisfaction_at >= w.from_at and t.satisfaction_at < w.until_at
                        join chosen c using (client_id)
                        where t.deleted_at is null
                    )
                    """;

    /** Counts how often each score was given in a span: for all clients, then for the groups of the first span. */
    String COUNTED =
            """
            select no::int as no, '' as dimension, '' as key, score, count(*)::int as count
            from rating
            group by no, score
            union all
            select 1, g.dimension, g.key, r.score, count(*)::int
            from rating r
            join clients c using (client_id)
            """
                    + ClientGroups.OF_CLIENT
                    + """
                    where r.no = 1 and g.dimension = any(:dimensions)
                    group by g.dimension, g.key, r.score
                    """;

    /** The value of the scores of each client in the first span. */
    String OF_CLIENTS =
            """
            , told as (
                select client_id, count(*) as n,
                    case :measure
                        when 'nps' then 100.0 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6))
                            / count(*)
                        when 'ces' then avg(score)
                        else (count(*) filter (where score >= 4))::numeric / count(*)
                    end as value
                from rating
                where no = 1
                group by client_id
            )
            """;

    String VALUES =
            OF_CLIENTS
                    + """
                    select value, count(*)::int as client_count
                    from told
                    join clients c using (client_id)
                    where n >= :least and c.status <> 'churned' and client_id <> :except
                    group by value
                    """;

    String LOWEST =
            OF_CLIENTS
                    + """
                    select client_id
                    from told
                    join clients c using (client_id)
                    """
                    + ClientGroups.OF_CLIENT
                    + """
                    where g.dimension = :dimension and g.key = :key
                    order by value, n desc, client_id
                    limit :most
                    """;

    String EXTENT =
            """
            select count(*)::int as row_count, min(at at time zone 'UTC')::date as first_on,
                max(at at time zone 'UTC')::date as last_on
            from rating
            where no = 1
            """;

    record Counted(int no, String dimension, String key, int score, int count) {}

    record Value(BigDecimal value, int clientCount) {}

    record Extent(int rowCount, @Nullable LocalDate firstOn, @Nullable LocalDate lastOn) {}

    @SqlQuery(ANSWERS + COUNTED)
    @RegisterConstructorMapper(Counted.class)
    List<Counted> answers(
            @BindMethods SatisfactionFilter filter,
            String measure,
            String[] starts,
            String[] ends,
            List<String> dimensions);

    @SqlQuery(TICKETS + COUNTED)
    @RegisterConstructorMapper(Counted.class)
    List<Counted> tickets(
            @BindMethods SatisfactionFilter filter,
            String[] starts,
            String[] ends,
            List<String> dimensions);

    @SqlQuery(
            TICKETS
                    + """
                    select score, count(*)::int as count
                    from rating
                    where no = 1 and satisfaction_scale = 'five_point'
                    group by score
                    """)
    @RegisterConstructorMapper(ScoreCount.class)
    List<ScoreCount> fivePointRatings(
            @BindMethods SatisfactionFilter filter, String[] starts, String[] ends);

    @SqlQuery(ANSWERS + VALUES)
    @RegisterConstructorMapper(Value.class)
    List<Value> answerValues(
            @BindMethods SatisfactionFilter filter,
            String measure,
            String[] starts,
            String[] ends,
            int least,
            String except);

    @SqlQuery(TICKETS + VALUES)
    @RegisterConstructorMapper(Value.class)
    List<Value> ticketValues(
            @BindMethods SatisfactionFilter filter,
            String measure,
            String[] starts,
            String[] ends,
            int least,
            String except);

    @SqlQuery(ANSWERS + LOWEST)
    List<String> answerLowest(
            @BindMethods SatisfactionFilter filter,
            String measure,
            String[] starts,
            String[] ends,
            String dimension,
            String key,
            int most);

    @SqlQuery(TICKETS + LOWEST)
    List<String> ticketLowest(
            @BindMethods SatisfactionFilter filter,
            String measure,
            String[] starts,
            String[] ends,
            String dimension,
            String key,
            int most);

    @SqlQuery(ANSWERS + EXTENT)
    @RegisterConstructorMapper(Extent.class)
    Extent answerExtent(
            @BindMethods SatisfactionFilter filter, String measure, String[] starts, String[] ends);

    @SqlQuery(TICKETS + EXTENT)
    @RegisterConstructorMapper(Extent.class)
    Extent ticketExtent(@BindMethods SatisfactionFilter filter, String[] starts, String[] ends);

    @SqlQuery(
            SPANS
                    + """
                    select count(*)::int
                    from span w
                    join tickets t on t.resolved_at >= w.from_at and t.resolved_at < w.until_at
                    join chosen c using (client_id)
                    where w.no = 1 and t.deleted_at is null and t.satisfaction_at is null
                    """)
    int unratedResolved(@BindMethods SatisfactionFilter filter, String[] starts, String[] ends);
}
