package io.os199.cs.feedback.analysis;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.analysis.AnalysisOrder.Scope;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads what customers said: feedback, and the reasons given in survey answers that are not already kept as feedback.
 */
@PlannedForItsValues
interface AnalysisDao {
    /** The items of the period, marked by {@code is_now}, and those of the time before. */
    String ITEM =
            """
            with chosen as (
                select c.client_id, c.name, c.tier
                from clients c
                where (cast(:clientId as text) is null or c.client_id = :clientId)
                    and (cast(:tier as text) is null or c.tier = :tier)
                    and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
            ),
            item as (
                select f.client_id, c.name as client_name, c.tier, f.feedback_id as item_id, true as is_feedback, f.type,
                    f.category, f.priority, f.status, f.received_at, f.received_at >= :from as is_now, f.sentiment,
                    f.sentiment_score as score, f.sentiment_confidence as confidence, f.sentiment_gap as gap,
                    f.sentiment_method as method, f.sentiment_version as version, f.language, f.follow_up_by
                from feedback f
                join chosen c using (client_id)
                where f.received_at >= :since and f.received_at < :until
                    and (cardinality(cast(:types as text[])) = 0 or f.type = any(:types))
                    and (cardinality(cast(:categories as text[])) = 0 or f.category = any(:categories))
                    and (cast(:featureKey as text) is null or f.tags @> array[cast(:featureKey as text)])
                union all
                select r.client_id, c.name, c.tier, r.response_id, false, r.kind, null, null, null, r.responded_at,
                    r.responded_at >= :from, r.sentiment, r.sentiment_score, r.sentiment_confidence, r.sentiment_gap,
                    r.sentiment_method, r.sentiment_version, r.language, null
                from survey_responses r
                join chosen c using (client_id)
                where r.reason_text is not null and r.responded_at >= :since and r.responded_at < :until
                    and (cardinality(cast(:types as text[])) = 0 or r.kind = any(:types))
                    and cardinality(cast(:categories as text[])) = 0 and cast(:featureKey as text) is null
                    and not exists (
                        select
                        from feedback f
                        where f.client_id = r.client_id and f.response_id = r.response_id)
            )
            """;

    /**
     * The sentiment of the items of one period.
     *
     * @param deviation the sample standard deviation, with n − 1
     */
    record Tally(
            boolean isNow,
            int itemCount,
            int feedbackCount,
            int scoredCount,
            int noSignalCount,
            int clientCount,
            @Nullable Double mean,
            @Nullable Double deviation,
            int positiveCount,
            int neutralCount,
            int negativeCount,
            int veryPositiveCount,
            int veryNegativeCount) {
        static Tally none(boolean isNow) {
            return new Tally(isNow, 0, 0, 0, 0, 0, null, null, 0, 0, 0, 0, 0);
        }
    }

    @SqlQuery(
            ITEM
                    + """
                    select is_now, count(*)::int as item_count, count(*) filter (where is_feedback)::int as feedback_count,
                        count(score)::int as scored_count, count(*) filter (where confidence = 0)::int as no_signal_count,
                        count(distinct client_id)::int as client_count, avg(score) as mean,
                        stddev_samp(score) as deviation,
                        count(*) filter (where sentiment = 'positive')::int as positive_count,
                        count(*) filter (where sentiment = 'neutral')::int as neutral_count,
                        count(*) filter (where sentiment = 'negative')::int as negative_count,
                        count(*) filter (where score >= 0.60)::int as very_positive_count,
                        count(*) filter (where score <= -0.60)::int as very_negative_count
                    from item
                    group by is_now
                    """)
    @RegisterConstructorMapper(Tally.class)
    List<Tally> tallies(@BindMethods Scope scope);

    /** One value of one dimension of the period's items. */
    record Part(String dimension, String key, int count, int scoredCount, @Nullable Double mean) {}

