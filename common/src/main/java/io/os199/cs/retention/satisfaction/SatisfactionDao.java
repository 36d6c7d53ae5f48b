package io.os199.cs.retention.satisfaction;

import io.os199.cs.core.Respondent;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.retention.facts.LiveClients;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads what customers said in surveys and ticket ratings. */
@PlannedForItsValues
interface SatisfactionDao {
    /** The clients that a filter selects. */
    String CHOSEN =
            """
            with chosen as (
                select c.client_id, c.name, c.tier, c.csm, c.status
                from clients c
                where (cast(:clientId as text) is null or c.client_id = :clientId)
                    and (cast(:tier as text) is null or c.tier = :tier)
                    and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
                    and (cast(:segmentId as text) is null or exists (
                        select
                        from segment_members m
                        where m.segment_id = :segmentId and m.client_id = c.client_id))
            )
            """;

    /** Continues with the latest answer of each contact and kind from {@code :from} until {@code :until}. */
    String LATEST =
            CHOSEN
                    + """
                    , latest as (
                        select distinct on (r.client_id, r.kind, person.key) r.client_id, r.response_id, r.kind, r.score,
                            r.responded_at, person.key, c.name, c.tier, c.csm
                        from survey_responses r
                        join chosen c using (client_id)
                    """
                    + Respondent.SQL
                    + """
                        where r.kind = any(:kinds) and r.responded_at >= :from and r.responded_at < :until
                        order by r.client_id, r.kind, person.key, r.responded_at desc, r.response_id desc
                    )
                    """;

    /** The answers of the clients from {@code :from} until {@code :until}, with who gave each; conditions may follow. */
    String ANSWERS =
            """
            select r.client_id, r.response_id, r.kind, r.score, r.responded_at, r.reason_text, r.contact_email,
                r.contact_id, r.sentiment, person.key, c.name, c.csm
            from survey_responses r
            join chosen c using (client_id)
            """
                    + Respondent.SQL
                    + """
                    where r.kind = any(:kinds) and r.responded_at >= :from and r.responded_at < :until
                    """;

    /** Whether no later answer of the period is by the same person as the answer {@code l}. */
    String IS_LATEST =
            """
            not exists (
                                select
                                from survey_responses r
            """
                    + Respondent.SQL
                    + """
                                where r.client_id = l.client_id and r.kind = l.kind and r.responded_at >= :from
                                    and r.responded_at >= l.responded_at
                                    and (r.responded_at, r.response_id) > (l.responded_at, l.response_id)
                                    and r.responded_at < :until and person.key = l.key)
                    """;

    /** The answers of one kind. */
    record Answers(
            SurveyKind kind, int contactCount, int clientCount, @Json List<ScoreCount> scores) {}

    @SqlQuery(
            LATEST
                    + """
                    , numbered as (
                        select kind, score, key <> response_id as is_known,
                            row_number() over (partition by client_id, kind order by key) as answer_no
                        from latest),
                    scored as (
                        select kind, score, count(*) as of, count(*) filter (where is_known) as contact_count,
                            count(*) filter (where answer_no = 1) as client_count
                        from numbered
                        group by kind, score)
                    select kind, sum(contact_count)::int as contact_count, sum(client_count)::int as client_count,
                        jsonb_agg(jsonb_build_object('score', score, 'count', of)) as scores
                    from scored
                    group by kind
                    """)
    @RegisterConstructorMapper(Answers.class)
    List<Answers> answers(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until);

    /** Returns how many answers there are, including those that the same person corrected later. */
    @SqlQuery(
            CHOSEN
                    + """
                    select count(*)
                    from survey_responses r
                    join chosen using (client_id)
                    where r.kind = any(:kinds) and r.responded_at >= :from and r.responded_at < :until
                    """)
    int allAnswers(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until);

    /**
     * The sends of one kind.
     *
     * @param immatureCount the sends that may still be answered
     * @param queuedCount messages that wait to be handed over and so do not count as sent
     */
    record Sends(
            SurveyKind kind,
            int sentCount,
            int respondedCount,
            int immatureCount,
            int queuedCount) {}

    /**
     * The columns of a send {@code s} of a survey {@code v} with its message {@code m}; a send without a message in
     * this product was made elsewhere.
     */
    String SEND =
            """
                select v.kind, s.client_id, s.survey_id, s.contact_email,
                    coalesce(least(m.sent_at, m.handed_over_at), s.sent_at) as sent_at,
                    s.message_id is null
                        or m.status in ('unconfirmed', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'dropped') as is_sent,
                    m.status in ('queued', 'sending') as is_queued
            """;

    /**
     * Selects sends {@code s} with their messages {@code m} that left from {@code :from} on, even if they were
     * written long before, as drafts or held back.
     */
    String SENT_SINCE =
            """
                from email_campaigns c
                join email_messages m on m.campaign_id = c.campaign_id and m.handed_over_at >= :from
                    and c.template_type = 'feedback_request'
                    and (c.updated_at >= :from or c.status in ('sending', 'held'))
                join survey_sends s on s.client_id = m.client_id and s.message_id = m.message_id
            """;

