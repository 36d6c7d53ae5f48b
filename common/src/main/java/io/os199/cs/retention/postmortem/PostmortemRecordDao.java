package io.os199.cs.retention.postmortem;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Stores what people found out about departures, in {@code churn_events}. */
interface PostmortemRecordDao {
    /** Returns the days of the client's churns, the newest first. */
    @SqlQuery(
            "select churned_on from churn_events where client_id = :clientId order by churned_on"
                    + " desc")
    List<LocalDate> days(String clientId);

    @SqlQuery(
            "select exists (select from clients where client_id = :clientId and status ="
                    + " 'churned')")
    boolean isGone(String clientId);

    @SqlQuery(
            "select version from churn_events where client_id = :clientId and churned_on ="
                    + " :churnedOn for update")
    Optional<Integer> lock(String clientId, LocalDate churnedOn);

    /** Stores the findings; what is null stays as it is. */
    @SqlUpdate(
            """
            update churn_events
            set reason_code = coalesce(:reason, reason_code),
                secondary_reasons = coalesce(cast(:secondaryReasons as text[]), secondary_reasons),
                competitor = coalesce(:competitor, competitor),
                postmortem = jsonb_strip_nulls(jsonb_build_object(
                    'lessons', coalesce(cast(:lessons as jsonb), postmortem -> 'lessons'),
                    'exit_interview', coalesce(:exitInterview, postmortem ->> 'exit_interview'))),
                version = version + 1, updated_at = :now
            where client_id = :clientId and churned_on = :churnedOn
            """)
    void record(
            String clientId,
            LocalDate churnedOn,
            @Nullable ChurnReason reason,
            String @Nullable [] secondaryReasons,
            @Nullable String competitor,
            @Nullable String lessons,
            @Nullable String exitInterview,
            Instant now);

    /** Stores the current analysis beside what people found. */
    @SqlUpdate(
            """
            update churn_events set postmortem = postmortem || jsonb_build_object('analysis', cast(:analysis as jsonb))
            where client_id = :clientId and churned_on = :churnedOn
            """)
    void keep(String clientId, LocalDate churnedOn, String analysis);
}
