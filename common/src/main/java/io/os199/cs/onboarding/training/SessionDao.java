package io.os199.cs.onboarding.training;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.onboarding.model.Attendance;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows of {@code training_sessions} and {@code training_attendance}, and what sessions add to {@code
 * training_completions}.
 */
interface SessionDao {
    /**
     * Locks the client, so that writers of its trainings wait for each other: attempts are counted across all its
     * sessions.
     */
    @SqlQuery("select status from clients where client_id = :clientId for no key update")
    ClientStatus lockClient(String clientId);

    @SqlUpdate(
            """
            insert into training_sessions (client_id, session_id, module_id, format, scheduled_at, duration_minutes,
                recording, created_at, updated_at)
            values (:clientId, :sessionId, :moduleId, :format, :scheduledAt, :durationMinutes, :recording, :now, :now)
            """)
    void insert(@BindMethods TrainingSession session, Instant now);

    @SqlUpdate(
            """
            insert into training_attendance (client_id, session_id, contact_email, created_at, updated_at)
            select :clientId, :sessionId, email, :now, :now
            from unnest(:emails) email
            """)
    void invite(String clientId, String sessionId, String[] emails, Instant now);

    /** Finds the session with that id and locks it until the transaction ends. */
    @SqlQuery(
            """
            select client_id, session_id, module_id, format, scheduled_at, duration_minutes, recording, status,
                delivered_at, version
            from training_sessions
            where client_id = :clientId and session_id = :sessionId
            for no key update
            """)
    @RegisterConstructorMapper(TrainingSession.class)
    Optional<TrainingSession> lock(String clientId, String sessionId);

    /** A person in a session. */
    record Row(
            String email,
            boolean inContacts,
            Attendance attendance,
            @Nullable Integer attendedMinutes,
            @Nullable Integer feedbackRating) {}

    @SqlQuery(
            """
            select contact_email as email, status as attendance, attended_minutes, feedback_rating,
                contact_email in (select lower(trim(email)) from contacts
                    where client_id = :clientId and left_company_at is null and email is not null) as in_contacts
            from training_attendance
            where client_id = :clientId and session_id = :sessionId
            order by contact_email
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> people(String clientId, String sessionId);

    /** Records attendance; stored values that are not given anew stay. {@code :rows} is JSON. */
    @SqlUpdate(
            """
            insert into training_attendance (client_id, session_id, contact_email, status, attended_minutes,
                feedback_rating, created_at, updated_at)
            select :clientId, :sessionId, r.email, case when r.attended then 'attended' else 'absent' end,
                r.attended_minutes, r.feedback_rating, :now, :now
            from jsonb_to_recordset(cast(:rows as jsonb)) r (email text, attended boolean, attended_minutes int,
                feedback_rating smallint)
            on conflict (client_id, session_id, contact_email) do update
            set status = excluded.status,
                attended_minutes = coalesce(excluded.attended_minutes, training_attendance.attended_minutes),
                feedback_rating = coalesce(excluded.feedback_rating, training_attendance.feedback_rating),
                updated_at = excluded.updated_at
            """)
    void attend(String clientId, String sessionId, String rows, Instant now);

    /** Stores attempts; {@code :rows} is JSON of {@link ResultCheck.NewAttempt}. */
    @SqlUpdate(
            """
            insert into training_completions (client_id, module_id, contact_email, attempt, session_id, started_at,
                completed_at, score_rate, passed, created_at, updated_at)
            select :clientId, :moduleId, r.email, r.attempt, :sessionId, :startedAt, :completedAt, r.score_rate, r.passed,
                :now, :now
            from jsonb_to_recordset(cast(:rows as jsonb)) r (email text, attempt int, score_rate double precision,
                passed boolean)
            """)
    void complete(
            String clientId,
            String moduleId,
            String sessionId,
            @Nullable Instant startedAt,
            Instant completedAt,
            String rows,
            Instant now);

    @SqlUpdate(
            """
            update training_attendance
            set status = 'absent', updated_at = :now
            where client_id = :clientId and session_id = :sessionId and status = 'invited'
            """)
    void closeInvited(String clientId, String sessionId, Instant now);

    /** Increments the version, and marks the session as delivered once no one is still expected. */
    @SqlUpdate(
            """
            update training_sessions s
            set version = version + 1, updated_at = :now,
                status = case when o.is_over then 'delivered' else s.status end,
                delivered_at = case when o.is_over and s.status = 'scheduled' then :now else s.delivered_at end
            from (select not exists (select from training_attendance
                    where client_id = :clientId and session_id = :sessionId and status = 'invited') as is_over) o
            where s.client_id = :clientId and s.session_id = :sessionId
            """)
    void count(String clientId, String sessionId, Instant now);

    @SqlUpdate(
            """
            update training_sessions
            set status = 'cancelled', version = version + 1, updated_at = :now
            where client_id = :clientId and session_id = :sessionId
            """)
    void cancel(String clientId, String sessionId, Instant now);

    /** Returns the invitations to a session that are still waiting to be handed over. */
    @SqlQuery(
            """
            select m.message_id
            from email_campaigns c
            join email_messages m on m.campaign_id = c.campaign_id
            where c.template_type = 'training_invitation' and c.target ->> 'session_id' = :sessionId
                and m.client_id = :clientId and m.status = 'queued'
            """)
    List<String> waitingMail(String clientId, String sessionId);
}