    /**
     * Counts the sends and their answers. A send that left more than a week after it was written is found by its
     * campaign, all others by the day on which they were written.
     *
     * @param heardUntil the end of the answers that count, whenever the survey was sent
     */
    @SqlQuery(
            CHOSEN
                    + """
                    , written as (
                    """
                    + SEND
                    + """
                        from survey_sends s
                        join chosen on chosen.client_id = s.client_id
                        join surveys v on v.survey_id = s.survey_id and v.kind = any(:kinds)
                        left join email_messages m on m.client_id = s.client_id and m.message_id = s.message_id
                        where s.sent_on >= (cast(:from as timestamptz) at time zone 'UTC')::date - 7
                            and s.sent_on <= (cast(:until as timestamptz) at time zone 'UTC')::date
                        union all
                    """
                    + SEND
                    + SENT_SINCE
                    + """
                        join chosen on chosen.client_id = s.client_id
                        join surveys v on v.survey_id = s.survey_id and v.kind = any(:kinds)
                        where s.sent_on < (cast(:from as timestamptz) at time zone 'UTC')::date - 7
                    ),
                    send as (select * from written where sent_at >= :from and sent_at < :until)
                    select kind, count(*) filter (where is_sent) as sent_count,
                        count(*) filter (where is_sent and exists (
                            select
                            from survey_responses r
                            left join contacts p on p.client_id = r.client_id and p.contact_id = r.contact_id
                            where r.client_id = send.client_id and r.survey_id = send.survey_id
                                and lower(send.contact_email) in (lower(r.contact_email), lower(p.email))
                                and r.responded_at >= send.sent_at and r.responded_at < :heardUntil
                                and r.responded_at <= send.sent_at + interval '30 days')) as responded_count,
                        count(*) filter (where is_sent and sent_at + interval '30 days' > :heardUntil) as immature_count,
                        count(*) filter (where is_queued) as queued_count
                    from send
                    group by kind
                    """)
    @RegisterConstructorMapper(Sends.class)
    List<Sends> sends(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until,
            Instant heardUntil);

    /** The ratings that customers gave to tickets; the mean is of those on the scale of 1 to 5. */
    record TicketRatings(
            int ratedCount, int onScaleCount, @Nullable Double mean, int satisfiedCount) {}

    @SqlQuery(
            CHOSEN
                    + """
                    select count(*) as rated_count,
                        count(*) filter (where satisfaction_scale = 'five_point') as on_scale_count,
                        avg(satisfaction) filter (where satisfaction_scale = 'five_point')::double precision as mean,
                        count(*) filter (where satisfaction >= 4) as satisfied_count
                    from tickets
                    join chosen using (client_id)
                    where deleted_at is null and satisfaction_at >= :from and satisfaction_at < :until
                    """)
    @RegisterConstructorMapper(TicketRatings.class)
    TicketRatings ticketRatings(
            @BindMethods SatisfactionFilter filter, Instant from, Instant until);

    /** The answers of one kind from a group; a client in several segments counts in each. */
    record Grouped(SurveyKind kind, String key, int responseCount, @Json List<ScoreCount> scores) {}

    @SqlQuery(
            LATEST
                    + """
                    , grouped as (
                        select l.kind, l.score,
                            case :grouping
                                when 'tier' then l.tier
                                when 'csm' then coalesce(l.csm, 'unassigned')
                                when 'month' then to_char(l.responded_at at time zone 'UTC', 'YYYY-MM')
                                else g.name
                            end as key
                        from latest l
                        left join (segment_members m join segments g using (segment_id))
                            on :grouping = 'segment' and m.client_id = l.client_id
                        where :grouping <> 'segment' or g.name is not null
                    ),
                    scored as (select kind, key, score, count(*) as of from grouped group by kind, key, score)
                    select kind, key, sum(of) as response_count,
                        jsonb_agg(jsonb_build_object('score', score, 'count', of)) as scores
                    from scored
                    group by kind, key
                    order by response_count desc, key, kind
                    """)
    @RegisterConstructorMapper(Grouped.class)
    List<Grouped> groups(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until,
            SatisfactionGrouping grouping);

    /**
     * The low answers of clients that have not churned, after which nobody was in touch; any touchpoint counts as
     * contact. A person who has since been erased is left out, as nobody can call them.
     */
    String FOLLOW_UPS =
            CHOSEN
                    + """
                    , low as (
                    """
                    + ANSWERS
                    + """
                            and r.score <= case r.kind when 'nps' then 6 when 'csat' then 2 else 3 end
                            and c.status <> 'churned'
                    ), unheard as (
                        select l.*
                        from low l
                        where not exists (
                                select
                                from touchpoints t
                                where t.client_id = l.client_id and t.occurred_at > l.responded_at
                                    and t.occurred_at < :until)
                            and lower(coalesce(
                                l.contact_email,
                                (select p.email from contacts p
                                 where p.client_id = l.client_id and p.contact_id = l.contact_id),
                                '')) not like 'erased-%@erased.invalid'
                            -- Only the latest answer of a person counts.
                            and
                    """
                    + IS_LATEST
                    + """
                    )
                    """;