    @SqlQuery(
            ITEM
                    + """
                    select d.dimension, d.key, count(*)::int as count, count(i.score)::int as scored_count,
                        avg(i.score) as mean
                    from item i
                    cross join lateral (values
                        ('type', i.type),
                        ('category', coalesce(i.category, 'none')),
                        ('priority', coalesce(i.priority, 'none')),
                        ('tier', i.tier),
                        ('gap', case when i.score is null then coalesce(i.gap, 'not_scored_yet') end),
                        ('language', case when i.score is null then i.language end),
                        ('method', case when i.score is not null then i.method || ' ' || i.version end))
                        as d (dimension, key)
                    where i.is_now and d.key is not null
                    group by d.dimension, d.key
                    order by d.dimension, count desc, d.key
                    """)
    @RegisterConstructorMapper(Part.class)
    List<Part> parts(@BindMethods Scope scope);

    /**
     * A phrase that several scored items share.
     *
     * @param items the items of the period, by their numbers within this read
     */
    record Spoken(
            String phrase,
            int mentions,
            int clientCount,
            double mean,
            int previousMentions,
            List<Integer> items) {}

    @SqlQuery(
            ITEM
                    + """
                    select p.phrase, count(*) filter (where i.is_now)::int as mentions,
                        count(distinct i.client_id) filter (where i.is_now)::int as client_count,
                        avg(i.score) filter (where i.is_now) as mean,
                        count(*) filter (where not i.is_now)::int as previous_mentions,
                        array_agg(i.number) filter (where i.is_now) as items
                    from (select *, row_number() over ()::int as number from item where score is not null) i
                    join feedback_phrases p on p.client_id = i.client_id and p.item_id = i.item_id
                    group by p.phrase
                    having count(*) filter (where i.is_now) >= :minMentions
                        and count(distinct i.client_id) filter (where i.is_now) >= :minClients
                    """)
    @RegisterConstructorMapper(Spoken.class)
    List<Spoken> spoken(@BindMethods Scope scope, int minMentions, int minClients);

    /**
     * What stands behind a phrase.
     *
     * @param hasUrgentTicket whether a client that mentions it has an open ticket of P0 or P1
     * @param quote words of the item that says it most clearly, among those whose words were not erased
     */
    record Behind(
            String phrase,
            BigDecimal arrAmount,
            @Nullable FeedbackCategory categoryMain,
            List<String> feedbackIds,
            boolean hasUrgentTicket,
            @Nullable String quote,
            @Nullable String submitterName) {}

    @SqlQuery(
            ITEM
                    + """
                    , said as (
                        select p.phrase, i.*
                        from item i
                        join feedback_phrases p on p.client_id = i.client_id and p.item_id = i.item_id
                        where i.is_now and i.score is not null and p.phrase = any(:phrases)
                    ),
                    saying as (select distinct phrase, client_id from said),
                    arr as (
                        select m.client_id, sum(m.arr_delta_amount) as amount
                        from revenue_movements m
                        where m.effective_on < :periodEnd and m.client_id in (select client_id from saying)
                        group by m.client_id
                    )
                    select t.phrase,
                        coalesce((
                            select sum(a.amount)
                            from saying s
                            join arr a using (client_id)
                            where s.phrase = t.phrase), 0) as arr_amount,
                        (select s.category
                         from said s
                         where s.phrase = t.phrase and s.category is not null
                         group by s.category
                         order by count(*) desc, s.category
                         limit 1) as category_main,
                        array(
                            select s.item_id
                            from said s
                            where s.phrase = t.phrase and s.is_feedback
                            order by s.received_at desc, s.item_id
                            limit 10) as feedback_ids,
                        exists (
                            select
                            from saying s
                            join tickets k using (client_id)
                            where s.phrase = t.phrase and k.priority in ('P0', 'P1') and k.deleted_at is null
                                and k.status not in ('resolved', 'closed')) as has_urgent_ticket,
                        coalesce(f.content_text, f.title, r.reason_text) as quote,
                        coalesce(f.submitter_name, person.name) as submitter_name
                    from unnest(:phrases, :labels) as t (phrase, label)
                    left join lateral (
                        select s.client_id, s.item_id
                        from said s
                        where s.phrase = t.phrase
                            and not exists (
                                select from feedback e
                                where e.client_id = s.client_id and e.feedback_id = s.item_id
                                    and coalesce(e.content_text, e.title) = '[erased]')
                            and not exists (
                                select from survey_responses e
                                where e.client_id = s.client_id and e.response_id = s.item_id
                                    and e.reason_text = '[erased]')
                        order by case t.label when 'positive' then s.score when 'negative' then -s.score
                            else abs(s.score) end * s.confidence desc, s.received_at desc, s.item_id
                        limit 1) clearest on true
                    left join feedback f on f.client_id = clearest.client_id and f.feedback_id = clearest.item_id
                    left join survey_responses r on r.client_id = clearest.client_id and r.response_id = clearest.item_id
                    left join contacts person on person.client_id = r.client_id and person.contact_id = r.contact_id
                    """)
    @RegisterConstructorMapper(Behind.class)
    List<Behind> behind(
            @BindMethods Scope scope, String[] phrases, String[] labels, LocalDate periodEnd);

