package io.os199.cs.communication.advocacy;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads who could become an advocate. */
@PlannedForItsValues
interface CandidateDao {
    /**
     * The newest answer of each contact who gave one since an instant, at clients that could be asked; an answer
     * without a contact belongs to the contact with its address.
     */
    String CANDIDATE =
            """
            with asked as materialized (
                select c.client_id, c.name as client_name, c.health_score, c.lifecycle_stage
                from clients c
                where c.status = 'active' and c.health_score >= 75
                    and c.lifecycle_stage not in ('onboarding', 'at_risk')
                    and (cast(:clientId as text) is null or c.client_id = :clientId)
                    and (cast(:industry as text) is null or lower(c.industry) = lower(:industry))
                    and (cast(:clientTier as text) is null or c.tier = :clientTier)
                    and not exists (
                        select from escalations e
                        where e.client_id = c.client_id and e.status not in ('resolved', 'closed'))
            ),
            answered as (
                select r.client_id, r.contact_id, lower(trim(r.contact_email)) as email, r.score, r.responded_at,
                    r.response_id
                from survey_responses r
                join asked using (client_id)
                where r.kind = 'nps' and r.responded_at >= :from and r.responded_at <= :now
            ),
            newest as (
                select distinct on (p.client_id, p.contact_id) p.client_id, p.contact_id, p.name, p.title,
                    lower(trim(p.email)) as email, s.score, s.responded_at
                from (select client_id, contact_id, score, responded_at, response_id
                      from answered
                      where contact_id is not null
                      union all
                      select a.client_id, o.contact_id, a.score, a.responded_at, a.response_id
                      from answered a
                      join contacts o on o.client_id = a.client_id and lower(trim(o.email)) = a.email
                      where a.contact_id is null) s
                join contacts p using (client_id, contact_id)
                where p.left_company_at is null and trim(p.email) <> ''
                order by p.client_id, p.contact_id, s.responded_at desc, s.response_id desc
            ),
            candidate as materialized (
                select n.client_id, a.client_name, n.contact_id, n.name as contact_name, n.email as contact_email,
                    n.title as contact_title, n.score as nps_answer,
                    (n.responded_at at time zone 'UTC')::date as nps_on, a.health_score, a.lifecycle_stage
                from newest n
                join asked a using (client_id)
                where n.score >= 9
                    and not exists (
                        select from advocates v
                        where v.client_id = n.client_id and (v.contact_id = n.contact_id or v.contact_email = n.email))
            )
            """;

    /** A candidate as queried, with the total number. */
    record Row(
            String clientId,
            String clientName,
            String contactId,
            @Nullable String contactName,
            String contactEmail,
            @Nullable String contactTitle,
            int npsAnswer,
            LocalDate npsOn,
            BigDecimal healthScore,
            LifecycleStage lifecycleStage,
            long totalCount) {}

    @SqlQuery(
            CANDIDATE
                    + """
                    select *, (select count(*) from candidate) as total_count
                    from candidate
                    where cast(:afterClientId as text) is null
                        or (-health_score, -nps_answer, client_id, contact_id)
                            > (-cast(:afterHealth as numeric), -cast(:afterNps as int), :afterClientId, :afterContactId)
                    order by health_score desc, nps_answer desc, client_id, contact_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            @BindMethods CandidateFilter filter,
            Instant from,
            Instant now,
            @Nullable BigDecimal afterHealth,
            @Nullable Integer afterNps,
            @Nullable String afterClientId,
            @Nullable String afterContactId,
            int most);

    /** Whether the data exists from which candidates are found. */
    record Sources(boolean hasAnswers, boolean hasScores) {}

    @SqlQuery(
            """
            select exists (select from survey_responses where kind = 'nps' and responded_at >= :from) as has_answers,
                exists (select from clients where health_score is not null) as has_scores
            """)
    @RegisterConstructorMapper(Sources.class)
    Sources sources(Instant from);
}