    @SqlQuery(
            FOLLOW_UPS
                    + """
                    select l.client_id, l.name as client_name, l.response_id, l.kind, l.score, l.responded_at, l.csm,
                        coalesce(l.contact_email, p.email) as contact_email, l.reason_text, l.sentiment
                    from unheard l
                    left join contacts p on p.client_id = l.client_id and p.contact_id = l.contact_id
                    where cast(:afterId as text) is null or (l.responded_at, l.response_id) > (:afterAt, :afterId)
                    order by l.responded_at, l.response_id
                    limit :most
                    """)
    @RegisterConstructorMapper(SurveyAnswer.class)
    List<SurveyAnswer> followUps(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    /** The number of follow-ups, and of those to an answer before {@code :overdueBefore}. */
    record FollowUpCounts(int total, int overdue, @Nullable Instant oldestAt) {}

    @SqlQuery(
            FOLLOW_UPS
                    + """
                    select count(*) as total, count(*) filter (where responded_at < :overdueBefore) as overdue,
                        min(responded_at) as oldest_at
                    from unheard
                    """)
    @RegisterConstructorMapper(FollowUpCounts.class)
    FollowUpCounts followUpCounts(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until,
            Instant overdueBefore);

    @SqlQuery(
            CHOSEN
                    + """
                    , answer as (
                    """
                    + ANSWERS
                    + """
                    )
                    select l.client_id, l.name as client_name, l.response_id, l.kind, l.score, l.responded_at, l.csm,
                        coalesce(l.contact_email, p.email) as contact_email, l.reason_text, l.sentiment
                    from answer l
                    left join contacts p on p.client_id = l.client_id and p.contact_id = l.contact_id
                    where (cast(:afterId as text) is null
                        or l.responded_at <= :afterAt and (l.responded_at, l.response_id) < (:afterAt, :afterId)) and
                    """
                    + IS_LATEST
                    + """
                    order by l.responded_at desc, l.response_id desc
                    limit :most
                    """)
    @RegisterConstructorMapper(SurveyAnswer.class)
    List<SurveyAnswer> responses(
            @BindMethods SatisfactionFilter filter,
            List<String> kinds,
            Instant from,
            Instant until,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    /** A theme of feedback, by sentiment. */
    record Theme(
            String category,
            int positiveCount,
            int neutralCount,
            int negativeCount,
            int unscoredCount) {}

    @SqlQuery(
            CHOSEN
                    + """
                    select category, count(*) filter (where sentiment = 'positive') as positive_count,
                        count(*) filter (where sentiment = 'neutral') as neutral_count,
                        count(*) filter (where sentiment = 'negative') as negative_count,
                        count(*) filter (where sentiment is null) as unscored_count
                    from feedback
                    join chosen using (client_id)
                    where category is not null and received_at >= :from and received_at < :until
                    group by category
                    order by negative_count desc, count(*) desc, category
                    """)
    @RegisterConstructorMapper(Theme.class)
    List<Theme> themes(@BindMethods SatisfactionFilter filter, Instant from, Instant until);

    /** A client of high value that has given no answer. */
    record Silent(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            int silentCount,
            int topCount) {}

    /**
     * Reads the silent clients. The top fifth is taken among all clients live on the day, by the ledger; a client of
     * less than 180 days is not silent yet.
     */
    @SqlQuery(
            CHOSEN
                    + """
                    , ranked as (
                        select c.client_id, c.name, began.started_on, ledger.arr_amount,
                            row_number() over (order by ledger.arr_amount desc, c.client_id)
                                <= ceil(count(*) over () / 5.0) as is_top
                        from clients c
                        join (
                            select client_id, sum(arr_delta_amount) as arr_amount
                            from revenue_movements
                            where effective_on <= :today
                            group by client_id) ledger using (client_id)
                        cross join lateral (
                            select coalesce((select min(k.start_date) from contracts k
                                             where k.client_id = c.client_id and k.status <> 'draft'),
                                c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
                        cross join (select cast(:today as date) + 1 as until) w
                        where ledger.arr_amount > 0 and began.started_on <= :today and
                    """
                    + LiveClients.ARE_LIVE
                    + """
                    ),
                    top as (
                        select r.*, r.started_on <= cast(:today as date) - 179 and not exists (
                            select
                            from survey_responses s
                            where s.client_id = r.client_id and s.responded_at < :until
                                and s.responded_at >= (cast(:today as date) - 179)::timestamp at time zone 'UTC') as is_silent
                        from ranked r
                        join chosen using (client_id)
                        where is_top
                    )
                    select client_id, name as client_name, arr_amount,
                        count(*) over () as silent_count, (select count(*) from top) as top_count
                    from top
                    where is_silent
                    order by arr_amount desc, client_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Silent.class)
    List<Silent> silent(
            @BindMethods SatisfactionFilter filter, LocalDate today, Instant until, int most);
}