    /** Returns the ARR of all clients of the scope. */
    @SqlQuery(
            ITEM
                    + """
                    select coalesce(sum(m.arr_delta_amount), 0)
                    from revenue_movements m
                    join chosen using (client_id)
                    where m.effective_on < :periodEnd
                    """)
    BigDecimal arr(@BindMethods Scope scope, LocalDate periodEnd);

    /** Counts negative feedback that is open past its follow-up day and whose client nobody has spoken with since. */
    @SqlQuery(
            ITEM
                    + """
                    select count(*)::int
                    from item i
                    where i.is_now and i.sentiment = 'negative' and i.follow_up_by < :asOf
                        and i.status not in ('shipped', 'declined', 'closed')
                        and not exists (
                            select
                            from touchpoints t
                            where t.client_id = i.client_id and t.occurred_at > i.received_at
                                and (t.direction = 'outbound' or t.kind in ('call', 'meeting')))
                    """)
    int overdue(@BindMethods Scope scope, LocalDate asOf);

    /** An item as shown in the list. */
    record ListedItem(
            String clientId,
            String clientName,
            String itemId,
            boolean isFeedback,
            FeedbackType type,
            Instant receivedAt,
            @Nullable FeedbackStatus status,
            @Nullable Severity priority,
            @Nullable FeedbackCategory category,
            @Nullable Label sentiment,
            @Nullable Double score,
            @Nullable Double confidence,
            @Nullable String contactEmail,
            @Nullable String title,
            @Nullable String content) {}

    @SqlQuery(
            ITEM
                    + """
                    , page as (
                        select *
                        from item i
                        where i.is_now
                            and (cast(:afterId as text) is null or i.received_at < :afterAt
                                or i.received_at = :afterAt and i.item_id > :afterId)
                        order by i.received_at desc, i.item_id
                        limit :most
                    )
                    select i.client_id, i.client_name, i.item_id, i.is_feedback, i.type, i.received_at, i.status, i.priority,
                        i.category, i.sentiment, i.score, i.confidence,
                        coalesce(f.contact_email, r.contact_email, person.email) as contact_email, f.title,
                        coalesce(f.content_text, r.reason_text) as content
                    from page i
                    left join feedback f on f.client_id = i.client_id and f.feedback_id = i.item_id
                    left join survey_responses r on r.client_id = i.client_id and r.response_id = i.item_id
                    left join contacts person on person.client_id = r.client_id and person.contact_id = r.contact_id
                    order by i.received_at desc, i.item_id
                    """)
    @RegisterConstructorMapper(ListedItem.class)
    List<ListedItem> items(
            @BindMethods Scope scope,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);
}
