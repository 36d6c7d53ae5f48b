package io.os199.cs.support.performance;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What good and bad ratings correlate with, for the tickets resolved in a period and rated on the five-point scale. */
@PlannedForItsValues
interface RatingDao {
    String RATED =
            """
            with rated as (
                select t.*
                from tickets t
                where t.resolved_at >= :start and t.resolved_at < :end and t.satisfaction_scale = 'five_point' and
            """
                    + FamilyDao.OF_SCOPE
                    + ")";

    /**
     * How ratings correlate with the time to a resolution.
     *
     * @param value Spearman's rank correlation; absent where all ratings or all times are the same
     */
    record Correlation(@Nullable Double value, long n) {}

    /** Computes the correlation; equal values share the mean of their ranks. */
    @SqlQuery(
            RATED
                    + """
                    , ranked as (
                        select rank() over (order by satisfaction)
                                + (count(*) over (partition by satisfaction) - 1) / 2.0::double precision as rating,
                            rank() over (order by resolution_seconds)
                                + (count(*) over (partition by resolution_seconds) - 1) / 2.0::double precision as time
                        from rated
                        where resolution_seconds is not null)
                    select corr(rating, time) as value, count(*) as n from ranked
                    """)
    @RegisterConstructorMapper(Correlation.class)
    Correlation correlation(@BindMethods TicketScope scope, Instant start, Instant end);

    /** A tag of tickets rated one or two. */
    record LowTag(
            String tag,
            long lowCount,
            long taggedCount,
            long allLowCount,
            long allRatedCount,
            long totalCount) {}

    @SqlQuery(
            RATED
                    + """
                    , tagged as (
                        select g.tag, count(*) filter (where r.satisfaction <= 2) as low_count, count(*) as tagged_count
                        from rated r
                        cross join lateral (select distinct lower(tag) as tag from unnest(r.tags) as tag) g
                        group by g.tag)
                    select t.tag, t.low_count, t.tagged_count,
                        (select count(*) from rated where satisfaction <= 2) as all_low_count,
                        (select count(*) from rated) as all_rated_count, count(*) over () as total_count
                    from tagged t
                    where t.low_count > 0
                    order by t.low_count desc, t.tag
                    limit 20
                    """)
    @RegisterConstructorMapper(LowTag.class)
    List<LowTag> lowTags(@BindMethods TicketScope scope, Instant start, Instant end);

    /** A ticket with a low rating. */
    record LowTicket(
            String ticketId,
            String clientId,
            String clientName,
            TicketPriority priority,
            TicketCategory category,
            @Nullable String agentId,
            int satisfactionRating,
            @Nullable BigDecimal resolutionMinutes,
            Instant resolvedAt) {}

    @SqlQuery(
            RATED
                    + """
                    select r.ticket_id, r.client_id, c.name as client_name, r.priority, r.category, r.agent_id,
                        r.satisfaction as satisfaction_rating, round(r.resolution_seconds / 60.0, 2) as resolution_minutes, r.resolved_at
                    from rated r
                    join clients c on c.client_id = r.client_id
                    where r.satisfaction <= 3
                    order by r.satisfaction, r.resolved_at desc, r.ticket_id
                    limit :most
                    """)
    @RegisterConstructorMapper(LowTicket.class)
    List<LowTicket> lowest(@BindMethods TicketScope scope, Instant start, Instant end, int most);
}
