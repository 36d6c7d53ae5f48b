package io.os199.cs.retention.satisfaction;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads and writes the tables {@code surveys} and {@code survey_sends} for sending. */
interface SurveySendDao {
    /** A survey. */
    record Survey(
            String surveyId,
            SurveyKind kind,
            String name,
            String question,
            @Nullable String linkUrl,
            boolean active) {}

    @SqlQuery(
            """
            select survey_id, kind, name, question, link_url, active
            from surveys
            where case when cast(:surveyId as text) is null then active and kind = cast(:kind as text) else survey_id = :surveyId end
            """)
    @RegisterConstructorMapper(Survey.class)
    Optional<Survey> survey(@Nullable String surveyId, @Nullable SurveyKind kind);

    /** Locks all surveys, so that senders take turns and nobody is asked twice. */
    @SqlQuery("select survey_id from surveys order by survey_id for no key update")
    List<String> holdAll();

    /** Returns the clients that are served, the largest first. */
    @SqlQuery(
            SatisfactionDao.CHOSEN
                    + """
                    select client_id
                    from chosen
                    join clients using (client_id)
                    where chosen.status = 'active'
                    order by contract_value desc, client_id
                    """)
    List<String> clients(@BindMethods SatisfactionFilter filter);

    /**
     * Returns the addresses of people of clients to whom a survey was sent or is on its way, from any client. A
     * person whose mail was stopped, or is known to have failed, was not asked.
     */
    @SqlQuery(
            """
            with asked as (
                select s.client_id, s.message_id, lower(s.contact_email) as email
                from contacts p
                join survey_sends s on lower(s.contact_email) = lower(trim(p.email))
                where p.client_id = any(:clientIds)
                    and s.sent_on >= (cast(:from as timestamptz) at time zone 'UTC')::date
                union all
                select s.client_id, s.message_id, lower(s.contact_email)
            """
                    + SatisfactionDao.SENT_SINCE
                    + """
                        where lower(s.contact_email) in (
                            select lower(trim(p.email)) from contacts p where p.client_id = any(:clientIds))
                    )
                    select distinct a.email
                    from asked a
                    left join email_messages m on m.client_id = a.client_id and m.message_id = a.message_id
                    where m.status is null or m.status not in ('cancelled', 'suppressed', 'failed')
                        or m.status = 'failed' and m.last_error = 'delivery_unknown'
                    """)
    List<String> askedFrom(Instant from, List<String> clientIds);

    /** The people who cannot be asked, by what is known about them. */
    record Unasked(int leftCount, int addresslessCount) {}

    @SqlQuery(
            """
            select count(*) filter (where left_company_at is not null) as left_count,
                count(*) filter (where left_company_at is null and coalesce(trim(email), '') = '') as addressless_count
            from contacts
            where client_id = any(:clientIds) and (cardinality(:roles) = 0 or role = any(:roles))
            """)
    @RegisterConstructorMapper(Unasked.class)
    Unasked unasked(List<String> clientIds, List<String> roles);

    /**
     * Stores sends with the messages that carry them, replacing those of the same day that did not go out; {@code
     * :rows} is JSON.
     */
    @SqlUpdate(
            """
            insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at, message_id)
            select client_id, :surveyId, contact_email, :today, :now, message_id
            from jsonb_to_recordset(cast(:rows as jsonb)) as r (client_id text, contact_email text, message_id text)
            on conflict (client_id, survey_id, contact_email, sent_on) do update
            set sent_at = excluded.sent_at, message_id = excluded.message_id
            """)
    void insert(String surveyId, String rows, LocalDate today, Instant now);
}
